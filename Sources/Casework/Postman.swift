package import Domain

/// Carries mail away. Throws a ``MailProblem`` for what a server or an address is to blame for;
/// every other error is a fault of ours. Called again with the same letter after a crash: its id
/// tells the recipient's server, or the folder, that it is the same mail.
package struct Postman: Sendable {
  /// Whether it is quick enough to be called while somebody waits for an answer.
  let isAtHand: Bool
  /// When what didn't leave is tried again.
  let patience: MailPatience
  let deliver: @Sendable (Letter) async throws -> Void
  let deliverToStaff: @Sendable (StaffLetter) async throws -> Void

  package init(
    isAtHand: Bool, patience: MailPatience = .standard,
    deliver: @escaping @Sendable (Letter) async throws -> Void,
    toStaff: @escaping @Sendable (StaffLetter) async throws -> Void
  ) {
    self.isAtHand = isAtHand
    self.patience = patience
    self.deliver = deliver
    deliverToStaff = toStaff
  }
}
