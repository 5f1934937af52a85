package import Casework
package import Domain
import Foundation
package import Journal
package import Postgres
package import Records
package import Vault

/// A whole office of one test: a database cloned from a migrated template, keys, a folder, a
/// staff with one person in each role, a clock that can be set, a postman who keeps his letters.
package final class TestOffice: Sendable {
  /// What the use cases work with.
  package let office: Office
  /// The same database, for statements of a test's own.
  package let archive: Archive
  /// The law's clock.
  package let clock = TestClock()
  /// The machine's own.
  package let watch = TestWatch()
  /// Everything that was mailed.
  package let post = TestPost()
  /// The epoch keys.
  package let ring: KeyRing
  /// Where the key files are.
  package let keys: KeyDirectory
  /// The journal's files: `journal`, and `copy` beside it.
  package let journal: JournalFolder
  /// Where everything else is: `documents` and `quarantine`.
  package let folder: TestFolder
  /// The database, as superuser.
  package let target: ConnectionTarget
  private let superuser: Connection
  let server: TestServer
  private let staff: [Role: StaffID]

  /// The office of the running test, in suites with the trait ``Testing/Trait/office``.
  @TaskLocal package static var ofThisTest: TestOffice?

  /// The same, for a suite's property.
  package static var current: TestOffice {
    guard let office = ofThisTest else { preconditionFailure("this suite has no office") }
    return office
  }

  /// Opens an office for the time of `body`. Few are open at once, however many tests wait; so none
  /// is opened inside another.
  package static func open(
    limits: Limits = Limits(), _ body: (TestOffice) async throws -> Void
  ) async throws {
    await Turnstile.offices.enter()
    do {
      let office = try await TestOffice(limits)
      do {
        try await body(office)
      } catch {
        try await office.close()
        throw error
      }
      try await office.close()
    } catch {
      await Turnstile.offices.leave()
      throw error
    }
    await Turnstile.offices.leave()
  }

  private init(_ limits: Limits) async throws {
    let template = try await TestTemplate.shared.value
    (server, staff) = (template.server, template.staff)
    let name = "lethe_test_" + UUID().uuidString.lowercased().replacing("-", with: "")
    try await server.create(name, from: template.database)
    target = server.target(in: name)
    superuser = try await Connection(target)
    // As if a service ran: a purge that never succeeded is an alarm on every page, and so is one
    // of hours ago.
    try await superuser.transaction { rows in
      try rows.run("UPDATE timer SET succeeded_at = now() WHERE name = 'purge'")
    }
    folder = try TestFolder()
    keys = KeyDirectory(path: folder.path("keys"))
    try template.copyKeys(to: keys)
    _ = try folder.folder("quarantine")
    ring = KeyRing(directory: keys)
    journal = JournalFolder(
      path: try folder.folder("journal"), copy: try folder.folder("copy"),
      installation: UUID(), key: try LedgerKey(keys))
    archive = Archive(target) { _ in TestServer.passwordOfLogins }
    office = Office(
      archive: archive, ring: ring, links: try LinkKey(keys),
      journal: journal, clock: clock.legal,
      time: TestClock.zone, documents: DocumentFiles(folder: try folder.folder("documents")),
      limits: limits, real: watch.real,
      keysCopy: KeyDirectory(path: try folder.folder("keys-copy")), postman: post.postman)
  }

  private func close() async throws {
    await archive.close()
    await superuser.close()
    try await server.drop(target.database)
    try folder.remove()
  }

  /// The same installation as another process opens it: keys read anew, whatever clock it has.
  package func reopened(on clock: LegalClock) throws -> Office {
    Office(
      archive: archive, ring: KeyRing(directory: keys), links: try LinkKey(keys),
      journal: journal, clock: clock, time: TestClock.zone,
      documents: DocumentFiles(folder: folder.path("documents")),
      real: watch.real, postman: post.postman)
  }

  /// Somebody acting in a role; who needs a reason gives one.
  package func caller(
    _ role: Role, key: String? = nil, reason: Private<String>? = "in the matter of a test"
  ) -> Caller {
    Caller(
      member: member(role), reason: role.needsReason ? reason : nil, idempotencyKey: key)
  }

  /// Who holds a role.
  package func member(_ role: Role) -> StaffMember {
    guard let id = staff[role] else { preconditionFailure("nobody is \(role)") }
    return StaffMember(id: id, role: role)
  }

  /// A recruiter.
  package var recruiter: Caller { caller(.recruiter) }
  /// A reviewer, in no team yet.
  package var reviewer: Caller { caller(.reviewer) }
  /// Somebody of the legal department, with a reason.
  package var legal: Caller { caller(.legal) }
  /// The privacy officer, with a reason.
  package var privacyOfficer: Caller { caller(.privacyOfficer) }
  /// An auditor.
  package var auditor: Caller { caller(.auditor) }
  /// An administrator.
  package var administrator: Caller { caller(.administrator) }

  /// Runs statements to which no policy applies.
  @discardableResult
  package func asSuperuser<R: Sendable>(
    _ body: @Sendable (borrowing Rows) throws -> R
  ) async throws -> R {
    try await superuser.transaction(body)
  }

  /// A connection of a login that says neither who acts nor which day it is.
  package func connection(of login: Login) async throws -> Connection {
    try await Connection(target.with(user: login.rawValue, password: TestServer.passwordOfLogins))
  }

  /// Why the database refuses statements to a login: the SQLSTATE; `nil` if it does not.
  package func refusal(
    to login: Login, _ actor: Actor = .timer, _ body: @Sendable (borrowing Rows) throws -> Void
  ) async throws -> String? {
    do {
      try await self.as(login, actor, body)
      return nil
    } catch PostgresError.rejected(let state, _) {
      return state
    }
  }

  /// Runs statements as a login, for an actor, on the clock's day.
  @discardableResult
  package func `as`<R: Sendable>(
    _ login: Login, _ actor: Actor = .timer, _ body: @Sendable (borrowing Rows) throws -> R
  ) async throws -> R {
    try await archive.transaction(login, as: actor, on: clock.today, body)
  }
}

/// Lets a few in at a time.
actor Turnstile {
  /// Databases and connections are dear.
  static let offices = Turnstile(places: 4)
  private var places: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []

  init(places: Int) { self.places = places }

  func enter() async {
    if places > 0 {
      places -= 1
      return
    }
    await withCheckedContinuation { waiting.append($0) }
  }

  func leave() {
    if waiting.isEmpty { places += 1 } else { waiting.removeFirst().resume() }
  }
}
