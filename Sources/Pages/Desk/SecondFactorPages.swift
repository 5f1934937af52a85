package import Domain
import QRCode

/// Enrols a second factor: a code to read, the same as text, and a field for the first code.
package struct SecondFactorPage: DeskContent {
  package static let template = "secondFactor"
  let isRequiredHere: Bool
  let codeSize: Int
  let codePath: String
  let secretText: String
  let codeFields: [Field]

  /// `address` is what an app reads. Throws for one that fits into no code.
  package init(
    secret: Private<String>, address: Private<String>, isRequired: Bool,
    _ problems: [FieldProblem], _ phrases: Phrases
  ) throws {
    let code = try QRCode(address.reveal())
    isRequiredHere = isRequired
    codeSize = code.svgSize
    codePath = code.svgPath
    secretText = secret.reveal()
    codeFields = [
      .line(
        "code", phrases("Code from your app"), autocomplete: "one-time-code", isRequired: true,
        problems: problems)
    ]
  }
}

/// The recovery codes, the one time they are shown.
package struct RecoveryCodesPage: DeskContent {
  package static let template = "recoveryCodes"
  let recoveryCodes: [String]

  package init(_ codes: [Private<String>]) { recoveryCodes = codes.map { $0.reveal() } }
}
