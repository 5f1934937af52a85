/// An e-mail address that mail servers without extensions accept: RFC 5321 without quoted local
/// parts and address literals. What is behind the `@` may be given in any script.
struct Address: Equatable {
  let local: String
  let domain: String

  init?(_ text: String) {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, Self.isLocal(parts[0]), Self.isDomain(parts[1]) else { return nil }
    local = String(parts[0])
    domain = String(parts[1])
  }

  var text: String { "\(local)@\(domain)" }

  /// RFC 5322 3.2.3, dot-atom.
  private static func isLocal(_ text: Substring) -> Bool {
    let atom = /[A-Za-z0-9!#$%&'*+\-\/=?^_`{|}~]+(\.[A-Za-z0-9!#$%&'*+\-\/=?^_`{|}~]+)*/
    return text.utf8.count <= 64 && HeaderText.isASCII(text) && text.wholeMatch(of: atom) != nil
  }

  private static func isDomain(_ text: Substring) -> Bool {
    text.utf8.count <= 253
      && text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
        (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
          && label.unicodeScalars.allSatisfy { isLabelScalar($0) }
      }
  }

  private static func isLabelScalar(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII {
      return scalar == "-" || ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
        || ("0"..."9").contains(scalar)
    }
    return switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .otherLetter, .modifierLetter, .nonspacingMark,
      .spacingMark, .decimalNumber:
      true
    default: false
    }
  }
}
