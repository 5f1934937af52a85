import Domain
import Records
import Vault

/// Carries waiting letters away, each exactly once: it leaves under its own id, and is marked
/// after the postman has it.
package struct DeliverMail: Sendable {
  private static let batch = 50
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// How many letters left. Without a postman none does; they wait. One that can't leave doesn't
  /// keep the others; the first such error is thrown in the end.
  @discardableResult
  package func callAsFunction() async throws -> Int {
    guard let postman = office.postman else { return 0 }
    var sent = 0
    var fault: (any Error)?
    var last: OutboxRow?
    while true {
      let place = last
      let waiting = try await office.act(as: .timer, .mail) { _, rows in
        try Outbox.waiting(after: place, limit: Self.batch, in: rows)
      }
      for mail in waiting {
        do { sent += try await deliver(mail, by: postman) ? 1 : 0 } catch { fault = fault ?? error }
      }
      guard waiting.count == Self.batch else { break }
      last = waiting.last
    }
    for mail in try await lastMails() {
      do { sent += try await deliver(mail, by: postman) ? 1 : 0 } catch { fault = fault ?? error }
    }
    if let fault { throw fault }
    return sent
  }

  private func deliver(_ mail: OutboxRow, by postman: Postman) async throws -> Bool {
    let letter = try await office.act(as: .timer, .mail) { act, rows in
      try Locks.shared(mail.application, in: rows)
      return try write(mail, at: act, in: rows)
    }
    // What can't be written any more, such as an invitation whose link is useless, is struck.
    if let letter { try await postman.deliver(letter) }
    return try await office.act(as: .timer, .mail) { act, rows in
      // Another round may have carried the same letter meanwhile.
      guard try Outbox.note(sent: mail.id, at: act.now, in: rows), let letter else {
        return false
      }
      try office.noteInformed(by: letter, of: mail.application, at: act, in: rows)
      try act.note(.mailSent, of: mail.application, detail: mail.kind.rawValue, in: rows)
      return true
    }
  }

  private func write(
    _ mail: OutboxRow, at act: Act, in rows: borrowing Rows
  ) throws -> Letter? {
    guard let key = try DataKeys.find(mail.application, in: rows),
      let row = try Applicants.addressee(of: mail.application, in: rows),
      case let (person, _) = try office.withKey(
        key, of: mail.application, { try row.opened(of: mail.application, with: $0) }),
      let email = person.email,
      let message = try message(of: mail, in: person.language, rows)
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
    of mail: OutboxRow, in language: Language, _ rows: borrowing Rows
  ) throws -> Letter.Message? {
    let consent = try mail.consent.flatMap { try Consents.find($0, in: rows) }
    let token = try mail.link.flatMap { link in
      try Links.language(of: link, in: rows) == nil ? nil : office.links.token(for: link)
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
    case (.receipt, let consent?, _):
      return consent.withdrawnAt.map { .withdrawalReceipt(at: $0) }
    default: return nil
    }
  }

  private func pool(
    of id: ApplicationID, in rows: borrowing Rows
  ) throws -> Ground? {
    try Grounds.all(of: id, in: rows).first { $0.kind == .pool && $0.endedAt == nil }
  }

  private func lastMails() async throws -> [LastMailRow] {
    try await office.act(as: .timer, .mail) { _, rows in try LastMails.waiting(in: rows) }
  }

  private func deliver(_ mail: LastMailRow, by postman: Postman) async throws -> Bool {
    let bytes = try office.ring.withDataKey(WrappedKey(mail.key), of: mail.id.uuid) {
      try $0.open(mail.envelope, as: .envelope(of: mail.id))
    }
    let letter = try LastLetter(bytes).letter(mail.id)
    if let letter { try await postman.deliver(letter) }
    try await office.act(as: .timer, .mail) { _, rows in
      try LastMails.delete(mail.id, in: rows)
    }
    return letter != nil
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
