package import Domain
package import Journal
package import Records
package import Vault
import Synchronization
import struct Foundation.Date

/// Everything the use cases work with: the archive, the keys, the clock, the files. Made once, by
/// the executable.
package struct Office: Sendable {
  let archive: Archive
  let ring: KeyRing
  let links: LinkKey
  let clock: LegalClock
  /// The installation's zone.
  package let time: OfficeTime
  let documents: DocumentFiles
  /// What is accepted at most.
  package let limits: Limits
  /// When people in the pool are asked whether they want to stay.
  package let renewal: RenewalPlan
  /// The machine's own clock.
  let real: RealClock
  /// What that one is compared with; `nil` in a sandbox.
  package var bootClock: BootClock?
  /// How long a session lasts.
  let sessions: SessionRules
  let passwords: PasswordHashes
  /// How long an epoch is the open one, and when it may be destroyed.
  package let epochs: EpochPlan
  /// The second directory for key files; `nil` if there is none.
  package let keysCopy: KeyDirectory?
  /// Carries letters away; `nil` while mail isn't configured, and then they wait.
  let postman: Postman?
  /// Brings what was noted into the journal.
  package let sequencer: Sequencer

  package init(
    archive: Archive, ring: KeyRing, links: LinkKey, journal: JournalFolder, clock: LegalClock,
    time: OfficeTime, documents: DocumentFiles, limits: Limits = Limits(),
    renewal: RenewalPlan = .standard, real: RealClock = .machine, bootClock: BootClock? = nil,
    sessions: SessionRules = SessionRules(), passwords: PasswordHashes = PasswordHashes(),
    epochs: EpochPlan = .standard, keysCopy: KeyDirectory? = nil, postman: Postman? = nil
  ) {
    self.archive = archive
    self.ring = ring
    self.links = links
    self.clock = clock
    self.time = time
    self.documents = documents
    self.limits = limits
    self.renewal = renewal
    self.real = real
    self.bootClock = bootClock
    self.sessions = sessions
    self.passwords = passwords
    self.epochs = epochs
    self.keysCopy = keysCopy
    self.postman = postman
    sequencer = Sequencer(archive: archive, journal: journal, real: real, time: time)
  }
}

/// What is accepted at most.
package struct Limits: Sendable {
  /// Bytes of one document.
  package let documentBytes: Int

  package init(documentBytes: Int = 25 * 1024 * 1024) { self.documentBytes = documentBytes }
}

/// Who asks, in which role and why.
package struct Caller: Sendable {
  package let member: StaffMember
  /// The matter or reason for which something is opened.
  package let reason: Private<String>?
  /// Makes a creating call repeat its first answer.
  package let idempotencyKey: String?
  /// Whether somebody is there who could prove a second factor again.
  package let presence: Presence

  package init(
    member: StaffMember, reason: Private<String>? = nil, idempotencyKey: String? = nil,
    presence: Presence = .program
  ) {
    self.member = member
    self.reason = reason
    self.idempotencyKey = idempotencyKey
    self.presence = presence
  }

  /// Throws unless the caller acts in one of these roles.
  func mustBe(_ roles: Set<Role>) throws(Refusal) {
    guard roles.contains(member.role) else { throw .roleNeverMay }
  }

  /// Throws if the role opens things only for a reason and none was given.
  func mustSayWhy() throws(Refusal) {
    if member.role.needsReason && reason == nil { throw .reasonMissing }
  }
}

/// One act while its transaction is open: who acts, and when that is for the law.
struct Act: Sendable {
  let actor: Actor
  let now: Date
  let today: Day
  let noted: NotedActs

  /// Writes the ledger entry that commits with the act.
  @discardableResult
  func note(
    _ action: LedgerEntry.Action, of applications: [ApplicationID] = [], detail: String? = nil,
    in rows: borrowing Rows
  ) throws -> LedgerEntryID {
    let entry = LedgerEntry(
      at: now, actor: actor, action: action, applications: applications, detail: detail)
    try Ledger.append(entry, in: rows)
    if action.isProtective { noted.addProtective() }
    return entry.id
  }

  /// The same for one application.
  @discardableResult
  func note(
    _ action: LedgerEntry.Action, of application: ApplicationID, detail: String? = nil,
    in rows: borrowing Rows
  ) throws -> LedgerEntryID {
    try note(action, of: [application], detail: detail, in: rows)
  }

  /// Says what an act that protects somebody says when it comes again and changes nothing: the
  /// first time it may have been told that the journal doesn't have it yet.
  func waitForJournal() { noted.addProtective() }
}

/// Whether an act has noted something that protects somebody.
final class NotedActs: Sendable {
  private let protective = Mutex(false)
  var isProtective: Bool { protective.withLock { $0 } }

  func addProtective() { protective.withLock { $0 = true } }
}

extension Office {
  /// Runs one act of somebody on the staff, in the login of the role they act in.
  func act<R: Sendable>(
    by caller: Caller, _ roles: Set<Role>,
    _ body: @Sendable (Act, borrowing Rows) throws -> R
  ) async throws -> R {
    try caller.mustBe(roles)
    guard let login = Login(of: caller.member.role) else {
      throw Refusal.notOffered(caller.member.role.rawValue)
    }
    return try await act(as: .staff(caller.member), login, body)
  }

  /// Runs one act of anyone else. What protects somebody is answered once the journal has it.
  func act<R: Sendable>(
    as actor: Actor, _ login: Login, _ body: @Sendable (Act, borrowing Rows) throws -> R
  ) async throws -> R {
    try sequencer.mustAgree()
    if sequencer.fault != nil { await sequencer.catchUp() }
    let now = try clock.now()
    let act = Act(actor: actor, now: now, today: time.day(of: now), noted: NotedActs())
    let result: R
    do {
      result = try await archive.transaction(login, as: actor, on: act.today) { rows in
        try body(act, rows)
      }
    } catch {
      throw Fault.refusal(for: error) ?? error
    }
    if act.noted.isProtective { try await journalNow() }
    return result
  }

  /// Waits until everything committed so far stands in the journal. What was done stays done if it
  /// can't be written now: it follows by itself, and until then nobody is told that it is safe.
  func journalNow() async throws(Refusal) {
    do { try await sequencer() } catch { throw .journalUnavailable }
  }

  /// What erases asks this first: nothing is erased while the journal can't be written, or a
  /// restore would bring it back.
  func mustBeAbleToJournal() async throws(Refusal) {
    try await journalNow()
    do { try await sequencer.journal.mustBeWritable() } catch { throw .journalUnavailable }
  }
}

/// What an error that isn't a refusal means.
package enum Fault {
  /// Whether the database or the disk is away for now: asking again later may help.
  package static func isOutage(_ error: any Error) -> Bool {
    if let refusal = error as? Refusal {
      return refusal == .journalUnavailable || refusal == .notReconciled
    }
    if case .outage? = DatabaseFault(error) { return true }
    return false
  }

  /// A word for the log: the kind of error and its code, never a value.
  package static func code(of error: any Error) -> String {
    if let finding = error as? JournalFinding { return "journal \(finding)" }
    if let error = error as? JournalError { return "journal \(error.code)" }
    if let fault = DatabaseFault(error) { return "database \(fault)" }
    if let refusal = error as? Refusal { return "refusal \(refusal)" }
    if let error = error as? DiskError { return "disk \(error)" }
    if let error = error as? VaultError, error == .notAuthentic { return "vault notAuthentic" }
    return String(describing: type(of: error))
  }

  /// What the database's or disk's no means to the one who asked.
  static func refusal(for error: any Error) -> Refusal? {
    if error as? DiskError == .full { return .noSpace }
    switch DatabaseFault(error) {
    case .diskFull: return .noSpace
    case .nothingStands: return .unknown
    default: return nil
    }
  }
}
