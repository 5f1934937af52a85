package import Domain
import Records
import Vault

/// Writes to an applicant on paper: makes what the letter needs, without a mail, and shows it.
package struct PrintLetter: Sendable {
  package static let roles: Set<Role> = [.recruiter]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// Makes the letter: for an invitation the question and its link, if there is none; for an
  /// acknowledgement the record of what was told. Doing it again makes nothing again. `language`
  /// is that of the page behind a link; the applicant's own unless another is named. Refuses by
  /// the rules of ``PoolInvitation``, and a letter whose time hasn't come.
  package func callAsFunction(
    _ id: ApplicationID, _ kind: PaperKind, language: Language? = nil, by caller: Caller
  ) async throws -> PaperLetter {
    if kind == .invitation || kind == .renewal {
      try await office.act(by: caller, Self.roles) { act, rows in
        _ = try office.workable(id, on: act.today, in: rows)
      }
      try await office.inheritObjection(id)
    }
    try await office.act(by: caller, Self.roles) { act, rows in
      try Locks.exclusive(id, in: rows)
      let found = try office.workable(id, on: act.today, in: rows)
      let draft = try draft(
        kind, of: id, found, language: language ?? office.language(of: id, in: rows), by: caller,
        at: act, in: rows)
      let made = try PaperLetters.find(kind, of: id, on: act.today, in: rows)
      if let made, made.consent == draft.consent, made.link == draft.link { return }
      try PaperLetters.make(
        draft, by: caller.member.id, through: act.today.adding(days: Window.endingDays),
        in: rows)
    }
    return try await show(id, kind, by: caller)
  }

  /// The letter as it was made; refuses one that wasn't, or not within the last fortnight.
  package func show(
    _ id: ApplicationID, _ kind: PaperKind, by caller: Caller
  ) async throws -> PaperLetter {
    try await office.act(by: caller, Self.roles) { act, rows in
      try Locks.shared(id, in: rows)
      _ = try office.workable(id, on: act.today, in: rows)
    }
    // Name and address belong to who writes letters, as they do where a letter is mailed.
    return try await office.act(as: .staff(caller.member), .mail) { act, rows in
      try Locks.shared(id, in: rows)
      guard let made = try PaperLetters.find(kind, of: id, on: act.today, in: rows),
        let letter = try write(made, at: act, in: rows)
      else { throw Refusal.unknown }
      try act.note(.letterPrinted, of: id, detail: kind.rawValue, in: rows)
      return letter
    }
  }
}

// What a letter needs, in the login of who makes it.
extension PrintLetter {
  private func draft(
    _ kind: PaperKind, of id: ApplicationID, _ found: Workable, language: Language,
    by caller: Caller, at act: Act, in rows: borrowing Rows
  ) throws -> PaperLetterRow {
    switch kind {
    case .acknowledgement:
      let runs = try Grounds.all(of: id, in: rows).contains {
        $0.kind == .procedure && $0.stands(on: act.today)
      }
      guard runs else { throw Refusal.alreadyDecided }
      try office.noteInformed(of: id, .post, in: language, at: act, rows)
      return PaperLetterRow(application: id, kind: kind, madeAt: act.now)
    case .rejection:
      guard let outcome = try Outcomes.standing(of: id, in: rows), outcome.kind.needsNotice else {
        throw Refusal.notDecided
      }
      return PaperLetterRow(application: id, kind: kind, madeAt: act.now)
    case .invitation:
      let question = try invitation(of: id, found, language, by: caller, at: act, in: rows)
      return try withLink(kind, question, of: id, language, at: act, in: rows)
    case .renewal:
      let question = try renewal(of: id, language, by: caller, at: act, in: rows)
      return try withLink(kind, question, of: id, language, at: act, in: rows)
    }
  }

  private func withLink(
    _ kind: PaperKind, _ question: ConsentID, of id: ApplicationID, _ language: Language,
    at act: Act, in rows: borrowing Rows
  ) throws -> PaperLetterRow {
    let link =
      try Links.live(for: question, in: rows)
      ?? office.makeLink(for: question, of: id, language: language, at: act, in: rows)
    return PaperLetterRow(
      application: id, kind: kind, consent: question, link: link, madeAt: act.now)
  }

  private func invitation(
    of id: ApplicationID, _ found: Workable, _ language: Language, by caller: Caller,
    at act: Act, in rows: borrowing Rows
  ) throws -> ConsentID {
    try office.mustBeContactable(id, in: rows)
    let inPool = try Grounds.all(of: id, in: rows).contains {
      $0.kind == .pool && $0.stands(on: act.today)
    }
    let open = try PoolInvitation.check(
      consents: try Consents.all(of: id, in: rows), poolStands: inPool,
      decided: try Outcomes.standing(of: id, in: rows) != nil,
      unsolicited: found.vacancy == nil)
    if let open { return open.id }
    let question = ConsentID.random()
    try Consents.ask(
      question, of: id, textVersion: ConsentText.currentVersion, language: language,
      by: caller.member.id, at: act.now, in: rows)
    try act.note(.consentAsked, of: id, detail: question.text, in: rows)
    return question
  }

  private func renewal(
    of id: ApplicationID, _ language: Language, by caller: Caller, at act: Act,
    in rows: borrowing Rows
  ) throws -> ConsentID {
    try office.mustBeContactable(id, in: rows)
    let consents = try Consents.all(of: id, in: rows)
    guard let current = Consent.inForce(consents),
      let pool = try Grounds.all(of: id, in: rows).first(where: {
        $0.kind == .pool && $0.stands(on: act.today)
      }), let end = pool.eraseFrom
    else { throw Refusal.notInPool }
    if let asked = Consent.renewal(consents) {
      guard asked.state == .asked else { throw Refusal.answeredNo }
      return asked.id
    }
    guard end <= act.today.adding(days: office.renewal.days.first ?? 0) else {
      throw Refusal.alreadyInPool
    }
    let question = ConsentID.random()
    try Consents.ask(
      question, renewing: current.id, of: id, textVersion: ConsentText.currentVersion,
      language: language, by: caller.member.id, at: act.now, in: rows)
    try act.note(.renewalAsked, of: id, detail: "post", in: rows)
    return question
  }
}

// The letter itself, in the login that writes letters.
extension PrintLetter {
  private func write(
    _ made: PaperLetterRow, at act: Act, in rows: borrowing Rows
  ) throws -> PaperLetter? {
    let id = made.application
    guard let key = try DataKeys.find(id, in: rows),
      let row = try Applicants.addressee(of: id, in: rows)
    else { return nil }
    let postal = try Applicants.postalAddress(of: id, in: rows)
    let (person, address) = try office.withKey(key, of: id) { key in
      (
        try row.opened(of: id, with: key).applicant,
        try postal.map { Private(try key.openText($0, as: .applicant("address", of: id))) }
      )
    }
    let linkLanguage = try made.link.flatMap { try Links.language(of: $0, in: rows) }
    let language = linkLanguage ?? person.language
    guard let message = try message(of: made, in: language, at: act, rows) else { return nil }
    let grounds = try Grounds.all(of: id, in: rows)
    return PaperLetter(
      givenName: person.givenName, familyName: person.familyName, address: address,
      language: language, vacancyTitle: try Vacancies.title(of: id, in: rows),
      message: message,
      remaining: grounds.filter { $0.kind != .pool && $0.stands(on: act.today) },
      writtenOn: office.time.day(of: made.madeAt))
  }

  /// `nil` for a question that was answered meanwhile, or a link that is void.
  private func message(
    of made: PaperLetterRow, in language: Language, at act: Act, _ rows: borrowing Rows
  ) throws -> Letter.Message? {
    let question = try made.consent.flatMap { try Consents.find($0, in: rows) }
    let token = try made.link.flatMap { link in
      try Links.language(of: link, in: rows) == nil ? nil : office.links.token(for: link)
    }
    switch made.kind {
    case .acknowledgement:
      return try office.acknowledgement(of: made.application, in: language, rows)
    case .rejection: return .rejection
    case .invitation:
      guard let token, question?.state == .asked else { return nil }
      return .invitation(link: token)
    case .renewal:
      let pool = try Grounds.all(of: made.application, in: rows).first {
        $0.kind == .pool && $0.stands(on: act.today)
      }
      guard let token, question?.state == .asked, let end = pool?.eraseFrom else { return nil }
      return .renewal(eraseOn: end, link: token)
    }
  }
}
