/// What part of a document a `Range` header asks for (RFC 9110 14.2).
enum ByteRange: Equatable {
  /// No range, several, or none that is understood: the whole document.
  case whole
  case part(Range<Int>)
  case unsatisfiable

  init(_ header: String?, length: Int) {
    self = header.flatMap { Self.single($0, length: length) } ?? .whole
  }

  private static func single(_ header: String, length: Int) -> ByteRange? {
    let text = header.lowercased().filter { $0 != " " && $0 != "\t" }
    guard text.hasPrefix("bytes=") else { return nil }
    let bounds = text.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false)
    guard bounds.count == 2 else { return nil }
    switch (number(bounds[0]), number(bounds[1])) {
    case (let first?, let last?) where last >= first:
      return part(from: first, through: last, of: length)
    case (let first?, nil) where bounds[1].isEmpty:
      return part(from: first, through: Int.max - 1, of: length)
    case (nil, let suffix?) where bounds[0].isEmpty:
      if suffix == 0 || length == 0 { return .unsatisfiable }
      return .part(max(0, length - suffix)..<length)
    default: return nil
    }
  }

  private static func part(from first: Int, through last: Int, of length: Int) -> ByteRange {
    first < length ? .part(first..<min(last + 1, length)) : .unsatisfiable
  }

  /// Digits alone; more of them than any document is long count as the largest number.
  private static func number(_ text: Substring) -> Int? {
    guard !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
    return Int(text) ?? Int.max - 1
  }
}
