package import Domain
import Records
import struct Foundation.Date

/// Asks an applicant whether their application may be kept until a day that is named: for something
/// else than the pool, such as a vacancy that comes up again.
package struct InviteToLongerStorage: Sendable {
  package static let roles: Set<Role> = [.recruiter]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// The question's id; nothing about the person. Asking again while it is open sends nothing.
  /// Refuses by the rules of ``PoolInvitation``, which hold for this question on its own.
  package func callAsFunction(
    _ id: ApplicationID, until: Day, language: Language, by caller: Caller
  ) async throws -> ConsentID {
    try await office.act(by: caller, Self.roles) { act, rows in
      _ = try office.workable(id, on: act.today, in: rows)
    }
    try await office.inheritObjection(id)
    let consent = try await office.act(by: caller, Self.roles) { act, rows in
      try Locks.exclusive(id, in: rows)
      let found = try office.workable(id, on: act.today, in: rows)
      try office.mustBeContactable(id, in: rows)
      try LongerStorage.check(until: until, today: act.today)
      guard try office.longerStorage(of: id, in: rows) == nil else { throw Refusal.alreadyThere }
      let open = try PoolInvitation.check(
        consents: try Consents.all(of: id, for: .longerStorage, in: rows), poolStands: false,
        decided: try Outcomes.standing(of: id, in: rows) != nil,
        unsolicited: found.vacancy == nil)
      guard found.isMailable else { throw Refusal.noAddress }
      if let open, try Links.live(for: open.id, in: rows) != nil { return open.id }
      let consent = open?.id ?? .random()
      if open == nil {
        try Consents.ask(
          consent, of: id, textVersion: ConsentText.currentVersion, language: language,
          until: until, by: caller.member.id, at: act.now, in: rows)
      }
      let link = try office.makeLink(
        for: consent, of: id, language: language, until: until, at: act, in: rows)
      try Outbox.queue(
        OutboxRow(
          application: id, kind: .storageInvitation, consent: consent, link: link,
          queuedAt: act.now.addingTimeInterval(0.001)), in: rows)
      try act.note(
        .consentAsked, of: id,
        detail: EntryDetail(["consent": consent.text, "until": until.description]).text, in: rows)
      return consent
    }
    await office.deliverAtOnce()
    return consent
  }
}

/// Records a consent to longer storage that came without the link, with the same effect.
package struct RecordLongerStorage: Sendable {
  package static let roles: Set<Role> = [.recruiter, .privacyOfficer]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// Refuses while the procedure runs, a second one, and impossible days.
  package func callAsFunction(
    _ id: ApplicationID, _ paper: PaperConsent, until: Day, by caller: Caller
  ) async throws {
    guard [.post, .email, .inPerson].contains(paper.channel) else {
      throw Refusal.invalid(field: "channel", .notAllowed)
    }
    try await office.act(by: caller, Self.roles) { act, rows in
      try Locks.exclusive(id, in: rows)
      let found = try office.workable(id, on: act.today, in: rows)
      try LongerStorage.check(until: until, today: act.today)
      guard paper.givenOn <= act.today else {
        throw Refusal.invalid(field: "givenOn", .inTheFuture)
      }
      guard paper.givenOn >= office.time.day(of: found.receivedAt) else {
        throw Refusal.invalid(field: "givenOn", .beforeReceipt)
      }
      let decided = try Outcomes.standing(of: id, in: rows) != nil
      guard decided || found.vacancy == nil else { throw Refusal.procedureRuns }
      guard try office.longerStorage(of: id, in: rows) == nil else { throw Refusal.alreadyThere }
      if let document = paper.document {
        guard try Documents.find(document, of: id, in: rows) != nil else {
          throw Refusal.invalid(field: "documentId", .notOfThisApplication)
        }
      }
      // It lets recruiters in, so that they can tell the person's language.
      try Grounds.add(
        LongerStorage.ground(givenOn: paper.givenOn, until: until), to: id, in: rows)
      let language = try office.language(of: id, in: rows)
      let consent = ConsentID.random()
      try Consents.record(
        PaperConsentRow(
          channel: paper.channel, givenOn: paper.givenOn, textVersion: paper.textVersion,
          language: language, document: paper.document, until: until),
        id: consent, of: id, by: caller.member.id, at: act.now, in: rows)
      try act.note(.consentGiven, of: id, detail: paper.channel.rawValue, in: rows)
      guard found.isMailable else { return }
      let link = try office.makeLink(
        for: consent, of: id, language: language, until: until, at: act, in: rows)
      try Outbox.queue(
        OutboxRow(
          application: id, kind: .storageConfirmation, consent: consent, link: link,
          queuedAt: act.now), in: rows)
    }
    await office.deliverAtOnce()
  }
}

extension Office {
  /// The ground of a consent to longer storage, while it is open.
  func longerStorage(of id: ApplicationID, in rows: borrowing Rows) throws -> Ground? {
    try Grounds.all(of: id, in: rows).first { $0.kind == .longerStorage && $0.endedAt == nil }
  }

  /// Where the question of longer storage behind a link stands.
  func storageMatter(
    of question: Consent, behind link: LinkRow, standing: [Ground], in rows: borrowing Rows
  ) throws -> LinkMatter {
    let ground = standing.first { $0.kind == .longerStorage }
    let others = standing.filter { $0.kind != .longerStorage }
    let state: LinkMatter.State =
      switch question.state {
      case .asked: question.until.map { .storageAsked(until: $0) } ?? .lapsed
      case .declined: .storageDeclined
      case .given:
        if let ground, let end = ground.eraseFrom {
          .storageGiven(givenOn: ground.since, eraseOn: end)
        } else {
          .lapsed
        }
      case .withdrawn:
        question.withdrawnAt.map {
          standing.isEmpty ? .erasurePending(at: $0) : .storageWithdrawn(at: $0)
        } ?? .lapsed
      }
    return LinkMatter(
      state: state, language: link.language,
      vacancyTitle: try Vacancies.title(of: link.application, in: rows), remaining: others,
      isRestricted: try isRestricted(link.application, in: rows))
  }
}

extension AnswerLink {
  /// A yes or no to longer storage, or taking it back; repeating changes nothing.
  func apply(
    _ decision: LinkMatter.Decision, toStorage question: Consent, behind link: LinkRow,
    at act: Act, in rows: borrowing Rows
  ) throws {
    let id = link.application
    switch (decision, question.state) {
    case (.withdraw, .given):
      try office.withdraw(
        [question], of: id, channel: .link, receivedAt: act.now, at: act, in: rows)
    case (.decline, .asked), (.withdraw, .asked):
      try Consents.decline(question.id, at: act.now, in: rows)
      try act.note(
        .consentDeclined, of: id,
        detail: EntryDetail([
          "consent": question.id.text, "purpose": question.purpose.rawValue,
        ]).text, in: rows)
    case (.give, .asked):
      guard let until = question.until, until > act.today,
        try office.longerStorage(of: id, in: rows) == nil
      else { return }
      try Consents.give(question.id, on: act.today, at: act.now, in: rows)
      try Grounds.add(LongerStorage.ground(givenOn: act.today, until: until), to: id, in: rows)
      try Outbox.queue(
        OutboxRow(
          application: id, kind: .storageConfirmation, consent: question.id, link: link.id,
          queuedAt: act.now), in: rows)
      try act.note(.consentGiven, of: id, detail: "link", in: rows)
    default: return
    }
  }
}
