/// What may stand in a header, and what it is turned into first.
enum HeaderText {
  /// A name or subject on one line, without characters that end a header, hide, or turn the
  /// direction of what follows, and without anything that reads as an encoded word (RFC 2047).
  static func line(_ text: String) -> String {
    var kept = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator, .spaceSeparator:
        if let last = kept.last, last != " " { kept.append(" ") }
      case .format, .privateUse, .unassigned:
        // But for the joiners, which names in some scripts are spelled with.
        if scalar == "\u{200C}" || scalar == "\u{200D}" { kept.append(scalar) }
      default:
        if let last = kept.last, (last, scalar) == ("=", "?") || (last, scalar) == ("?", "=") {
          kept.append(" ")
        }
        kept.append(scalar)
      }
    }
    if kept.last == " " { kept.removeLast() }
    return String(kept)
  }

  /// A UUID in text form, in lower case; `nil` for anything else.
  static func id(_ text: String) -> String? {
    let lower = text.lowercased()
    let form = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/
    return isASCII(lower) && lower.wholeMatch(of: form) != nil ? lower : nil
  }

  /// Asked before a pattern is: one character may equal another that is made of other bytes, as
  /// the Kelvin sign does the letter K.
  static func isASCII(_ text: some StringProtocol) -> Bool { text.utf8.allSatisfy { $0 < 0x80 } }

  static func isLanguageTag(_ text: String) -> Bool {
    isASCII(text) && text.wholeMatch(of: /[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*/) != nil
  }

  /// Whether an address can stand between `<` and `>` as it is.
  static func isWebAddress(_ text: String) -> Bool {
    text.utf8.count <= 900 && isASCII(text)
      && text.wholeMatch(of: /https?:\/\/[A-Za-z0-9\-._~:\/?#\[\]@!$&'()*+,;=%]+/) != nil
  }
}
