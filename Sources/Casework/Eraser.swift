import Domain
import Records
import Vault
import struct Foundation.Date

/// The one eraser. It comes in by the only login that may delete applications, waits for the
/// lock, decides again, and erases; the database refuses whatever a ground still keeps.
struct Eraser: Sendable {
  let office: Office

  init(_ office: Office) { self.office = office }

  /// What became of some applications.
  struct Report: Sendable {
    var erased: [ApplicationID] = []
    /// Grounds whose end came while another still stands.
    var ended = 0
  }

  /// What an act that ended a ground does last. If it fails, the next purge finishes it. Throws
  /// only where something was erased and the journal doesn't have it yet.
  @discardableResult
  func eraseIfNothingStands(_ id: ApplicationID) async throws(Refusal) -> Bool {
    do { try await office.mustBeAbleToJournal() } catch { return false }
    do {
      let report = try await office.act(as: .timer, .purge) { act, rows in
        let vacancy = try Erasures.vacancies(of: [id], in: rows)[id]
        if let vacancy { try Locks.shared(vacancy, in: rows) }
        try Locks.exclusive(id, in: rows)
        let locked = Locked(ids: [id], vacancies: vacancy.map { [$0] } ?? [])
        return try erase(locked, at: act, in: rows)
      }
      try await unlinkDoomed()
      if !report.erased.isEmpty { await office.deliverAtOnce() }
      return !report.erased.isEmpty
    } catch Refusal.journalUnavailable {
      throw .journalUnavailable
    } catch {
      return false
    }
  }

  /// The same for many, whoever of them can be locked at once; the purge finishes the others.
  func eraseWhereNothingStands(_ ids: [ApplicationID]) async throws {
    var erased = 0
    for start in stride(from: 0, to: ids.count, by: Self.batch) {
      let batch = Array(ids[start..<min(start + Self.batch, ids.count)])
      erased += try await office.act(as: .timer, .purge) { act, rows in
        try erase(try lock(batch, in: rows), at: act, in: rows).erased.count
      }
    }
    try await unlinkDoomed()
    if erased > 0 { await office.deliverAtOnce() }
  }

  /// Applications whose locks are held, with those of their vacancies: nobody places a hold on one
  /// of these meanwhile.
  struct Locked: Sendable {
    let ids: [ApplicationID]
    let vacancies: Set<VacancyID>
  }

  /// So many applications have at most 500 locks, those of their vacancies included.
  static let batch = 250

  /// Those of `ids` whose locks can be had at once, their vacancies' first.
  func lock(_ ids: [ApplicationID], in rows: borrowing Rows) throws -> Locked {
    let vacancies = try Erasures.vacancies(of: ids, in: rows)
    let shared = Set(try Locks.tryShared(Array(Set(vacancies.values)), in: rows))
    let free = ids.filter { vacancies[$0].map(shared.contains) ?? true }
    return Locked(ids: try Locks.tryExclusive(free, in: rows), vacancies: shared)
  }

  /// Decides on applications whose locks are held: gives those their part that a hold on their
  /// vacancy hasn't reached yet, ends what has run out, erases where nothing stands. While the
  /// wall clock isn't believed, nothing runs out.
  func erase(_ locked: Locked, at act: Act, in rows: borrowing Rows) throws -> Report {
    let open = try Grounds.open(of: locked.ids, in: rows)
    let missing = try VacancyHolds.missing(on: locked.ids, on: act.today, in: rows)
    let trusts = try office.trustsTheClock(in: rows)
    var report = Report()
    var due: [ErasureCause: [Erasable]] = [:]
    for var application in try Erasures.find(locked.ids, in: rows) {
      // Moved before its lock was had: the next run looks again.
      if let vacancy = application.vacancy, !locked.vacancies.contains(vacancy) { continue }
      let added = try office.cover(
        application.id, by: missing[application.id] ?? [], at: act, in: rows)
      let decision = Retention.decision(
        (open[application.id] ?? []) + added, isRestricted: application.isRestricted,
        on: act.today)
      if !trusts && decision != .erase(last: []) { continue }
      switch decision {
      case .keep: continue
      case .end(let expired):
        try end(expired, of: application.id, at: act, in: rows)
        report.ended += expired.count
      case .erase(let expired):
        let byAnAct = expired.isEmpty || application.lastEnd == .request
        let cause = byAnAct ? application.lastEnd ?? .timeRanOut : .timeRanOut
        application.lateDays = office.lateDays(application, expired: expired, on: act.today)
        due[cause, default: []].append(application)
      }
    }
    for (cause, applications) in due {
      try erase(applications, because: cause, at: act, in: rows)
      report.erased += applications.map(\.id)
    }
    return report
  }

  /// Time ends these; what hangs on them ends with them.
  private func end(
    _ expired: [Ground], of id: ApplicationID, at act: Act, in rows: borrowing Rows
  ) throws {
    try Grounds.end(
      expired.map(\.id), at: act.now, cause: ErasureCause.timeRanOut.rawValue, in: rows)
    let (holds, obligations) = (
      expired.filter { $0.kind == .hold }, expired.filter { $0.kind == .legalObligation }
    )
    if !holds.isEmpty { try Holds.runOut(with: holds.map(\.id), at: act.now, in: rows) }
    if !obligations.isEmpty {
      try Obligations.runOut(with: obligations.map(\.id), at: act.now, in: rows)
    }
    try act.note(.groundExpired, of: id, in: rows)
  }

  private func erase(
    _ applications: [Erasable], because cause: ErasureCause, at act: Act,
    in rows: borrowing Rows
  ) throws {
    let finalOn = act.today.adding(days: Window.finalAfterDays)
    let entry = try act.note(
      .applicationErased, of: applications.map(\.id),
      detail: EntryDetail(["cause": cause.rawValue, "final": finalOn.description]).text, in: rows)
    let record = Erasures.Record(
      at: act.now, cause: cause, finalOn: finalOn,
      receiptsThrough: act.today.adding(days: Window.receiptDays), entry: entry)
    for application in applications
    where [.request, .objection].contains(cause) || application.withdrawalIsUnconfirmed
      || application.announcementWaits
    {
      try queueReceipt(for: application, record, in: rows)
    }
    let gone = try Erasures.erase(applications, record, in: rows)
    // The policy hid a row from the DELETE: a ground stands after all. Everything rolls back.
    guard gone == applications.count else { throw ErasureRefused() }
  }

  /// Queues the mail that tells the person so. No key, no address: no mail, but erased all the
  /// same.
  private func queueReceipt(
    for application: Erasable, _ record: Erasures.Record, in rows: borrowing Rows
  ) throws {
    let id = application.id
    guard let key = try DataKeys.find(id, in: rows),
      let row = try Applicants.addressee(of: id, in: rows), row.email != nil,
      let procedure = try Procedures.find(id, in: rows)
    else { return }
    let receipt = try office.receipt(
      of: id, at: record.at, because: record.cause, documents: application.documents,
      finalOn: record.finalOn, entry: record.entry)
    let mail = MailID.random()
    let envelope: [UInt8]
    do {
      envelope = try office.withKey(key, of: id) { key in
        let (person, _) = try row.opened(of: id, with: key)
        return try LastLetter(
          to: person, vacancyTitle: procedure.vacancyTitle, erasedAt: record.at,
          finalOn: record.finalOn, receipt: receipt
        ).bytes()
      }
    } catch let error as VaultError where error == .notAuthentic {
      return
    }
    let own = try office.newDataKey(for: mail.uuid, in: rows)
    let ownKey = KeyRow(epoch: own.epoch, wrapped: own.wrapped)
    let sealed = try office.ring.withDataKey(WrappedKey(ownKey), of: mail.uuid) {
      $0.seal(envelope, as: .envelope(of: mail))
    }
    try LastMails.queue(
      LastMailRow(
        id: mail, key: ownKey, envelope: sealed, queuedAt: record.at,
        discardAt: record.at.addingTimeInterval(LastLetter.lifeSeconds)), in: rows)
  }

  /// Unlinks the files of what has been erased, and strikes them from the list.
  func unlinkDoomed() async throws {
    while true {
      let files = try await office.act(as: .timer, .purge) { _, rows in
        try DoomedFiles.next(limit: 1000, in: rows)
      }
      if files.isEmpty { return }
      try await office.documents.remove(files)
      try await office.act(as: .timer, .purge) { _, rows in
        try DoomedFiles.strike(files, in: rows)
      }
    }
  }
}

extension Office {
  /// How many days after its day an application goes on this one.
  func lateDays(_ application: Erasable, expired: [Ground], on today: Day) -> Int {
    let since = Retention.dueSince(
      expired: expired, lastEnded: application.lastEndedAt.map(time.day(of:)), today: today)
    return today.daysSince1970 - since.daysSince1970
  }
}

/// The database kept a row that was decided to go.
struct ErasureRefused: Error, Sendable {}
