import Casework
import Domain
import Foundation
import Journal
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
  /// How journal and database stood to one another when it was opened.
  let journal: JournalStanding

  /// Where payloads that nothing names wait.
  var quarantine: DocumentFiles { DocumentFiles(folder: directory.quarantine) }

  /// What may be made if it isn't there yet.
  enum Making: Sendable {
    case nothing
    case everything(sandbox: Bool)
  }

  /// What may be found wrong with the journal, and the command goes on.
  enum Tolerance: Sendable {
    case nothing
    /// An older state of the database, which is to be looked at or reconciled.
    case restore
    /// Whatever is to be told.
    case anything
    /// Nothing is compared, and what lies there stays as it lies there.
    case unseen
  }

  /// Opens the installation in `directory`. Refuses a missing or wrong key file, naming it, and a
  /// database that isn't the one the journal belongs to. `postman` carries letters away.
  static func open(
    _ directory: DataDirectory, making: Making, tolerating tolerance: Tolerance = .nothing,
    postman: (Settings, Installation, OfficeTime) throws -> Postman? = { _, _, _ in nil }
  ) async throws -> Workplace {
    try Sodium.start()
    let settings = try await Settings(directory: directory)
    try CopyPlace.check(settings, directory)
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
    let epochs = settings.epochDays.map(EpochPlan.init(lifeDays:)) ?? .standard
    guard let epochs else {
      throw CommandFailure.usage(
        "LETHE_EPOCH_DAYS wants 1 to 7: with a longer life erasures would be final later than"
          + " applicants are told.")
    }
    try directory.makeJournal()
    let office = Office(
      archive: archive, ring: ring, links: try LinkKey(keys),
      journal: JournalFolder(
        path: directory.journal, copy: settings.journalCopy, installation: installation.id,
        key: try LedgerKey(keys)),
      clock: installation.isSandbox ? SandboxClock(path: directory.clock).clock : .wall,
      time: time, documents: DocumentFiles(folder: directory.documents),
      limits: settings.documentBytes.map(Limits.init(documentBytes:)) ?? Limits(),
      renewal: renewal, bootClock: installation.isSandbox ? nil : MachineBootClock.clock,
      sessions: settings.idleSeconds.map { SessionRules(idleSeconds: Double(max(1, $0))) }
        ?? SessionRules(),
      epochs: epochs, keysCopy: settings.keysCopy.map(KeyDirectory.init(path:)),
      postman: try postman(settings, installation, time))
    let workplace = Workplace(
      directory: directory, settings: settings, installation: installation, database: database,
      archive: archive, office: office,
      journal: tolerance == .unseen ? .notCompared : try await JournalStanding(of: office))
    if let refusal = workplace.refusal(tolerating: tolerance) {
      await workplace.close()
      throw refusal
    }
    return workplace
  }

  private func refusal(tolerating tolerance: Tolerance) -> CommandFailure? {
    guard let words = JournalWords.of(journal, in: directory) else { return nil }
    switch (journal, tolerance) {
    case (.restored, .restore), (_, .anything): return nil
    // Trying again helps.
    case (.damaged(.busy), _): return .failed(words)
    default: return .refused(words)
    }
  }

  /// Runs a command in an installation that exists, and closes it afterwards.
  static func use<Result>(
    _ directory: DataDirectory, tolerating tolerance: Tolerance = .nothing,
    _ body: (Workplace) async throws -> Result
  ) async throws -> Result {
    let workplace = try await open(directory, making: .nothing, tolerating: tolerance)
    do {
      let result = try await body(workplace)
      await workplace.close()
      return result
    } catch {
      await workplace.close()
      throw error
    }
  }

  /// Brings what was done into the journal, ends the connections and gives the private server
  /// back.
  func close() async {
    if journal.isSound {
      do {
        try await office.sequencer.ifNeeded()
      } catch {
        Console.say(
          "The journal can't be written just now (\(Fault.code(of: error))). What was done is"
            + " recorded; it follows by itself.")
      }
    }
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
