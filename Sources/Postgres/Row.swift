import CLibpq

/// One row of an answer, valid inside the closure that is given it.
///
///     let name: String = try row("name")
///     let endedAt: Date? = try row("ended_at")
@safe package struct Row: ~Copyable {
  private let raw: OpaquePointer
  private let index: Int32

  @unsafe init(raw: OpaquePointer, index: Int32) {
    unsafe self.raw = raw
    self.index = index
  }

  /// A column that is never NULL.
  package func callAsFunction<V: PostgresValue>(
    _ column: StaticString, as type: V.Type = V.self
  ) throws(PostgresError) -> V {
    guard let value: V = try self(column) else {
      throw .unexpectedShape(column: column.description)
    }
    return value
  }

  /// A column that may be NULL.
  package func callAsFunction<V: PostgresValue>(
    _ column: StaticString, as type: V?.Type = V?.self
  ) throws(PostgresError) -> V? {
    guard let number = number(of: column) else {
      throw .unexpectedShape(column: column.description)
    }
    if unsafe PQgetisnull(raw, index, number) == 1 { return nil }
    let length = Int(unsafe PQgetlength(raw, index, number))
    guard let start = unsafe PQgetvalue(raw, index, number) else {
      throw .unexpectedShape(column: column.description)
    }
    let value = unsafe start.withMemoryRebound(to: UInt8.self, capacity: length) { bytes in
      V.read(
        unsafe UnsafeBufferPointer(start: bytes, count: length).span,
        type: unsafe PQftype(raw, number))
    }
    guard let value else { throw .unexpectedShape(column: column.description) }
    return value
  }

  /// libpq's own search folds case and allocates; this one compares bytes.
  private func number(of column: StaticString) -> Int32? {
    let columns = unsafe PQnfields(raw)
    guard column.hasPointerRepresentation else { return nil }
    let wanted = unsafe UnsafeRawPointer(column.utf8Start)
      .assumingMemoryBound(to: CChar.self)
    for number in 0..<columns where unsafe lethe_same(PQfname(raw, number), wanted) != 0 {
      return number
    }
    return nil
  }
}
