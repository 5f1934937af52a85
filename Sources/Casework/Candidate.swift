import Domain
import Records
import Vault

/// An application that somebody wants to decide, as far as they may see it.
struct Candidate: Sendable {
  let id: ApplicationID
  /// Whom a letter greets; without an address where there is none, or where only the ending is
  /// still open, which holds no more than a name.
  let person: Letter.Recipient
  /// The applicant's own; German while only the ending is open.
  let language: Language
  let work: Workable
  let vacancyTitle: String?
  let decided: Decided?

  /// That it is decided: how, by whom and when.
  struct Decided: Sendable {
    let outcome: RecordedOutcome
    let by: String?
  }

  var name: Private<String> {
    Private("\(person.givenName.reveal()) \(person.familyName.reveal())")
  }

  /// What a refusal means for it.
  func obstacle(after refusal: Refusal) -> DecisionObstacle {
    switch refusal {
    case .alreadyDecided:
      decided.map { .decided(by: $0.by, at: $0.outcome.recordedAt) } ?? .refused(refusal)
    case .dueSoon(let day): .dueSoon(day)
    default: .refused(refusal)
    }
  }
}

extension Office {
  /// The application with its name; `nil` if it isn't there or not to be seen.
  func candidate(
    _ id: ApplicationID, at act: Act, in rows: borrowing Rows
  ) throws -> Candidate? {
    let work: Workable
    do { work = try workable(id, on: act.today, in: rows) } catch Refusal.unknown { return nil }
    let (person, language) = try addressee(of: id, work, at: act, in: rows)
    let decided = try Outcomes.decided(of: id, in: rows)
    let names = try staffNames(Set(decided.map { [$0.by] } ?? []), in: rows)
    return Candidate(
      id: id, person: person, language: language, work: work,
      vacancyTitle: try work.vacancy.flatMap { try Vacancies.find($0, in: rows)?.title },
      decided: decided.map { Candidate.Decided(outcome: $0.outcome, by: names[$0.by]) })
  }

  private func addressee(
    of id: ApplicationID, _ work: Workable, at act: Act, in rows: borrowing Rows
  ) throws -> (Letter.Recipient, Language) {
    if work.isEnding {
      guard let ending = try Endings.find(id, on: act.today, in: rows) else {
        throw Refusal.unknown
      }
      return try withKey(of: id, in: rows) { key in
        let given = try key.openText(ending.givenName, as: .ending("given_name", of: id))
        let family = try key.openText(ending.familyName, as: .ending("family_name", of: id))
        return (
          Letter.Recipient(
            givenName: Private(given), familyName: Private(family), email: Private("")), .german
        )
      }
    }
    guard let row = try Applicants.find(id, in: rows) else { throw Refusal.unknown }
    return try withKey(of: id, in: rows) { key in
      let (person, _) = try row.opened(of: id, with: key)
      return (
        Letter.Recipient(
          givenName: person.givenName, familyName: person.familyName,
          email: person.email ?? Private("")), person.language
      )
    }
  }
}
