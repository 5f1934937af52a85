import Domain
import Records
import Vault
import struct Foundation.Date

/// Letters to applicants.
struct ApplicantMail: MailQueue {
  let office: Office

  func claim(
    after last: MailClaim?, at moment: MailMoment
  ) async throws -> (claim: MailClaim, mail: OutboxRow)? {
    try await office.act(as: .timer, .mail) { _, rows in
      try Outbox.claim(after: last, at: moment, in: rows)
    }
  }

  func renew(_ claim: MailClaim, until end: Date) async throws {
    try await office.act(as: .timer, .mail) { _, rows in
      try Outbox.renew(claim, until: end, in: rows)
    }
  }

  /// Looks once more, right before the connection, whether there is anything to send: whoever was
  /// erased since is written to no more.
  func carry(
    _ mail: OutboxRow, under claim: MailClaim, by postman: Postman
  ) async throws -> Letter? {
    let letter = try await office.act(as: .timer, .mail) { act, rows -> Letter? in
      try Locks.shared(mail.application, in: rows)
      guard try Outbox.holds(claim, in: rows) else { return nil }
      return try DeliverMail(office).write(mail, at: act, in: rows)
    }
    if let letter { try await postman.deliver(letter) }
    return letter
  }

  func settle(
    _ mail: OutboxRow, _ claim: MailClaim, _ fate: MailFate, sent: Letter?
  ) async throws {
    try await office.act(as: .timer, .mail) { act, rows in
      try Locks.shared(mail.application, in: rows)
      // Another process may have carried the same letter meanwhile.
      guard try Outbox.settle(claim, fate, in: rows) else { return }
      if let sent {
        try office.noteInformed(by: sent, of: mail.application, at: act, in: rows)
        try act.note(.mailSent, of: mail.application, detail: mail.kind.rawValue, in: rows)
      }
      if case .givenUp(let problem, _) = fate {
        try act.note(
          .mailGivenUp, of: mail.application,
          detail: "\(mail.kind.rawValue) \(problem.rawValue)", in: rows)
      }
    }
  }

  func postponeAll(until due: Date) async throws {
    try await office.act(as: .timer, .mail) { _, rows in
      try Outbox.postponeAll(until: due, in: rows)
    }
  }
}

/// Receipts to people who are erased. Delivered or refused, nothing of them stays.
struct LastMail: MailQueue {
  let office: Office

  func claim(
    after last: MailClaim?, at moment: MailMoment
  ) async throws -> (claim: MailClaim, mail: LastMailRow)? {
    try await office.act(as: .timer, .mail) { _, rows in
      try LastMails.claim(after: last, at: moment, in: rows)
    }
  }

  func renew(_ claim: MailClaim, until end: Date) async throws {
    try await office.act(as: .timer, .mail) { _, rows in
      try LastMails.renew(claim, until: end, in: rows)
    }
  }

  func carry(
    _ mail: LastMailRow, under claim: MailClaim, by postman: Postman
  ) async throws -> Letter? {
    let bytes = try office.ring.withDataKey(WrappedKey(mail.key), of: mail.id.uuid) {
      try $0.open(mail.envelope, as: .envelope(of: mail.id))
    }
    let letter = try LastLetter(bytes).letter(mail.id)
    if let letter { try await postman.deliver(letter) }
    return letter
  }

  func settle(
    _ mail: LastMailRow, _ claim: MailClaim, _ fate: MailFate, sent: Letter?
  ) async throws {
    try await office.act(as: .timer, .mail) { act, rows in
      guard try LastMails.settle(claim, fate, in: rows) else { return }
      if case .givenUp(let problem, _) = fate {
        try act.note(.mailGivenUp, detail: "erasureReceipt \(problem.rawValue)", in: rows)
      }
    }
  }

  func postponeAll(until due: Date) async throws {
    try await office.act(as: .timer, .mail) { _, rows in
      try LastMails.postponeAll(until: due, in: rows)
    }
  }
}

/// Mail to the staff.
struct StaffMail: MailQueue {
  let office: Office

  func claim(
    after last: MailClaim?, at moment: MailMoment
  ) async throws -> (claim: MailClaim, mail: StaffMailRow)? {
    try await office.act(as: .timer, .mail) { _, rows in
      try StaffMails.claim(after: last, at: moment, in: rows)
    }
  }

  func renew(_ claim: MailClaim, until end: Date) async throws {
    try await office.act(as: .timer, .mail) { _, rows in
      try StaffMails.renew(claim, until: end, in: rows)
    }
  }

  /// Says what waits when it leaves; to somebody who is a reviewer then, and only if anything does.
  func carry(
    _ mail: StaffMailRow, under claim: MailClaim, by postman: Postman
  ) async throws -> StaffLetter? {
    let waiting = try await SendDigests(office).waiting(for: mail.staff)
    guard !waiting.isEmpty else { return nil }
    let found = try await office.act(as: .timer, .mail) { _, rows in
      try Staff.addressee(mail.staff, in: rows)
    }
    guard let found else { return nil }
    let address = try office.ring.withDataKey(WrappedKey(found.key), of: mail.staff.uuid) {
      Private(try $0.openText(found.email, as: .staff("email", of: mail.staff)))
    }
    let letter = StaffLetter(
      id: mail.id, address: address, language: found.language, message: .digest(waiting))
    try await postman.deliverToStaff(letter)
    return letter
  }

  func settle(
    _ mail: StaffMailRow, _ claim: MailClaim, _ fate: MailFate, sent: StaffLetter?
  ) async throws {
    try await office.act(as: .timer, .mail) { act, rows in
      guard try StaffMails.settle(claim, fate, in: rows) else { return }
      if sent != nil { try act.note(.mailSent, detail: mail.kind.rawValue, in: rows) }
      if case .givenUp(let problem, _) = fate {
        try act.note(
          .mailGivenUp, detail: "\(mail.kind.rawValue) \(problem.rawValue)", in: rows)
      }
    }
  }

  func postponeAll(until due: Date) async throws {
    try await office.act(as: .timer, .mail) { _, rows in
      try StaffMails.postponeAll(until: due, in: rows)
    }
  }
}
