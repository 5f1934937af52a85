import Domain
import Records
import Vault

/// Carries waiting letters away. Each leaves under its own id, which is the same at every attempt,
/// and by one process at a time; it is marked as soon as the postman has it.
package struct DeliverMail: Sendable {
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// How many letters left. Without a postman none does; they wait. One that can't leave doesn't
  /// keep the others; the first fault of ours is thrown in the end.
  @discardableResult
  package func callAsFunction() async throws -> Int { try await round().sent }

  /// The same, with what became of those that didn't leave.
  package func round() async throws -> MailReport {
    var report = MailReport()
    guard let postman = office.postman else { return report }
    var fault: (any Error)?
    do { try await run(ApplicantMail(office: office), postman, &report) } catch { fault = error }
    do { try await run(LastMail(office: office), postman, &report) } catch {
      fault = fault ?? error
    }
    do { try await run(StaffMail(office: office), postman, &report) } catch {
      fault = fault ?? error
    }
    if let fault { throw fault }
    return report
  }

  private func run(
    _ queue: some MailQueue, _ postman: Postman, _ report: inout MailReport
  ) async throws {
    try await MailRound(queue: queue, postman: postman, clock: office.clock).run(into: &report)
  }

  /// The letter as it must read now; `nil` if nothing true is left to say, or nobody to say it to.
  func write(
    _ mail: OutboxRow, at act: Act, in rows: borrowing Rows
  ) throws -> Letter? {
    guard let key = try DataKeys.find(mail.application, in: rows),
      let row = try Applicants.addressee(of: mail.application, in: rows),
      case let (person, _) = try office.withKey(
        key, of: mail.application, { try row.opened(of: mail.application, with: $0) }),
      let email = person.email,
      let message = try message(of: mail, in: person.language, at: act, rows)
    else { return nil }
    let grounds = try Grounds.all(of: mail.application, in: rows)
    return Letter(
      id: mail.id,
      recipient: Letter.Recipient(
        givenName: person.givenName, familyName: person.familyName, email: email),
      language: try mail.link.flatMap { try Links.language(of: $0, in: rows) }
        ?? person.language,
      vacancyTitle: try Vacancies.title(of: mail.application, in: rows), message: message,
      remaining: grounds.filter { $0.kind != .pool && $0.stands(on: act.today) })
  }

  private func message(
    of mail: OutboxRow, in language: Language, at act: Act, _ rows: borrowing Rows
  ) throws -> Letter.Message? {
    let consent = try mail.consent.flatMap { try Consents.find($0, in: rows) }
    let token = try mail.link.flatMap { link in
      try Links.language(of: link, in: rows) == nil ? nil : office.links.token(for: link)
    }
    if [.invitation, .renewal, .reminder, .proposal, .storageInvitation].contains(mail.kind),
      try Objections.forbidContact(of: mail.application, in: rows)
    {
      return nil
    }
    switch (mail.kind, consent, token) {
    case (.acknowledgement, _, _):
      return try office.acknowledgement(of: mail.application, in: language, rows)
    case (.notice, _, _): return .rejection
    case (.invitation, let consent?, let token?) where consent.state == .asked:
      return .invitation(link: token)
    case (.confirmation, let consent?, let token?) where consent.state == .given:
      guard let pool = try pool(of: mail.application, in: rows), let eraseOn = pool.eraseFrom
      else { return nil }
      return .confirmation(givenOn: pool.since, eraseOn: eraseOn, link: token)
    case (.renewal, let consent?, let token?) where consent.state == .asked:
      let end = try pool(of: mail.application, in: rows)?.eraseFrom
      return end.map { .renewal(eraseOn: $0, link: token) }
    case (.reminder, let consent?, let token?) where consent.state == .asked:
      let end = try pool(of: mail.application, in: rows)?.eraseFrom
      return end.map { .reminder(eraseOn: $0, link: token) }
    case (.liftingAnnounced, _, _):
      return try Restrictions.liftOn(of: mail.application, in: rows).map {
        .liftingAnnounced(liftOn: $0)
      }
    case (.objectionDecided, _, _): return try objection(of: mail, in: rows)
    case (.storageInvitation, let consent?, let token?) where consent.state == .asked:
      return consent.until.map { .storageInvitation(until: $0, link: token) }
    case (.storageConfirmation, let consent?, let token?) where consent.state == .given:
      let ground = try office.longerStorage(of: mail.application, in: rows)
      guard let ground, let eraseOn = ground.eraseFrom else { return nil }
      return .storageConfirmation(givenOn: ground.since, eraseOn: eraseOn, link: token)
    case (.receipt, let consent?, _) where consent.purpose == .longerStorage:
      return consent.withdrawnAt.map { .storageWithdrawalReceipt(at: $0) }
    case (.receipt, let consent?, _):
      return consent.withdrawnAt.map { .withdrawalReceipt(at: $0) }
    case (.proposal, _, let token?): return try proposal(of: mail, link: token, at: act, in: rows)
    default: return nil
    }
  }

  private func objection(
    of mail: OutboxRow, in rows: borrowing Rows
  ) throws -> Letter.Message? {
    let id = mail.application
    guard let decided = try Objections.decided(mail.objection, of: id, in: rows) else {
      return nil
    }
    let isRejected = decided.decision == .rejected
    let reason: Private<String>? =
      try isRejected
      ? office.withKey(of: id, in: rows) {
        Private(try $0.openText(decided.reason, as: .objection("reason", of: decided.id)))
      } : nil
    return .objectionDecided(receivedOn: decided.receivedOn, reason: reason)
  }

  /// Nothing once it is answered or over.
  private func proposal(
    of mail: OutboxRow, link token: Private<String>, at act: Act, in rows: borrowing Rows
  ) throws -> Letter.Message? {
    guard let id = try mail.link.flatMap({ try Links.proposal(of: $0, in: rows) }),
      let proposal = try Proposals.find(id, in: rows),
      try office.state(of: proposal, mail.application, at: act, in: rows) == .open,
      let vacancy = try Vacancies.find(proposal.vacancy, in: rows),
      let pool = try pool(of: mail.application, in: rows), let eraseOn = pool.eraseFrom
    else { return nil }
    return .proposal(title: vacancy.title, eraseOn: eraseOn, link: token)
  }

  private func pool(
    of id: ApplicationID, in rows: borrowing Rows
  ) throws -> Ground? {
    try Grounds.all(of: id, in: rows).first { $0.kind == .pool && $0.endedAt == nil }
  }
}

extension Office {
  /// Carries letters away while somebody waits for the answer, where that is quick. What doesn't
  /// leave now leaves with the next round.
  func deliverAtOnce() async {
    guard let postman, postman.isAtHand else { return }
    do { try await DeliverMail(self)() } catch { /* The next round reports it. */  }
  }
}
