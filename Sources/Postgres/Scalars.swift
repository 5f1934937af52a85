package import FoundationEssentials

extension String: PostgresValue {
  /// Undeclared: an enum, text, jsonb or citext infers itself from where the parameter stands.
  package static var parameterType: UInt32 { 0 }

  /// UTF-8; PostgreSQL has no text with a NUL in it.
  package func write(to out: inout ParameterBytes) {
    if utf8.contains(0) { out.refuse(SQLState.invalidText) }
    out.append(contentsOf: utf8)
  }

  /// Texts, enums and JSON.
  package static func read(_ bytes: Span<UInt8>, type: UInt32) -> String? {
    if type == TypeID.jsonb {
      // jsonb's binary form is a version, 1, and the text.
      guard bytes.count > 0, bytes[0] == 1 else { return nil }
      return text(bytes.extracting(1..<bytes.count))
    }
    guard TypeID.texts.contains(type) || type >= TypeID.firstOfUsers else { return nil }
    return text(bytes)
  }

  private static func text(_ bytes: Span<UInt8>) -> String? {
    unsafe bytes.withUnsafeBufferPointer { unsafe String(validating: $0, as: UTF8.self) }
  }
}

extension Bool: PostgresValue {
  /// `boolean`.
  package static var parameterType: UInt32 { TypeID.bool }
  /// One byte.
  package func write(to out: inout ParameterBytes) { out.append(self ? 1 : 0 as UInt8) }
  /// One byte.
  package static func read(_ bytes: Span<UInt8>, type: UInt32) -> Bool? {
    guard type == TypeID.bool, bytes.count == 1 else { return nil }
    return bytes[0] != 0
  }
}

extension Int: PostgresValue {
  /// `bigint`; PostgreSQL compares it with and assigns it to the smaller ones by itself. A function
  /// that takes `integer` needs a cast: `f(\(n)::int)`.
  package static var parameterType: UInt32 { TypeID.int8 }
  /// Eight bytes.
  package func write(to out: inout ParameterBytes) { out.append(Int64(self)) }
  /// By the column's width.
  package static func read(_ bytes: Span<UInt8>, type: UInt32) -> Int? {
    switch type {
    case TypeID.int8: bytes.wholeNumber(as: Int64.self).map(Int.init)
    case TypeID.int4: bytes.wholeNumber(as: Int32.self).map(Int.init)
    case TypeID.int2: bytes.wholeNumber(as: Int16.self).map(Int.init)
    case TypeID.oid: bytes.wholeNumber(as: UInt32.self).map(Int.init)
    default: nil
    }
  }
}

extension UUID: PostgresValue {
  /// `uuid`.
  package static var parameterType: UInt32 { TypeID.uuid }
  /// Sixteen bytes.
  package func write(to out: inout ParameterBytes) {
    let (high, low) = halves
    out.append(high)
    out.append(low)
  }
  /// Sixteen bytes.
  package static func read(_ bytes: Span<UInt8>, type: UInt32) -> UUID? {
    guard type == TypeID.uuid, bytes.count == 16 else { return nil }
    return UUID(
      uuid: (
        bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[6], bytes[7],
        bytes[8], bytes[9], bytes[10], bytes[11], bytes[12], bytes[13], bytes[14], bytes[15]
      ))
  }

  private var halves: (UInt64, UInt64) {
    let u = uuid
    let high = [u.0, u.1, u.2, u.3, u.4, u.5, u.6, u.7]
    let low = [u.8, u.9, u.10, u.11, u.12, u.13, u.14, u.15]
    return (
      high.reduce(0) { $0 << 8 | UInt64($1) }, low.reduce(0) { $0 << 8 | UInt64($1) }
    )
  }
}

extension Date: PostgresValue {
  /// `timestamptz`.
  package static var parameterType: UInt32 { TypeID.timestamptz }

  /// Microseconds since 2000-01-01 UTC.
  package func write(to out: inout ParameterBytes) {
    // Whole seconds apart from the fraction: one product would lose microseconds to rounding.
    let whole = timeIntervalSinceReferenceDate.rounded(.down)
    let fraction = ((timeIntervalSinceReferenceDate - whole) * 1_000_000).rounded()
    // 294276-12-31, the last day PostgreSQL knows, is less than 9.3e12 seconds away.
    guard whole.magnitude < 9.2e12 else {
      out.refuse(SQLState.dateOutOfRange)
      return
    }
    out.append((Int64(whole) + Self.secondsSince2000) * 1_000_000 + Int64(fraction))
  }

  /// Microseconds since 2000-01-01 UTC; `infinity` is no point in time.
  package static func read(_ bytes: Span<UInt8>, type: UInt32) -> Date? {
    guard type == TypeID.timestamptz, let stored = bytes.wholeNumber(as: Int64.self),
      stored != .max, stored != .min
    else { return nil }
    let (whole, fraction) = stored.quotientAndRemainder(dividingBy: 1_000_000)
    return Date(
      timeIntervalSinceReferenceDate: Double(whole - secondsSince2000)
        + Double(fraction) / 1_000_000)
  }

  /// From PostgreSQL's year 2000 to Foundation's 2001: 366 days.
  private static var secondsSince2000: Int64 { 366 * 86_400 }
}
