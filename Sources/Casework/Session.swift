package import Domain
import Records
import Vault
package import struct Foundation.Date
package import struct Foundation.TimeInterval

/// Somebody who is signed in, and the role they chose to act in.
package struct Session: Sendable {
  package let id: SessionID
  package let staff: StaffID
  package let name: Private<String>
  /// Those they may choose from; at least one.
  package let roles: Set<Role>
  package let role: Role
  package let language: Language
  /// The last proof of a second factor, by the machine's own clock.
  package let confirmedAt: Date?
  package let hasSecondFactor: Bool
  /// So long it lasts without another request.
  package let secondsLeft: Int

  /// What a session says of somebody; ``ResumeSession`` makes them.
  package init(
    id: SessionID, staff: StaffID, name: Private<String>, roles: Set<Role>, role: Role,
    language: Language, confirmedAt: Date?, hasSecondFactor: Bool, secondsLeft: Int = 1800
  ) {
    self.id = id
    self.staff = staff
    self.name = name
    self.roles = roles
    self.role = role
    self.language = language
    self.confirmedAt = confirmedAt
    self.hasSecondFactor = hasSecondFactor
    self.secondsLeft = secondsLeft
  }

  /// The same person as a caller, in the chosen role unless another one is named.
  package func caller(
    in other: Role? = nil, reason: Private<String>? = nil, idempotencyKey: String? = nil
  ) -> Caller {
    Caller(
      member: StaffMember(id: staff, role: other ?? role), reason: reason,
      idempotencyKey: idempotencyKey, presence: .signedIn(confirmedAt: confirmedAt))
  }
}

/// How long a session lasts, in seconds of the machine's own clock.
package struct SessionRules: Sendable {
  /// Between the password and the code.
  static let codeSeconds: TimeInterval = 600
  /// Without a request.
  package let idleSeconds: TimeInterval
  /// In all.
  package let absoluteSeconds: TimeInterval
  /// So long a proof of the second factor counts for what asks for one.
  package let confirmedSeconds: TimeInterval

  /// Half an hour, twelve hours, five minutes.
  package init(
    idleSeconds: TimeInterval = 1800, absoluteSeconds: TimeInterval = 43_200,
    confirmedSeconds: TimeInterval = 300
  ) {
    self.idleSeconds = idleSeconds
    self.absoluteSeconds = absoluteSeconds
    self.confirmedSeconds = confirmedSeconds
  }
}

/// Whether a person is there who could prove a second factor again.
package enum Presence: Sendable, Equatable {
  /// A program with a token, or the machine's own shell.
  case program
  /// Somebody in a browser, and when they last proved a second factor.
  case signedIn(confirmedAt: Date?)
}

extension Office {
  /// Throws unless a second factor was proven just now. A program can't be asked for one.
  func mustHaveConfirmed(_ caller: Caller) throws(Refusal) {
    if case .signedIn(let confirmedAt) = caller.presence {
      try mustHaveConfirmed(at: confirmedAt)
    }
  }

  /// Throws unless a second factor was last proven just now.
  func mustHaveConfirmed(at confirmedAt: Date?) throws(Refusal) {
    guard let confirmedAt,
      real.now().timeIntervalSince(confirmedAt) < sessions.confirmedSeconds
    else { throw .secondFactorNeeded }
  }
}
