/// How a form is sent, as its `Content-Type` says. Read strictly: a parameter that comes twice or
/// can't be read makes it no form at all, since two readers might take it for two things.
enum FormType: Equatable {
  case urlEncoded
  /// RFC 7578.
  case multipart(boundary: String)

  init?(_ contentType: String?) {
    guard let contentType, let (type, parameters) = HeaderValue.parsed(contentType) else {
      return nil
    }
    switch type.lowercased() {
    case "application/x-www-form-urlencoded": self = .urlEncoded
    case "multipart/form-data":
      guard let boundary = parameters["boundary"], Self.isBoundary(boundary) else { return nil }
      self = .multipart(boundary: boundary)
    default: return nil
    }
  }

  /// RFC 2046 5.1.1: 1 to 70 characters of a short list, no space at the end.
  private static func isBoundary(_ text: String) -> Bool {
    let marks = Array("'()+_,-./:=? ".utf8)
    return (1...70).contains(text.utf8.count) && !text.hasSuffix(" ")
      && text.utf8.allSatisfy { HeaderValue.isAlphanumeric($0) || marks.contains($0) }
  }
}

/// A header value that is a word and parameters, such as `form-data; name="cv"`.
enum HeaderValue {
  /// The word and its parameters, names in lower case; `nil` when one comes twice or anything
  /// can't be read. In a quoted value every character stands for itself, a backslash too: that is
  /// how browsers send them (HTML, "multipart/form-data").
  static func parsed(_ text: String) -> (word: String, parameters: [String: String])? {
    var rest = Array(text.utf8)[...]
    let word = token(&rest, and: "/")
    guard !word.isEmpty else { return nil }
    var parameters: [String: String] = [:]
    while true {
      skipSpace(&rest)
      if rest.isEmpty { return (word, parameters) }
      guard rest.popFirst() == UInt8(ascii: ";") else { return nil }
      skipSpace(&rest)
      let name = token(&rest, and: "").lowercased()
      guard !name.isEmpty, rest.popFirst() == UInt8(ascii: "="), let value = value(&rest),
        parameters.updateValue(value, forKey: name) == nil
      else { return nil }
    }
  }

  static func isAlphanumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }

  /// RFC 9110 5.6.2.
  static func isTokenByte(_ byte: UInt8) -> Bool {
    isAlphanumeric(byte) || "!#$%&'*+-.^_`|~".utf8.contains(byte)
  }

  private static func token(_ rest: inout ArraySlice<UInt8>, and more: String) -> String {
    let found = rest.prefix { isTokenByte($0) || more.utf8.contains($0) }
    rest = rest.dropFirst(found.count)
    return String(decoding: found, as: UTF8.self)
  }

  private static func value(_ rest: inout ArraySlice<UInt8>) -> String? {
    guard rest.first == UInt8(ascii: "\"") else {
      let found = token(&rest, and: "")
      return found.isEmpty ? nil : found
    }
    let inside = rest.dropFirst().prefix { $0 != UInt8(ascii: "\"") }
    rest = rest.dropFirst(inside.count + 1)
    guard rest.popFirst() != nil else { return nil }
    return String(validating: inside, as: UTF8.self)
  }

  private static func skipSpace(_ rest: inout ArraySlice<UInt8>) {
    rest = rest.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
  }
}
