/// A form in parts (RFC 7578), read as it comes, in pieces of any size. Of a file nothing is kept
/// but what might be the beginning of a delimiter. Strict: what browsers don't send is refused,
/// because two readers could take it for two things.
struct MultipartReader {
  enum Event: Equatable, Sendable {
    case part(PartHead)
    /// The next bytes of the part.
    case bytes([UInt8])
    /// The part is over.
    case end
  }

  /// What is taken at most.
  struct Limits: Sendable {
    var parts = 64
    var headBytes = 4096
    var nameBytes = 200
    /// Bytes of one part that is no file.
    var fieldBytes = 65_536
  }

  private enum Place { case start, afterDelimiter, head, content, afterEnd, over }

  private let delimiter: [UInt8]
  private let limits: Limits
  private var place = Place.start
  /// Bytes that can't be understood without those that follow. The first delimiter has no line
  /// before it whose break belongs to it, so one is put there.
  private var pending: [UInt8] = Self.lineBreak
  private var parts = 0
  /// How much the field that is being read may still hold; `nil` in a file.
  private var room: Int?

  private static let lineBreak = Array("\r\n".utf8)
  private static let blankLine = Array("\r\n\r\n".utf8)

  init(boundary: String, limits: Limits = Limits()) {
    delimiter = Array("\r\n--\(boundary)".utf8)
    self.limits = limits
  }

  /// Takes the next bytes, and tells what they were.
  mutating func push(_ bytes: [UInt8]) throws(MalformedForm) -> [Event] {
    var events: [Event] = []
    var rest = (pending + bytes)[...]
    while try step(&rest, &events) {}
    pending = Array(rest)
    return events
  }

  /// To be called when no more comes: a form that was cut off is no form.
  func finish() throws(MalformedForm) {
    guard place == .over || (place == .afterEnd && pending.isEmpty) else { throw .incomplete }
  }

  /// Understands one thing; `false` when that takes more bytes.
  private mutating func step(
    _ rest: inout ArraySlice<UInt8>, _ events: inout [Event]
  ) throws(MalformedForm) -> Bool {
    switch place {
    case .start: try expect(delimiter, in: &rest, then: .afterDelimiter)
    case .afterDelimiter:
      if rest.first == UInt8(ascii: "-") {
        try expect(Array("--".utf8), in: &rest, then: .afterEnd)
      } else {
        try expect(Self.lineBreak, in: &rest, then: .head)
      }
    case .head: try readHead(&rest, &events)
    case .content: try readContent(&rest, &events)
    case .afterEnd: rest.isEmpty ? false : try expect(Self.lineBreak, in: &rest, then: .over)
    case .over:
      if rest.isEmpty { false } else { throw .delimiter }
    }
  }

  private mutating func expect(
    _ wanted: [UInt8], in rest: inout ArraySlice<UInt8>, then next: Place
  ) throws(MalformedForm) -> Bool {
    guard rest.prefix(wanted.count).elementsEqual(wanted.prefix(rest.count)) else {
      throw .delimiter
    }
    guard rest.count >= wanted.count else { return false }
    rest = rest.dropFirst(wanted.count)
    place = next
    return true
  }

  private mutating func readHead(
    _ rest: inout ArraySlice<UInt8>, _ events: inout [Event]
  ) throws(MalformedForm) -> Bool {
    // It has at least one line.
    if rest.starts(with: Self.lineBreak) { throw .head }
    guard let end = rest.prefix(limits.headBytes).firstRange(of: Self.blankLine) else {
      if rest.count >= limits.headBytes { throw .head }
      return false
    }
    parts += 1
    if parts > limits.parts { throw .tooManyParts }
    let head = try PartHead(rest[..<end.lowerBound], nameBytes: limits.nameBytes)
    room = head.fileName == nil ? limits.fieldBytes : nil
    events.append(.part(head))
    rest = rest[end.upperBound...]
    place = .content
    return true
  }

  private mutating func readContent(
    _ rest: inout ArraySlice<UInt8>, _ events: inout [Event]
  ) throws(MalformedForm) -> Bool {
    let found = firstDelimiter(in: rest)
    if found > rest.startIndex {
      let bytes = Array(rest[..<found])
      if let room {
        if bytes.count > room { throw .fieldTooLong }
        self.room = room - bytes.count
      }
      events.append(.bytes(bytes))
      rest = rest[found...]
    }
    guard rest.count >= delimiter.count else { return false }
    events.append(.end)
    rest = rest.dropFirst(delimiter.count)
    place = .afterDelimiter
    return true
  }

  /// Where the first delimiter begins, or might begin if the bytes to come go on with it; the end
  /// if there is none. A delimiter has one carriage return, at its beginning.
  private func firstDelimiter(in bytes: ArraySlice<UInt8>) -> Int {
    var from = bytes.startIndex
    while let candidate = bytes[from...].firstIndex(of: delimiter[0]) {
      let there = bytes[candidate...].prefix(delimiter.count)
      if there.elementsEqual(delimiter.prefix(there.count)) { return candidate }
      from = candidate + 1
    }
    return bytes.endIndex
  }
}
