import Casework
import Domain
import Foundation
import Postgres
import Records
import Vault

/// An installation that has been opened: directory, keys, database, clock. All wiring is here.
struct Workplace: Sendable {
  let directory: DataDirectory
  let settings: Settings
  let installation: Installation
  let database: Database
  let archive: Archive
  let office: Office

  /// Where payloads that nothing names wait.
  var quarantine: DocumentFiles { DocumentFiles(folder: directory.quarantine) }

  /// What may be made if it isn't there yet.
  enum Making: Sendable {
    case nothing
    case everything(sandbox: Bool)
  }

  /// Opens the installation in `directory`. Refuses a missing or wrong key file, naming it.
  /// `postman` carries letters away.
  static func open(
    _ directory: DataDirectory, making: Making,
    postman: (Settings, Installation, OfficeTime) throws -> Postman? = { _, _, _ in nil }
  ) async throws -> Workplace {
    try Sodium.start()
    let settings = try await Settings(directory: directory)
    let wantsSandbox = try prepare(directory, making)
    let database =
      if let url = settings.databaseURL { try Database.external(url) } else {
        try await Database.privately(directory, settings)
      }
    let keys = KeyDirectory(path: directory.keys)
    let ring = KeyRing(directory: keys)
    let hasSchema = try await database.hasSchema()
    try KeyFiles(keys).require(creating: !hasSchema)
    let owner = try await database.owner(keys, hasSchema: hasSchema)
    _ = try await Migrations.apply(as: owner, at: Date())
    let installation = try await owner.transaction { rows in
      try InstallationRow(keys: keys, ring: ring)
        .ensure(sandbox: wantsSandbox, timeZone: settings.timeZone, in: rows)
    }
    await owner.close()
    if let copy = settings.keysCopy { try KeyFiles(keys).copy(to: KeyDirectory(path: copy)) }
    if installation.isSandbox { try directory.make(sandbox: true) }

    let passwords = try DatabasePasswords(keys)
    let archive = Archive(database.target) { passwords.password(for: $0.rawValue).reveal() }
    guard let time = OfficeTime(zoneNamed: installation.timeZone) else {
      throw CommandFailure.failed("There is no time zone named \(installation.timeZone).")
    }
    guard let renewal = RenewalPlan(settings.renewalDays ?? "60,30,7") else {
      throw CommandFailure.usage(
        "LETHE_RENEWAL_DAYS wants up to five different numbers from 1 to 365, such as 60,30,7.")
    }
    let office = Office(
      archive: archive, ring: ring, links: try LinkKey(keys),
      clock: installation.isSandbox ? SandboxClock(path: directory.clock).clock : .wall,
      time: time, documents: DocumentFiles(folder: directory.documents),
      limits: settings.documentBytes.map(Limits.init(documentBytes:)) ?? Limits(),
      renewal: renewal, bootClock: installation.isSandbox ? nil : MachineBootClock.clock,
      sessions: settings.idleSeconds.map { SessionRules(idleSeconds: Double(max(1, $0))) }
        ?? SessionRules(),
      postman: try postman(settings, installation, time))
    return Workplace(
      directory: directory, settings: settings, installation: installation,
      database: database, archive: archive, office: office)
  }

  /// Runs a command in an installation that exists, and closes it afterwards.
  static func use<Result>(
    _ directory: DataDirectory, _ body: (Workplace) async throws -> Result
  ) async throws -> Result {
    let workplace = try await open(directory, making: .nothing)
    do {
      let result = try await body(workplace)
      await workplace.close()
      return result
    } catch {
      await workplace.close()
      throw error
    }
  }

  /// Ends the connections and gives the private server back.
  func close() async {
    await archive.close()
    database.release()
  }

  private static func prepare(_ directory: DataDirectory, _ making: Making) throws -> Bool {
    switch making {
    case .nothing:
      guard directory.exists else {
        throw CommandFailure.failed(
          "There is no installation in \(directory.path). Make one with: lethe init --data"
            + " \(directory.path)")
      }
      return false
    case .everything(let sandbox):
      // Whether it is a sandbox, only the installation itself can say.
      try directory.make(sandbox: false)
      return sandbox
    }
  }
}
