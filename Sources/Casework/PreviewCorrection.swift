package import Domain
import Records
package import struct Foundation.Date

/// A decided application whose outcome the caller may still change.
package struct DecidedView: Sendable {
  package let application: ApplicationID
  package let name: Private<String>
  /// The vacancy's title; `nil` for an unsolicited application.
  package let vacancyTitle: String?
  package let outcome: OutcomeView
  package let recordedAt: Date
  package let recordedBy: String?
  /// Whether mail can reach the applicant.
  package let isMailable: Bool
  /// Whether documents and notes are locked already, and only the ending is open.
  package let isEnding: Bool
}

/// What a correction would bring about.
package struct CorrectionPreview: Sendable {
  package let decided: DecidedView
  /// The last day of the evidence; `nil` for somebody hired.
  package let through: Day?
  package let eraseOn: Day?
  /// The day that has to be confirmed, because the erasure comes within a week.
  package let mustConfirm: Day?
}

/// Shows a recorded outcome, and what correcting or reopening it would bring about.
package struct PreviewCorrection: Sendable {
  package static let roles: Set<Role> = [.recruiter]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// The outcome that stands. Refuses what ``CorrectOutcome`` would refuse.
  package func callAsFunction(
    _ id: ApplicationID, by caller: Caller
  ) async throws -> DecidedView {
    try await office.act(by: caller, Self.roles) { act, rows in
      try view(id, by: caller, at: act, in: rows)
    }
  }

  /// What another decision would bring about. Changes nothing.
  package func callAsFunction(
    _ id: ApplicationID, _ decision: OutcomeDecision, by caller: Caller
  ) async throws -> CorrectionPreview {
    try await office.act(by: caller, Self.roles) { act, rows in
      let view = try view(id, by: caller, at: act, in: rows)
      let found = try office.workable(id, on: act.today, in: rows)
      try decision.check(
        receivedOn: office.time.day(of: found.receivedAt), today: act.today)
      let consequence = Consequence(
        of: decision, open: try Grounds.all(of: id, in: rows).filter { $0.endedAt == nil },
        ending: CorrectOutcome.endedKinds, rules: try Installations.rules(in: rows),
        today: act.today)
      return CorrectionPreview(
        decided: view, through: consequence.ground.through, eraseOn: consequence.eraseOn,
        mustConfirm: consequence.dueSoon(today: act.today))
    }
  }

  private func view(
    _ id: ApplicationID, by caller: Caller, at act: Act, in rows: borrowing Rows
  ) throws -> DecidedView {
    _ = try office.correctable(id, by: caller, at: act, in: rows)
    guard let view = try office.candidate(id, at: act, in: rows).flatMap(DecidedView.init) else {
      throw Refusal.unknown
    }
    try act.note(.applicationsListed, detail: "1", in: rows)
    return view
  }
}

extension DecidedView {
  /// `nil` while nothing is decided.
  init?(_ candidate: Candidate) {
    guard let decided = candidate.decided else { return nil }
    self.init(
      application: candidate.id, name: candidate.name, vacancyTitle: candidate.vacancyTitle,
      outcome: OutcomeView(decided.outcome), recordedAt: decided.outcome.recordedAt,
      recordedBy: decided.by, isMailable: candidate.work.isMailable,
      isEnding: candidate.work.isEnding)
  }
}
