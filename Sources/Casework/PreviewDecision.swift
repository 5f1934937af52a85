package import Domain
import Records

/// What a decision would bring about, application by application.
package struct DecisionPreview: Sendable {
  package let lines: [Line]

  /// One application.
  package struct Line: Sendable {
    package let application: ApplicationID
    /// The applicant, as far as whoever asks may see them.
    package let name: Private<String>?
    /// The vacancy's title; `nil` for an unsolicited application.
    package let vacancyTitle: String?
    /// What would be recorded, or why nothing can be.
    package let fate: DecisionAnswer.Fate
    /// The day that has to be confirmed, because the erasure comes within a week.
    package let mustConfirm: Day?
    /// What the applicant is told and asked, word for word; the link of a question is only made
    /// when it is sent.
    package let notice: Letter?
    package let question: Letter?
  }

  /// Those of which something would be recorded.
  package var recordable: [Line] {
    lines.filter { if case .recorded = $0.fate { true } else { false } }
  }

  /// How many would be told by mail, be written a letter, be asked about the pool.
  package var totals: (mails: Int, letters: Int, questions: Int) {
    lines.reduce(into: (0, 0, 0)) { totals, line in
      guard case .recorded(let recorded) = line.fate else { return }
      totals.0 += recorded.telling == .mail ? 1 : 0
      totals.1 += recorded.telling == .letter ? 1 : 0
      totals.2 += recorded.asking == .mail || recorded.asking == .letter ? 1 : 0
    }
  }

  /// The days that have to be confirmed.
  package var mustConfirm: [Day] { Set(lines.compactMap(\.mustConfirm)).sorted() }
}

/// An application that somebody chose to decide.
package struct DecisionCandidate: Sendable {
  package let application: ApplicationID
  /// The applicant, as far as whoever asks may see them.
  package let name: Private<String>?
  /// The vacancy's title; `nil` for an unsolicited application.
  package let vacancyTitle: String?
  /// Whether mail can reach the applicant.
  package let isMailable: Bool
  /// Why nothing can be decided; `nil` if something can.
  package let obstacle: DecisionObstacle?
}

/// Shows what a decision would bring about, before anything is recorded.
package struct PreviewDecision: Sendable {
  package static let roles: Set<Role> = [.recruiter]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// Changes nothing. Refuses what would be refused for all of them.
  package func callAsFunction(
    _ group: GroupDecision, by caller: Caller
  ) async throws -> DecisionPreview {
    try caller.mustBe(Self.roles)
    try group.check(today: office.today())
    return try await office.act(by: caller, Self.roles) { act, rows in
      let lines = try group.targets.map { try line($0, of: group, at: act, in: rows) }
      try act.note(.applicationsListed, detail: "\(lines.count)", in: rows)
      return DecisionPreview(lines: lines)
    }
  }

  /// Those that somebody chose to decide, before they said how.
  package func callAsFunction(
    of ids: [ApplicationID], by caller: Caller
  ) async throws -> [DecisionCandidate] {
    try caller.mustBe(Self.roles)
    guard ids.count <= GroupDecision.mostTargets else {
      throw Refusal.invalid(field: "applications", .outOfRange)
    }
    return try await office.act(by: caller, Self.roles) { act, rows in
      try act.note(.applicationsListed, detail: "\(ids.count)", in: rows)
      return try ids.map { id in
        let found = try office.candidate(id, at: act, in: rows)
        let obstacle =
          found.map { $0.decided == nil ? nil : $0.obstacle(after: .alreadyDecided) }
          ?? .refused(.unknown)
        return DecisionCandidate(
          application: id, name: found?.name, vacancyTitle: found?.vacancyTitle,
          isMailable: found?.work.isMailable ?? false, obstacle: obstacle)
      }
    }
  }

  private func line(
    _ target: GroupDecision.Target, of group: GroupDecision, at act: Act, in rows: borrowing Rows
  ) throws -> DecisionPreview.Line {
    guard let candidate = try office.candidate(target.application, at: act, in: rows) else {
      return Self.refused(target.application, nil, .refused(.unknown))
    }
    do {
      return try foresee(target, candidate, of: group, at: act, in: rows)
    } catch let refusal as Refusal {
      return Self.refused(candidate.id, candidate, candidate.obstacle(after: refusal))
    }
  }

  private static func refused(
    _ id: ApplicationID, _ candidate: Candidate?, _ why: DecisionObstacle
  ) -> DecisionPreview.Line {
    DecisionPreview.Line(
      application: id, name: candidate?.name, vacancyTitle: candidate?.vacancyTitle,
      fate: .not(why), mustConfirm: nil, notice: nil, question: nil)
  }

  private func foresee(
    _ target: GroupDecision.Target, _ candidate: Candidate, of group: GroupDecision, at act: Act,
    in rows: borrowing Rows
  ) throws -> DecisionPreview.Line {
    guard candidate.decided == nil else { throw Refusal.alreadyDecided }
    let (id, work) = (candidate.id, candidate.work)
    try group.decision.check(
      receivedOn: office.time.day(of: work.receivedAt), today: act.today)
    let open = try Grounds.all(of: id, in: rows).filter { $0.endedAt == nil }
    let consequence = Consequence(
      of: group.decision, open: open, ending: [.procedure],
      rules: try Installations.rules(in: rows), today: act.today)
    let telling: Telling = group.isTold ? (work.isMailable ? .mail : .letter) : .nothing
    let asking = try asking(target, work, of: group, at: act, in: rows)
    let letters = LetterDraft(candidate, standing: consequence.standing, on: act.today)
    return DecisionPreview.Line(
      application: id, name: candidate.name, vacancyTitle: candidate.vacancyTitle,
      fate: .recorded(
        DecisionAnswer.Recorded(
          through: consequence.ground.through, eraseOn: consequence.eraseOn, telling: telling,
          asking: asking)),
      mustConfirm: consequence.dueSoon(today: act.today),
      notice: telling == .nothing ? nil : letters.letter(.rejection, in: candidate.language),
      question: [.mail, .letter].contains(asking)
        ? letters.letter(
          .invitation(link: LetterDraft.linkToCome), in: target.language ?? candidate.language)
        : nil)
  }

  private func asking(
    _ target: GroupDecision.Target, _ work: Workable, of group: GroupDecision, at act: Act,
    in rows: borrowing Rows
  ) throws -> Asking {
    guard group.isAsked(target) else { return .nothing }
    return try Asking(from: {
      let open = try office.openQuestion(
        of: target.application, work, decided: true, at: act, in: rows)
      guard work.isMailable else { throw Refusal.noAddress }
      return try open.flatMap { try Links.live(for: $0, in: rows) } == nil
    })
  }
}

/// A letter that isn't sent yet.
struct LetterDraft: Sendable {
  /// Stands in a letter where its link will stand.
  static let linkToCome: Private<String> = Private("…")
  let candidate: Candidate
  let remaining: [Ground]

  init(_ candidate: Candidate, standing: [Ground], on today: Day) {
    self.candidate = candidate
    remaining = standing.filter { $0.kind != .pool && $0.stands(on: today) }
  }

  func letter(_ message: Letter.Message, in language: Language) -> Letter {
    Letter(
      id: .random(), recipient: candidate.person, language: language,
      vacancyTitle: candidate.vacancyTitle, message: message, remaining: remaining)
  }
}
