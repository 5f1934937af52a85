import Domain

/// The parameters after `?`: decoded once, each at most once, none unknown. A `+` is a space
/// there, as forms and most programs write it.
struct Query {
  private let values: [String: String]

  init(_ text: String, known: [String]) throws(Refusal) {
    var values: [String: String] = [:]
    for pair in text.split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = PercentText.decoded(parts[0], plusIsSpace: true), known.contains(name)
      else { throw .invalid(field: "query", .unknownField) }
      guard let value = PercentText.decoded(parts.count > 1 ? parts[1] : "", plusIsSpace: true),
        values[name] == nil
      else { throw .invalid(field: name, .notAllowed) }
      values[name] = value
    }
    self.values = values
  }

  /// `nil` when it isn't there or says nothing.
  func text(_ name: String, atMost limit: Int) throws(Refusal) -> String? {
    guard let text = values[name], !text.isEmpty else { return nil }
    if let problem = InputText.problem(of: text, atMost: limit, lines: .one) {
      throw .invalid(field: name, problem)
    }
    return text
  }

  func choice<Choice: RawRepresentable<String>>(
    _ name: String, _ type: Choice.Type
  ) throws(Refusal) -> Choice? {
    guard let text = values[name], !text.isEmpty else { return nil }
    guard let choice = Choice(rawValue: text) else {
      throw .invalid(field: name, .notAllowed)
    }
    return choice
  }

  func id<Subject>(_ name: String, of: Subject.Type) throws(Refusal) -> Identifier<Subject>? {
    guard let text = values[name], !text.isEmpty else { return nil }
    guard let id = Identifier<Subject>(text) else { throw .invalid(field: name, .notAnID) }
    return id
  }

  func number(_ name: String, in range: ClosedRange<Int>, default usual: Int) throws(Refusal)
    -> Int
  {
    guard let text = values[name], !text.isEmpty else { return usual }
    guard let number = Int(text), range.contains(number) else {
      throw .invalid(field: name, .outOfRange)
    }
    return number
  }

  /// How many items of a list are asked for.
  func limit() throws(Refusal) -> Int { try number("limit", in: 1...200, default: 50) }

  /// Where a list goes on, as the answer before said.
  func cursor() throws(Refusal) -> String? { try text("cursor", atMost: 500) }

  func value(_ name: String) -> String? { values[name] }
}

/// Percent-encoding (RFC 3986), read strictly: every `%` has two digits, and it is UTF-8.
enum PercentText {
  static func decoded(_ text: some StringProtocol, plusIsSpace: Bool) -> String? {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%") {
        guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit)
        else { return nil }
        bytes.append(high << 4 | low)
      } else {
        bytes.append(byte == UInt8(ascii: "+") && plusIsSpace ? UInt8(ascii: " ") : byte)
      }
    }
    return String(validating: bytes, as: UTF8.self)
  }

  /// Everything but letters, digits and `-._~` as `%XX`.
  static func encoded(_ text: String) -> String {
    text.utf8.reduce(into: "") { encoded, byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        encoded.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        encoded += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
      }
    }
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
