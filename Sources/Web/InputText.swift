import Domain

/// What a text must be like to be taken in: it says something, it isn't endless, and it holds
/// nothing that a terminal, a log or a mail header would take for a command.
enum InputText {
  enum Lines { case one, many }

  /// The most scalars each kind of text may have.
  static let namePart = 200
  static let title = 300
  static let note = 20_000
  static let postalAddress = 1000
  static let reason = 2000
  /// For which something is opened.
  static let matter = 500
  static let phone = 100
  static let reference = 500
  /// RFC 5321 4.5.3.1.3 without the angle brackets, in bytes.
  static let addressBytes = 254

  static func problem(of text: String, atMost limit: Int, lines: Lines) -> InputProblem? {
    if text.allSatisfy(\.isWhitespace) { return .empty }
    if text.unicodeScalars.count > limit { return .tooLong }
    let forbidden = text.unicodeScalars.contains {
      isControl($0) && !(lines == .many && isBreak($0))
    }
    return forbidden ? .controlCharacter : nil
  }

  static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .control
  }

  private static func isBreak(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "\n" || scalar == "\r" || scalar == "\t"
  }

  /// One `@` with something on both sides, no white space, no control character.
  static func isAddress(_ text: String) -> Bool {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    return parts.count == 2 && parts.allSatisfy { !$0.isEmpty }
      && text.utf8.count <= addressBytes
      && text.unicodeScalars.allSatisfy { !$0.properties.isWhitespace && !isControl($0) }
  }

  /// Characters that turn the direction of what follows: `gpj.exe` reads as something else.
  static func turnsDirection(_ scalar: Unicode.Scalar) -> Bool {
    (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
  }
}

/// The name of a file as an applicant gave it: kept only encrypted, and never used as a path.
enum FileName {
  static let mostBytes = 255

  static func problem(of name: String) -> InputProblem? {
    if name.allSatisfy(\.isWhitespace) { return .empty }
    if name.utf8.count > mostBytes { return .tooLong }
    if name.unicodeScalars.contains(where: InputText.isControl) { return .controlCharacter }
    let forbidden = name.unicodeScalars.contains {
      $0 == "/" || $0 == "\\" || InputText.turnsDirection($0)
    }
    return forbidden ? .notAllowed : nil
  }
}
