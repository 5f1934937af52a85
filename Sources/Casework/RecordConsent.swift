package import Domain
import Records
package import struct Foundation.Date

/// A consent that came on paper, by mail or in person.
package struct PaperConsent: Sendable {
  package let channel: ConsentChannel
  package let givenOn: Day
  /// The version of the words that were signed.
  package let textVersion: String
  /// The scan of it, if it is stored.
  package let document: DocumentID?

  package init(
    channel: ConsentChannel, givenOn: Day, textVersion: String, document: DocumentID? = nil
  ) {
    self.channel = channel
    self.givenOn = givenOn
    self.textVersion = textVersion
    self.document = document
  }
}

/// Records a consent that came without the link, with the same effect: it answers the question that
/// is open, or none. It may follow a "no": then the applicant asked for it.
package struct RecordConsent: Sendable {
  package static let roles: Set<Role> = [.recruiter, .privacyOfficer]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// Refuses while the procedure runs, an entry already in the pool, and impossible days.
  package func callAsFunction(
    _ id: ApplicationID, _ paper: PaperConsent, by caller: Caller
  ) async throws {
    guard [.post, .email, .inPerson].contains(paper.channel) else {
      throw Refusal.invalid(field: "channel", .notAllowed)
    }
    try await office.act(by: caller, Self.roles) { act, rows in
      try Locks.exclusive(id, in: rows)
      let found = try office.workable(id, on: act.today, in: rows)
      let eraseFrom = try check(paper, id, found, at: act, in: rows)
      // The pool lets recruiters in, so that they can tell the person's language.
      try Grounds.add(
        Ground(kind: .pool, since: paper.givenOn, eraseFrom: eraseFrom), to: id,
        rulesVersion: try Installations.rules(in: rows).version, in: rows)
      let asked = try Consents.all(of: id, in: rows).first { $0.state == .asked }
      let consent = asked?.id ?? .random()
      let language = try office.language(of: id, in: rows)
      try Consents.record(
        PaperConsentRow(
          channel: paper.channel, givenOn: paper.givenOn, textVersion: paper.textVersion,
          language: language, document: paper.document),
        id: consent, of: id, by: caller.member.id, at: act.now, in: rows)
      try act.note(.consentGiven, of: id, detail: paper.channel.rawValue, in: rows)
      guard found.isMailable else { return }
      let link = try office.makeLink(
        for: consent, of: id, language: language, at: act, in: rows)
      try Outbox.queue(
        OutboxRow(
          application: id, kind: .confirmation, consent: consent, link: link,
          queuedAt: act.now), in: rows)
    }
    await office.deliverAtOnce()
  }

  /// The day from which the pool entry is erased, if the consent may be recorded.
  private func check(
    _ paper: PaperConsent, _ id: ApplicationID, _ found: Workable, at act: Act,
    in rows: borrowing Rows
  ) throws -> Day {
    guard paper.givenOn <= act.today else {
      throw Refusal.invalid(field: "givenOn", .inTheFuture)
    }
    guard paper.givenOn >= office.time.day(of: found.receivedAt) else {
      throw Refusal.invalid(field: "givenOn", .beforeReceipt)
    }
    let decided = try Outcomes.standing(of: id, in: rows) != nil
    guard decided || found.vacancy == nil else { throw Refusal.procedureRuns }
    guard
      try !Grounds.all(of: id, in: rows).contains(where: {
        $0.kind == .pool && $0.endedAt == nil
      })
    else { throw Refusal.alreadyInPool }
    if let document = paper.document {
      guard try Documents.find(document, of: id, in: rows) != nil else {
        throw Refusal.invalid(field: "documentId", .notOfThisApplication)
      }
    }
    let eraseFrom = try Installations.rules(in: rows).poolEraseFrom(givenOn: paper.givenOn)
    guard act.today < eraseFrom else {
      throw Refusal.invalid(field: "givenOn", .outOfRange)
    }
    return eraseFrom
  }
}

/// Records a withdrawal that came without the link, with the same effect: informal messages count.
package struct RecordWithdrawal: Sendable {
  package static let roles: Set<Role> = [.recruiter, .privacyOfficer]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// Erases in the same request when nothing else stands.
  package func callAsFunction(
    _ id: ApplicationID, channel: ConsentChannel, receivedAt: Date, by caller: Caller
  ) async throws {
    guard channel != .link else { throw Refusal.invalid(field: "channel", .notAllowed) }
    try await office.act(by: caller, Self.roles) { act, rows in
      guard receivedAt <= act.now else {
        throw Refusal.invalid(field: "receivedAt", .inTheFuture)
      }
      try Locks.exclusive(id, in: rows)
      _ = try office.workable(id, on: act.today, in: rows)
      let given = try Consents.all(of: id, in: rows).filter { $0.state == .given }
      guard !given.isEmpty else { throw Refusal.notInPool }
      try office.withdraw(
        given, of: id, channel: channel, receivedAt: receivedAt, by: caller.member.id, at: act,
        in: rows)
    }
    await Eraser(office).eraseIfNothingStands(id)
    await office.deliverAtOnce()
  }
}

extension Office {
  /// Takes everything back that was given and ends the pool. The receipt is queued here if
  /// something else keeps the application, and by the eraser otherwise. `staff` recorded what came
  /// without the link.
  func withdraw(
    _ given: [Consent], of id: ApplicationID, channel: ConsentChannel, receivedAt: Date,
    by staff: StaffID? = nil, at act: Act, in rows: borrowing Rows
  ) throws {
    let open = try Grounds.all(of: id, in: rows).filter { $0.endedAt == nil }
    let pool = open.filter { $0.kind == .pool }
    let isKept = open.contains { $0.kind != .pool && $0.stands(on: act.today) }
    for consent in given {
      if let staff { try Consents.set(withdrawalRecordedBy: staff, of: consent.id, in: rows) }
      try Consents.withdraw(
        consent.id, channel: channel, receivedAt: receivedAt, at: act.now, in: rows)
      // Of several, the last one's receipt speaks for all.
      let isLast = consent.id == given.last?.id
      if isKept || !isLast { try Consents.noteReceipt(of: consent.id, at: act.now, in: rows) }
      if isKept && isLast {
        try Outbox.queue(
          OutboxRow(application: id, kind: .receipt, consent: consent.id, queuedAt: act.now),
          in: rows)
      }
    }
    try act.note(.consentWithdrawn, of: id, detail: channel.rawValue, in: rows)
    try Grounds.end(
      pool.map(\.id), at: act.now, cause: ErasureCause.consentWithdrawn.rawValue, in: rows)
  }

  /// The applicant's language, for whoever may open the application; German where they may not.
  func language(of id: ApplicationID, in rows: borrowing Rows) throws -> Language {
    guard let person = try Applicants.find(id, in: rows) else { return .german }
    return try withKey(of: id, in: rows) { key in
      try person.opened(of: id, with: key).applicant.language
    }
  }
}
