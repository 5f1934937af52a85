package import Domain
import Records

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
/// is open, or none. It may follow a "no": then the applicant asked for it. While the question for
/// longer is open it renews: the new ground begins before the old one ends.
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
      let (eraseFrom, old) = try check(paper, id, found, at: act, in: rows)
      // The pool lets recruiters in, so that they can tell the person's language.
      try Grounds.add(
        Ground(kind: .pool, since: paper.givenOn, eraseFrom: eraseFrom), to: id,
        rulesVersion: try Installations.rules(in: rows).version, in: rows)
      if let old {
        try Grounds.end([old.id], at: act.now, cause: RenewedConsent.cause, in: rows)
      }
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

  /// The day from which the pool entry is erased, and the ground that it follows, if the consent
  /// may be recorded.
  private func check(
    _ paper: PaperConsent, _ id: ApplicationID, _ found: Workable, at act: Act,
    in rows: borrowing Rows
  ) throws -> (Day, following: Ground?) {
    guard paper.givenOn <= act.today else {
      throw Refusal.invalid(field: "givenOn", .inTheFuture)
    }
    guard paper.givenOn >= office.time.day(of: found.receivedAt) else {
      throw Refusal.invalid(field: "givenOn", .beforeReceipt)
    }
    let decided = try Outcomes.standing(of: id, in: rows) != nil
    guard decided || found.vacancy == nil else { throw Refusal.procedureRuns }
    let old = try Grounds.all(of: id, in: rows).first { $0.kind == .pool && $0.endedAt == nil }
    let renewal = Consent.renewal(try Consents.all(of: id, in: rows))
    guard old == nil || renewal?.state == .asked else { throw Refusal.alreadyInPool }
    if let document = paper.document {
      guard try Documents.find(document, of: id, in: rows) != nil else {
        throw Refusal.invalid(field: "documentId", .notOfThisApplication)
      }
    }
    let eraseFrom = try Installations.rules(in: rows).poolEraseFrom(givenOn: paper.givenOn)
    guard act.today < eraseFrom, old?.eraseFrom.map({ $0 < eraseFrom }) ?? true else {
      throw Refusal.invalid(field: "givenOn", .outOfRange)
    }
    return (eraseFrom, old)
  }
}
