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

  /// What an act that ended a ground does last. If it fails, the next purge finishes it.
  @discardableResult
  func eraseIfNothingStands(_ id: ApplicationID) async -> Bool {
    do {
      let report = try await office.act(as: .timer, .purge) { act, rows in
        try Locks.exclusive(id, in: rows)
        return try erase([id], at: act, in: rows)
      }
      try await unlinkDoomed()
      if !report.erased.isEmpty { await office.deliverAtOnce() }
      return !report.erased.isEmpty
    } catch {
      return false
    }
  }

  /// Decides on applications whose locks are held: ends what has run out, erases where nothing
  /// stands.
  func erase(
    _ ids: [ApplicationID], at act: Act, in rows: borrowing Rows
  ) throws -> Report {
    let open = try Grounds.open(of: ids, in: rows)
    let found = try Erasures.find(ids, in: rows)
    var report = Report()
    var due: [ErasureCause: [Erasable]] = [:]
    for application in found {
      switch Retention.decision(
        open[application.id] ?? [], isRestricted: application.isRestricted, on: act.today)
      {
      case .keep: continue
      case .end(let expired):
        try Grounds.end(
          expired.map(\.id), at: act.now, cause: ErasureCause.timeRanOut.rawValue, in: rows)
        try act.note(.groundExpired, of: application.id, in: rows)
        report.ended += expired.count
      case .erase(let expired):
        let byAnAct = expired.isEmpty || application.lastEnd == .request
        let cause = byAnAct ? application.lastEnd ?? .timeRanOut : .timeRanOut
        due[cause, default: []].append(application)
      }
    }
    for (cause, applications) in due {
      try erase(applications, because: cause, at: act, in: rows)
      report.erased += applications.map(\.id)
    }
    return report
  }

  private func erase(
    _ applications: [Erasable], because cause: ErasureCause, at act: Act,
    in rows: borrowing Rows
  ) throws {
    let finalOn = act.today.adding(days: Window.finalAfterDays)
    for application in applications
    where [.request, .objection].contains(cause) || application.unconfirmedWithdrawal != nil
      || application.announcementWaits
    {
      try queueReceipt(for: application, finalOn: finalOn, at: act, in: rows)
    }
    try act.note(
      .applicationErased, of: applications.map(\.id), detail: cause.rawValue, in: rows)
    let gone = try Erasures.erase(
      applications,
      Erasures.Record(
        at: act.now, cause: cause, finalOn: finalOn,
        receiptsThrough: act.today.adding(days: Window.receiptDays)), in: rows)
    // The policy hid a row from the DELETE: a ground stands after all. Everything rolls back.
    guard gone == applications.count else { throw ErasureRefused() }
  }

  /// Queues the mail that tells the person so. No key, no address: no mail, but erased all the
  /// same.
  private func queueReceipt(
    for application: Erasable, finalOn: Day, at act: Act, in rows: borrowing Rows
  ) throws {
    let id = application.id
    guard let key = try DataKeys.find(id, in: rows),
      let row = try Applicants.addressee(of: id, in: rows), row.email != nil,
      let procedure = try Procedures.find(id, in: rows)
    else { return }
    let mail = MailID.random()
    let envelope: [UInt8]
    do {
      envelope = try office.withKey(key, of: id) { key in
        let (person, _) = try row.opened(of: id, with: key)
        return try LastLetter(
          to: person, vacancyTitle: procedure.vacancyTitle, erasedAt: act.now, finalOn: finalOn
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
        id: mail, key: ownKey, envelope: sealed, queuedAt: act.now,
        discardAt: act.now.addingTimeInterval(LastLetter.lifeSeconds)), in: rows)
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

/// The database kept a row that was decided to go.
struct ErasureRefused: Error, Sendable {}
