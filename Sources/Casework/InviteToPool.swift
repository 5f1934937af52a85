package import Domain
import FoundationEssentials
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
    try await office.act(by: caller, Self.roles) { act, rows in
      _ = try office.workable(id, on: act.today, in: rows)
    }
    try await office.inheritObjection(id)
    let consent = try await office.act(by: caller, Self.roles) { act, rows in
      try Locks.exclusive(id, in: rows)
      let found = try office.workable(id, on: act.today, in: rows)
      return try office.ask(
        id, found, language: language, by: caller.member.id, at: act, in: rows
      ).consent
    }
    await office.deliverAtOnce()
    return consent
  }
}

extension Office {
  /// Asks about the pool, under the lock of the application: the question, and whether a letter
  /// leaves. The letter is queued behind one that tells of the outcome in the same step.
  func ask(
    _ id: ApplicationID, _ found: Workable, language: Language, by staff: StaffID, at act: Act,
    in rows: borrowing Rows
  ) throws -> (consent: ConsentID, leaves: Bool) {
    let open = try openQuestion(of: id, found, at: act, in: rows)
    guard found.isMailable else { throw Refusal.noAddress }
    if let open, try Links.live(for: open, in: rows) != nil { return (open, false) }
    let consent = open ?? .random()
    if open == nil {
      try Consents.ask(
        consent, of: id, textVersion: ConsentText.currentVersion, language: language, by: staff,
        at: act.now, in: rows)
    }
    let link = try makeLink(for: consent, of: id, language: language, at: act, in: rows)
    try Outbox.queue(
      OutboxRow(
        application: id, kind: .invitation, consent: consent, link: link,
        queuedAt: act.now.addingTimeInterval(0.001)), in: rows)
    try act.note(.consentAsked, of: id, detail: consent.text, in: rows)
    return (consent, true)
  }

  /// The question about the pool that waits for an answer; refuses by the rules of
  /// ``PoolInvitation``. `decided` foresees an outcome that isn't recorded yet.
  func openQuestion(
    of id: ApplicationID, _ found: Workable, decided: Bool = false, at act: Act,
    in rows: borrowing Rows
  ) throws -> ConsentID? {
    try mustBeContactable(id, in: rows)
    let isDecided = try decided || Outcomes.standing(of: id, in: rows) != nil
    let inPool = try Grounds.all(of: id, in: rows).contains {
      $0.kind == .pool && $0.stands(on: act.today)
    }
    return try PoolInvitation.check(
      consents: try Consents.all(of: id, in: rows), poolStands: inPool, decided: isDecided,
      unsolicited: found.vacancy == nil)?.id
  }

  /// Makes a link by which a question can be answered and a consent taken back, for as long as it
  /// stands: through `until`, where the consent names a day.
  func makeLink(
    for consent: ConsentID, of id: ApplicationID, language: Language, until: Day? = nil,
    at act: Act, in rows: borrowing Rows
  ) throws -> LinkID {
    let link = LinkID.random()
    try Links.make(
      link, hash: LinkKey.hash(links.token(for: link).reveal()), for: consent, of: id,
      language: language, at: act.now,
      until: time.start(of: Window.linkEnd(today: act.today, until: until)), in: rows)
    return link
  }
}
