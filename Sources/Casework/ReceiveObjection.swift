package import Domain
import Records
import Vault

/// What an applicant objected to, as somebody records it.
package struct ObjectionRecord: Sendable {
  package let against: ObjectionTarget
  package let receivedOn: Day
  package let channel: NoticeChannel
  /// Their own words, if they gave any.
  package let text: Private<String>?

  package init(
    against: ObjectionTarget, receivedOn: Day, channel: NoticeChannel,
    text: Private<String>? = nil
  ) {
    self.against = against
    self.receivedOn = receivedOn
    self.channel = channel
    self.text = text
  }
}

/// Records that an applicant objected (Art. 21 GDPR). Against evidence waits for a decision.
/// Against being contacted counts at once, and for every application of the same address.
package struct ReceiveObjection: Sendable {
  package static let roles: Set<Role> = [.privacyOfficer, .recruiter]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// The objection's id. Refuses impossible days, evidence where none stands, and what was
  /// recorded already. What is restricted may be objected to.
  package func callAsFunction(
    _ id: ApplicationID, _ record: ObjectionRecord, by caller: Caller
  ) async throws -> ObjectionID {
    do {
      let objection = try await receive(record, of: id, by: caller)
      if record.against == .contact { try await office.passOnObjection(of: id) }
      return objection
    } catch let refusal as Refusal
      where record.against == .contact && [.alreadyThere, .journalUnavailable].contains(refusal)
    {
      // It is recorded; whether it reached the others before something broke off nobody knows.
      try await office.passOnObjection(of: id)
      throw refusal
    }
  }

  private func receive(
    _ record: ObjectionRecord, of id: ApplicationID, by caller: Caller
  ) async throws -> ObjectionID {
    let call = "objections of \(id)"
    return try await office.act(by: caller, Self.roles) { act, rows in
      if let earlier = try office.earlierAnswer(to: call, by: caller, in: rows) {
        return ObjectionID(earlier.createdID)
      }
      try Locks.exclusive(id, in: rows)
      let found = try office.workable(id, on: act.today, evenRestricted: true, in: rows)
      guard record.receivedOn <= act.today else {
        throw Refusal.invalid(field: "receivedOn", .inTheFuture)
      }
      guard record.receivedOn >= office.time.day(of: found.receivedAt) else {
        throw Refusal.invalid(field: "receivedOn", .beforeReceipt)
      }
      try check(record.against, of: id, on: act.today, in: rows)
      let objection = ObjectionID.random()
      var text: Sealed?
      if let said = record.text {
        text = try office.withKey(of: id, in: rows) {
          $0.seal(said.reveal(), as: .objection("text", of: objection))
        }
      }
      try office.receive(
        ObjectionRow(
          id: objection, application: id, against: record.against,
          receivedOn: record.receivedOn, channel: record.channel, text: text,
          answerBy: record.against == .evidence
            ? AnswerPeriod.lastDay(receivedOn: record.receivedOn) : nil),
        by: caller.member.id, at: act, in: rows)
      try office.keepAnswer(objection.uuid, to: call, by: caller, at: act, in: rows)
      return objection
    }
  }

  private func check(
    _ against: ObjectionTarget, of id: ApplicationID, on today: Day, in rows: borrowing Rows
  ) throws {
    switch against {
    case .contact:
      guard try !Objections.forbidContact(of: id, in: rows) else { throw Refusal.alreadyThere }
    case .evidence:
      let stands = try Grounds.all(of: id, in: rows).contains {
        $0.kind == .evidence && $0.stands(on: today)
      }
      guard stands else { throw Refusal.noEvidence }
      let waits = try Objections.all(of: id, in: rows).contains {
        $0.against == .evidence && $0.decision == nil
      }
      guard !waits else { throw Refusal.alreadyThere }
    }
  }
}

extension Office {
  fileprivate func receive(
    _ objection: ObjectionRow, by staff: StaffID?, at act: Act, in rows: borrowing Rows
  ) throws {
    try Objections.receive(objection, by: staff, at: act.now, in: rows)
    try act.note(
      .objectionReceived, of: objection.application,
      detail: EntryDetail([
        "objection": objection.id.text, "against": objection.against.rawValue,
        "received": objection.receivedOn.description, "channel": objection.channel.rawValue,
      ]).text, in: rows)
  }

  /// Lets an objection to being contacted count for every application of the same address, each in
  /// its own name and under its own lock. One that can't be reached now keeps no other from it.
  func passOnObjection(of id: ApplicationID) async throws {
    let others = try await act(as: .applicant(id), .link) { _, rows in
      guard let address = try ownAddress(of: id, in: rows) else { return [ApplicationID]() }
      let marks = try marks(of: address.reveal(), in: rows)
      try PoolEntries.see(address: marks, in: rows)
      return try Objections.applications(carrying: marks, in: rows)
    }
    var failure: (any Error)?
    for other in others where other != id {
      do { try await inheritObjection(other) } catch { failure = failure ?? error }
    }
    if let failure { throw failure }
  }

  /// Whoever objected to being contacted did so for this application as well.
  func inheritObjection(_ id: ApplicationID) async throws {
    try await act(as: .applicant(id), .link) { act, rows in
      try Locks.exclusive(id, in: rows)
      guard try Applications.find(id, in: rows) != nil,
        try !Objections.forbidContact(of: id, in: rows),
        let address = try ownAddress(of: id, in: rows)
      else { return }
      try PoolEntries.see(address: try marks(of: address.reveal(), in: rows), in: rows)
      guard let known = try Objections.contactForbidden(in: rows) else { return }
      try receive(
        ObjectionRow(
          id: .random(), application: id, against: .contact, receivedOn: known.receivedOn,
          channel: known.channel, text: nil, answerBy: nil),
        by: nil, at: act, in: rows)
    }
  }

  /// Refuses whom nobody may contact any more.
  func mustBeContactable(_ id: ApplicationID, in rows: borrowing Rows) throws {
    guard try !Objections.forbidContact(of: id, in: rows) else { throw Refusal.objected }
  }
}
