import Domain
import Records
import Vault

/// What of an account is sealed under its owner's key.
extension FieldPlace {
  static func password(of id: StaffID) -> FieldPlace {
    FieldPlace(table: "account", column: "password", row: id.uuid)
  }

  static func secondFactor(of id: StaffID) -> FieldPlace {
    FieldPlace(table: "second_factor", column: "secret", row: id.uuid)
  }

  static func enrolling(in id: SessionID) -> FieldPlace {
    FieldPlace(table: "session", column: "enrolling", row: id.uuid)
  }
}

extension Office {
  /// Lends the key of somebody on the staff.
  func withKey<R: ~Copyable>(
    _ key: KeyRow, of staff: StaffID, _ body: (borrowing DataKey) throws -> R
  ) throws -> R {
    try ring.withDataKey(WrappedKey(key), of: staff.uuid, body)
  }

  /// Whether a password is the one of an account; takes as long without an account. Refuses when
  /// too many are looked at.
  func verify(_ password: Private<String>, of account: AccountRow?) async throws -> Bool {
    let encoded = try account.flatMap { account in
      try account.password.map { sealed in
        try withKey(account.key, of: account.staff) {
          try $0.open(sealed, as: .password(of: account.staff))
        }
      }
    }
    return try await computing {
      try await passwords.verify(PasswordRules.normalised(password), against: encoded)
    }
  }

  /// The hash of a password that may be taken, and whether it is a short one. Refuses others,
  /// naming `field`.
  func hash(
    _ password: Private<String>, field: String, email: Private<String>, name: Private<String>
  ) async throws -> (encoded: [UInt8], isShort: Bool) {
    let normalised = PasswordRules.normalised(password)
    if let problem = PasswordRules.problem(of: normalised, email: email, name: name) {
      throw Refusal.invalid(field: field, problem)
    }
    let encoded = try await computing { try await passwords.hash(normalised) }
    return (encoded, PasswordRules.isShort(normalised))
  }

  private func computing<R: Sendable>(
    _ work: () async throws -> R
  ) async throws -> R {
    do {
      return try await work()
    } catch VaultError.busy {
      throw Refusal.busy
    }
  }

  /// Address and name, opened.
  func identity(
    of account: AccountRow
  ) throws -> (email: Private<String>, name: Private<String>) {
    try withKey(account.key, of: account.staff) { key in
      (
        Private(try key.openText(account.email, as: .staff("email", of: account.staff))),
        Private(try key.openText(account.name, as: .staff("name", of: account.staff)))
      )
    }
  }
}

extension AccountRow {
  /// Whether somebody can sign in at all.
  var isOpen: Bool { !isDisabled && !usableRoles.isEmpty }

  /// Roles that can be acted in.
  var usableRoles: [Role] { roles.compactMap(Role.init(rawValue:)).filter { $0 != .intake } }

  /// Whether they must have a second factor.
  func mustHaveSecondFactor(shortPassword: Bool) -> Bool {
    shortPassword || usableRoles.contains(where: \.needsSecondFactor)
  }
}
