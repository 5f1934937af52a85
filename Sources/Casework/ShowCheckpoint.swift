package import Domain
import Journal
import Vault

/// Gives out what auditors keep elsewhere: the journal's signed head, and the key that signs it.
package struct ShowCheckpoint: Sendable {
  package static let roles: Set<Role> = [.auditor, .privacyOfficer]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// A signed note (C2SP tlog-checkpoint) over everything that was committed before the call.
  package func callAsFunction(by caller: Caller) async throws -> String {
    try caller.mustBe(Self.roles)
    try await office.journalNow()
    guard let note = try office.sequencer.journal.lastCheckpoint() else {
      throw Refusal.journalUnavailable
    }
    return note
  }

  /// Who signs it, in the text form that programs for signed notes are configured with.
  package func signer(by caller: Caller) throws -> String {
    try caller.mustBe(Self.roles)
    return office.sequencer.journal.signer.text
  }
}
