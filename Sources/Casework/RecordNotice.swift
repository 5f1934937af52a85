package import Domain
import Records
import Vault

/// How an applicant was told of the outcome, or is to be told.
package struct NoticeRecord: Sendable {
  package let channel: NoticeChannel
  package let sentOn: Day
  package let receivedOn: Day?
  /// How the receipt can be proved.
  package let proof: Private<String>?
  /// Whether Lethe mails it.
  package let send: Bool

  package init(
    channel: NoticeChannel, sentOn: Day, receivedOn: Day? = nil, proof: Private<String>? = nil,
    send: Bool = false
  ) {
    self.channel = channel
    self.sentOn = sentOn
    self.receivedOn = receivedOn
    self.proof = proof
    self.send = send
  }
}

/// Records that the applicant was told, and mails a rejection if asked to. § 15(4) AGG: the
/// period for claims begins when the rejection is received. After the fortnight of endings it is
/// the privacy officer's, who still meets the application.
package struct RecordNotice: Sendable {
  package static let roles: Set<Role> = [.recruiter, .privacyOfficer]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// Refuses while nothing is decided, impossible days, and mailing what can't be mailed.
  package func callAsFunction(
    _ id: ApplicationID, _ notice: NoticeRecord, by caller: Caller
  ) async throws {
    try await office.act(by: caller, Self.roles) { act, rows in
      try Locks.exclusive(id, in: rows)
      let found = try office.workable(id, on: act.today, in: rows)
      guard let outcome = try Outcomes.standing(of: id, in: rows) else {
        throw Refusal.notDecided
      }
      try office.tell(
        notice, of: outcome, id, found, by: caller.member.id, at: act, in: rows)
    }
    if notice.send { await office.deliverAtOnce() }
  }
}

extension NoticeRecord {
  /// A notice that Lethe mails now.
  static func mailed(on today: Day) -> NoticeRecord {
    NoticeRecord(channel: .email, sentOn: today, send: true)
  }

  fileprivate func check(receivedOn received: Day, today: Day) throws(Refusal) {
    guard sentOn <= today else { throw .invalid(field: "sentOn", .inTheFuture) }
    guard sentOn >= received else { throw .invalid(field: "sentOn", .beforeReceipt) }
    guard let day = receivedOn else { return }
    guard day <= today else { throw .invalid(field: "receivedOn", .inTheFuture) }
    guard day >= sentOn else { throw .invalid(field: "receivedOn", .outOfRange) }
  }
}

extension Office {
  /// Records how an applicant is told, under the lock of the application.
  func tell(
    _ notice: NoticeRecord, of outcome: RecordedOutcome, _ id: ApplicationID, _ found: Workable,
    by staff: StaffID, at act: Act, in rows: borrowing Rows
  ) throws {
    try notice.check(receivedOn: time.day(of: found.receivedAt), today: act.today)
    let noticeID = NoticeID.random()
    if notice.send {
      guard notice.channel == .email, outcome.kind.needsNotice else {
        throw Refusal.invalid(field: "send", .notAllowed)
      }
      guard found.isMailable else { throw Refusal.noAddress }
      try Outbox.queue(OutboxRow(application: id, kind: .notice, queuedAt: act.now), in: rows)
    }
    var proof: Sealed?
    if let text = notice.proof {
      proof = try withKey(of: id, in: rows) {
        $0.seal(text.reveal(), as: .proof(of: noticeID))
      }
    }
    try Notices.record(
      NoticeRow(
        outcome: outcome.id, channel: notice.channel, sentOn: notice.sentOn,
        receivedOn: notice.receivedOn, proof: proof),
      id: noticeID, of: id, by: staff, at: act.now, in: rows)
    try act.note(.noticeRecorded, of: id, detail: notice.channel.rawValue, in: rows)
  }
}
