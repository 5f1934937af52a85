package import Domain

extension Applicant {
  /// Someone with everything, who reads English.
  package static let ada = Applicant(
    givenName: "Ada", familyName: "Lovelace", email: "ada@example.org", phone: "+44 20 7946 0000",
    address: "12 St James's Square", language: .english)
  /// Someone without an e-mail address, who reads German.
  package static let karl = Applicant(
    givenName: "Karl", familyName: "Weierstraß", language: .german)

  /// Someone else, told apart by a number.
  package static func number(_ number: Int) -> Applicant {
    Applicant(
      givenName: Private("Nora\(number)"), familyName: Private("Number\(number)"),
      email: Private("nora\(number)@example.org"), language: .english)
  }
}

/// Documents that are of their type.
package enum SampleDocument {
  /// A PDF of so many bytes, never fewer than its header.
  package static func pdf(bytes: Int = 2000, filledWith letter: Character = "x") -> [UInt8] {
    let head = Array("%PDF-1.7\n".utf8)
    let filling = letter.asciiValue ?? 0
    return head + [UInt8](repeating: filling, count: max(0, bytes - head.count))
  }

  /// A PNG as far as its first bytes tell.
  package static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 1]
}
