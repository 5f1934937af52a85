import Foundation

/// Which passwords are taken: long ones, or shorter ones beside a second factor. What they are made
/// of is nobody's business.
package enum PasswordRules {
  /// Beside a second factor.
  package static let shortest = 8
  /// Alone.
  package static let shortestAlone = 15
  /// More is a mistake, or an attack on the machine.
  package static let longest = 256
  private static let fewestDifferent = 5
  /// Parts of a name shorter than this are in many words.
  private static let tellingPart = 4

  /// The same for every way to type it: NFKC (NIST SP 800-63B 5.1.1.2).
  package static func normalised(_ typed: Private<String>) -> Private<String> {
    Private(typed.reveal().precomposedStringWithCompatibilityMapping)
  }

  /// Why a normalised password isn't taken; `nil` for one that is, if need be beside a second
  /// factor.
  package static func problem(
    of password: Private<String>, email: Private<String>, name: Private<String>
  ) -> InputProblem? {
    let text = password.reveal()
    let count = text.unicodeScalars.count
    if count < shortest { return text.isEmpty ? .missing : .tooShort }
    if count > longest { return .tooLong }
    if Set(text.unicodeScalars).count < fewestDifferent { return .tooSimple }
    let folded = SearchTerms.normalised(text)
    let local = email.reveal().prefix { $0 != "@" }
    let parts = name.reveal().split { !$0.isLetter } + [local]
    let telling = parts.map { SearchTerms.normalised(String($0)) }
      .filter { $0.count >= tellingPart }
    return telling.contains(where: folded.contains) ? .holdsNameOrAddress : nil
  }

  /// Whether a password needs a second factor beside it.
  package static func isShort(_ password: Private<String>) -> Bool {
    password.reveal().unicodeScalars.count < shortestAlone
  }
}
