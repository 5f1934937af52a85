package import Domain
import Records
import Vault

/// Decides on an objection to being kept as evidence (Art. 21(1) GDPR), and tells the applicant.
package struct DecideObjection: Sendable {
  package static let roles: Set<Role> = [.privacyOfficer]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// Upheld, the evidence ends, and what nothing else keeps is erased in the same request; a
  /// restriction or another ground still keeps it. The reason is told where it is rejected.
  package func callAsFunction(
    _ objection: ObjectionID, _ decision: ObjectionDecision, reason: Private<String>,
    by caller: Caller
  ) async throws {
    try caller.mustBe(Self.roles)
    if decision == .upheld { try office.mustHaveConfirmed(caller) }
    let id = try await office.act(by: caller, Self.roles) { _, rows in
      guard let found = try Objections.find(objection, in: rows) else { throw Refusal.unknown }
      return found.application
    }
    try await office.actOnceHeld(id, by: caller, Self.roles) { act, rows in
      guard let waiting = try Objections.find(objection, in: rows),
        let application = try Applications.find(id, in: rows)
      else { throw Refusal.unknown }
      guard waiting.against == .evidence, waiting.decision == nil else {
        throw Refusal.alreadyAnswered
      }
      let sealed = try office.withKey(of: id, in: rows) {
        $0.seal(reason.reveal(), as: .objection("reason", of: objection))
      }
      try Objections.decide(
        objection, decision, because: sealed, by: caller.member.id, at: act.now, in: rows)
      try act.note(
        .objectionDecided, of: id,
        detail: EntryDetail(["objection": objection.text, "decision": decision.rawValue]).text,
        in: rows)
      if application.isMailable {
        try Outbox.queue(
          OutboxRow(
            application: id, kind: .objectionDecided, objection: objection, queuedAt: act.now),
          in: rows)
      }
      if decision == .upheld {
        let evidence = try Grounds.all(of: id, in: rows).filter {
          $0.kind == .evidence && $0.endedAt == nil
        }
        try Grounds.end(
          evidence.map(\.id), at: act.now, cause: ErasureCause.objection.rawValue, in: rows)
      }
    }
    if decision == .upheld { try await Eraser(office).eraseIfNothingStands(id) }
    await office.deliverAtOnce()
  }
}

/// Objections that wait for a decision.
package struct ListObjections: Sendable {
  package static let roles: Set<Role> = [.privacyOfficer]
  private static let most = 500
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// One of them; nothing of the person.
  package struct Line: Sendable {
    package let id: ObjectionID
    package let application: ApplicationID
    package let receivedOn: Day
    package let channel: NoticeChannel
    package let answerBy: Day?
    package let vacancyTitle: String?
  }

  /// The first to be answered first.
  package func callAsFunction(by caller: Caller) async throws -> [Line] {
    try await office.act(by: caller, Self.roles) { _, rows in
      try Objections.waiting(limit: Self.most, in: rows).map { row, title in
        Line(
          id: row.id, application: row.application, receivedOn: row.receivedOn,
          channel: row.channel, answerBy: row.answerBy, vacancyTitle: title)
      }
    }
  }
}
