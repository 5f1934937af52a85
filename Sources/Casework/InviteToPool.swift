package import Domain
import Records
import Vault

/// Asks an applicant whether their application may be kept for later vacancies.
package struct InviteToPool: Sendable {
  package static let roles: Set<Role> = [.recruiter]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// The question's id; nothing about the person. Asking again while the question is open sends
  /// nothing, unless its link became useless. Refuses by the rules of ``PoolInvitation``.
  package func callAsFunction(
    _ id: ApplicationID, language: Language, by caller: Caller
  ) async throws -> ConsentID {
    let consent = try await office.act(by: caller, Self.roles) { act, rows in
      try Locks.exclusive(id, in: rows)
      let found = try office.workable(id, on: act.today, in: rows)
      let decided = try Outcomes.standing(of: id, in: rows) != nil
      let inPool = try Grounds.all(of: id, in: rows).contains {
        $0.kind == .pool && $0.stands(on: act.today)
      }
      let open = try PoolInvitation.check(
        consents: try Consents.all(of: id, in: rows), poolStands: inPool, decided: decided,
        unsolicited: found.vacancy == nil)
      guard found.isMailable else { throw Refusal.noAddress }
      if let open {
        if try Links.live(for: open.id, in: rows) != nil { return open.id }
        try mail(open.id, of: id, language: language, at: act, in: rows)
        return open.id
      }
      let consent = ConsentID.random()
      try Consents.ask(
        consent, of: id, textVersion: ConsentText.currentVersion, language: language,
        by: caller.member.id, at: act.now, in: rows)
      try mail(consent, of: id, language: language, at: act, in: rows)
      return consent
    }
    await office.deliverAtOnce()
    return consent
  }

  private func mail(
    _ consent: ConsentID, of id: ApplicationID, language: Language, at act: Act,
    in rows: borrowing Rows
  ) throws {
    let link = try office.makeLink(
      for: consent, of: id, language: language, at: act, in: rows)
    try Outbox.queue(
      OutboxRow(
        application: id, kind: .invitation, consent: consent, link: link, queuedAt: act.now),
      in: rows)
    try act.note(.consentAsked, of: id, detail: consent.text, in: rows)
  }
}

extension Office {
  /// Makes a link by which a question can be answered and a consent taken back.
  func makeLink(
    for consent: ConsentID, of id: ApplicationID, language: Language, at act: Act,
    in rows: borrowing Rows
  ) throws -> LinkID {
    let link = LinkID.random()
    try Links.make(
      link, hash: LinkKey.hash(links.token(for: link).reveal()), for: consent, of: id,
      language: language, at: act.now,
      until: time.start(of: act.today.adding(months: Window.linkMonths)), in: rows)
    return link
  }
}
