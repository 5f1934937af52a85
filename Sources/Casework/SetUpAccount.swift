package import Domain
import Records
import Vault
import struct Foundation.Date

/// What a set-up link is for.
package enum SetUpMatter: Sendable {
  /// Somebody on the staff chooses a password.
  case account(name: Private<String>, email: Private<String>, needsSecondFactor: Bool)
  /// Nobody is on the staff: whoever holds the link becomes its administrator.
  case firstAdministrator
}

/// Shows what a set-up link is for. Changes nothing.
package struct ShowSetUp: Sendable {
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// `nil` for a link that is used, over, or was never made.
  package func callAsFunction(token: String) async throws -> SetUpMatter? {
    switch try await office.setUp(behind: token) {
    case nil: return nil
    case .firstAdministrator: return .firstAdministrator
    case .account(let account, _):
      let (email, name) = try office.identity(of: account)
      return .account(
        name: name, email: email,
        needsSecondFactor: account.mustHaveSecondFactor(shortPassword: false))
    }
  }
}

/// Chooses the password of an account with its set-up link, which is then used up, and signs in.
/// A second factor the account had is gone: the link stands in for a lost one.
package struct SetUpAccount: Sendable {
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// For the first administrator, who makes the account as well.
  package struct Identity: Sendable {
    let email: Private<String>
    let name: Private<String>

    package init(email: Private<String>, name: Private<String>) {
      self.email = email
      self.name = name
    }
  }

  /// Refuses a password that isn't taken, naming the field `password`; a short one makes enrolling
  /// a second factor the next step. The first administrator says who they are.
  package func callAsFunction(
    token: String, password: Private<String>, identity: Identity? = nil, language: Language
  ) async throws -> SignInAnswer {
    switch try await office.setUp(behind: token) {
    case nil: return .over
    case .account(let account, let link):
      let (email, name) = try office.identity(of: account)
      let hashed = try await office.hash(
        password, field: "password", email: email, name: name)
      return try await finish(account, link, hashed, language: language)
    case .firstAdministrator:
      guard let identity else { throw Refusal.invalid(field: "email", .missing) }
      let hashed = try await office.hash(
        password, field: "password", email: identity.email, name: identity.name)
      guard try await AddStaff(office).first(identity.email, identity.name, setUpToken: token),
        case .account(let account, let link)? = try await office.setUp(behind: token)
      else { return .over }
      return try await finish(account, link, hashed, language: language)
    }
  }

  private func finish(
    _ account: AccountRow, _ link: SetUpLinkID, _ hashed: (encoded: [UInt8], isShort: Bool),
    language: Language
  ) async throws -> SignInAnswer {
    let sealed = try office.withKey(account.key, of: account.staff) {
      $0.seal(hashed.encoded, as: .password(of: account.staff))
    }
    let now = office.real.now()
    return try await office.act(as: .account(account.staff), .door) { act, rows in
      try Locks.account(account.staff, in: rows)
      guard try SetUpLinks.use(link, in: rows) else { return .over }
      try SecondFactors.remove(of: account.staff, in: rows)
      try Sessions.endAll(of: account.staff, in: rows)
      try Accounts.set(
        password: sealed, isShort: hashed.isShort, of: account.staff, at: now, in: rows)
      // Whoever comes for the first time goes on in the language of the page.
      if account.password == nil {
        try Accounts.choose(language, of: account.staff, in: rows)
      }
      try act.note(.passwordChanged, in: rows)
      guard let still = try Accounts.find(account.staff, in: rows), still.isOpen else {
        return .over
      }
      let (token, step) = try office.beginSession(
        of: still, language: still.language, at: now, in: rows)
      if step == .done { try act.note(.signedIn, in: rows) }
      return .letIn(token: token, step)
    }
  }
}

/// Whom a set-up link is for, with its row.
enum FoundSetUp: Sendable {
  case account(AccountRow, SetUpLinkID)
  case firstAdministrator
}

extension Office {
  /// Whom a set-up link in force is for. A disabled account has none.
  func setUp(behind token: String) async throws -> FoundSetUp? {
    let now = real.now()
    return try await act(as: .stranger, .door) { _, rows in
      guard
        let link = try SetUpLinks.find(
          hash: BearerToken.hash(token), at: now, in: rows)
      else { return nil }
      guard let staff = link.staff else { return .firstAdministrator }
      guard let account = try Accounts.find(staff, in: rows), account.isOpen else { return nil }
      return .account(account, link.id)
    }
  }
}
