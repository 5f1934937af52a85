/// What may stand in a header, and what it is turned into first.
enum HeaderText {
  /// A name or subject on one line, without characters that end a header, hide, or turn the
  /// direction of what follows, and without anything that reads as an encoded word (RFC 2047).
  static func line(_ text: String) -> String {
    var kept = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator: kept.append(" ")
      case .format, .privateUse, .unassigned: continue
      default: kept.append(scalar)
      }
    }
    return String(kept).split(separator: " ").joined(separator: " ")
      .replacing("=?", with: "= ?").replacing("?=", with: "? =")
  }

  /// A UUID in text form, in lower case; `nil` for anything else.
  static func id(_ text: String) -> String? {
    let lower = text.lowercased()
    let form = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/
    return lower.wholeMatch(of: form) == nil ? nil : lower
  }

  static func isLanguageTag(_ text: String) -> Bool {
    text.wholeMatch(of: /[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*/) != nil
  }

  /// Whether an address can stand between `<` and `>` as it is.
  static func isWebAddress(_ text: String) -> Bool {
    text.utf8.count <= 900
      && text.wholeMatch(of: /https?:\/\/[A-Za-z0-9\-._~:\/?#\[\]@!$&'()*+,;=%]+/) != nil
  }
}
