/// A small form, in either of the two ways a form is sent. A name that comes twice has no value:
/// nobody can tell which was meant.
struct FormBody {
  let fields: [(name: String, value: String)]

  /// `nil` when it can't be read as the form it is said to be.
  init?(_ bytes: [UInt8], contentType: String?) {
    let parts = (contentType ?? "").split(separator: ";").map(Self.trimmed)
    switch parts.first?.lowercased() {
    case "application/x-www-form-urlencoded":
      guard let fields = Self.urlEncoded(bytes) else { return nil }
      self.fields = fields
    case "multipart/form-data":
      guard let boundary = Self.boundary(in: parts.dropFirst()),
        let fields = Self.multipart(bytes, boundary: boundary)
      else { return nil }
      self.fields = fields
    default: return nil
    }
  }

  func has(_ name: String) -> Bool { fields.contains { $0.name == name } }

  func value(of name: String) -> String? {
    let values = fields.filter { $0.name == name }
    return values.count == 1 ? values[0].value : nil
  }

  private static func urlEncoded(_ bytes: [UInt8]) -> [(name: String, value: String)]? {
    guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
    var fields: [(name: String, value: String)] = []
    for pair in text.split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = PercentText.decoded(parts[0], plusIsSpace: true),
        let value = PercentText.decoded(parts.count > 1 ? parts[1] : "", plusIsSpace: true)
      else { return nil }
      fields.append((name, value))
    }
    return fields
  }

  private static func boundary(in parameters: ArraySlice<String>) -> String? {
    let found = parameters.filter { $0.lowercased().hasPrefix("boundary=") }
    guard found.count == 1 else { return nil }
    let value = found[found.startIndex].dropFirst("boundary=".count)
      .trimmingPrefix("\"")
    let boundary = value.hasSuffix("\"") ? value.dropLast() : value
    return (1...70).contains(boundary.utf8.count) ? String(boundary) : nil
  }

  /// RFC 7578 with text parts alone: what has a file name isn't a field.
  private static func multipart(
    _ bytes: [UInt8], boundary: String
  ) -> [(name: String, value: String)]? {
    guard let text = String(validating: bytes, as: UTF8.self),
      case let sections = ("\r\n" + text).split(
        separator: "\r\n--\(boundary)", omittingEmptySubsequences: false
      ).dropFirst(),
      let last = sections.last, last.hasPrefix("--")
    else { return nil }
    var fields: [(name: String, value: String)] = []
    for section in sections.dropLast() {
      let halves = section.split(
        separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
      guard halves.count == 2, let name = name(in: halves[0]) else { return nil }
      fields.append((name, String(halves[1])))
    }
    return fields
  }

  private static func name(in headers: Substring) -> String? {
    let lines = headers.split(separator: "\r\n").filter {
      $0.lowercased().hasPrefix("content-disposition:")
    }
    guard lines.count == 1 else { return nil }
    let parts = lines[0].dropFirst("content-disposition:".count).split(separator: ";")
      .map(trimmed)
    guard parts.first?.lowercased() == "form-data", parts.count == 2,
      parts[1].hasPrefix("name=\""), parts[1].hasSuffix("\""), parts[1].count > 7
    else { return nil }
    return String(parts[1].dropFirst(6).dropLast())
  }

  private static func trimmed(_ text: Substring) -> String {
    String(
      text.drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }
        .reversed())
  }
}
