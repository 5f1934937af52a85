import Casework
import Domain
import Pages

/// What is said about decisions, in one language.
struct OutcomeWords {
  let phrases: Phrases
  let time: OfficeTime
  let today: Day

  /// What recording it brings about for one application.
  func consequence(
    _ name: String, _ decision: (outcome: OutcomeKind, endedOn: Day),
    _ recorded: DecisionAnswer.Recorded
  ) -> [String] {
    let slots = [
      "name": name, "outcome": phrases.name(of: decision.outcome),
      "day": phrases.inWords(decision.endedOn),
    ]
    let first = phrases("{name}: {outcome}, ended on {day}.", slots)
    guard decision.outcome != .hired else {
      return [first, phrases("It stays with recruiters until the hand-over is recorded.")]
    }
    return [first, kept(recorded), phrases("It is locked, and for 14 days under Endings.")]
  }

  /// Until when it is kept, and when it is erased.
  func kept(_ recorded: DecisionAnswer.Recorded) -> String {
    switch (recorded.through, recorded.eraseOn) {
    case (let through?, let eraseOn?):
      phrases(
        "Evidence through {through}, erased on {day}.",
        ["through": phrases.inWords(through), "day": phrases.inWords(eraseOn)])
    case (let through?, nil):
      phrases(
        "Evidence through {through}; another ground keeps it beyond that.",
        ["through": phrases.inWords(through)])
    case (nil, _): phrases("Kept until the hand-over is recorded.")
    }
  }

  /// The same in a table.
  func erased(_ recorded: DecisionAnswer.Recorded) -> String {
    recorded.eraseOn.map { phrases.inWords($0) } ?? phrases("no day in sight")
  }

  /// Of several applications, in figures.
  func totals(_ preview: DecisionPreview, _ outcome: OutcomeKind) -> [String] {
    let totals = preview.totals
    var lines = [
      "\(phrases.name(of: outcome)): \(preview.recordable.count)",
      phrases("By mail: {number}", ["number": "\(totals.mails)"]),
      phrases("By letter, to be printed: {number}", ["number": "\(totals.letters)"]),
      phrases("Invited to the pool: {number}", ["number": "\(totals.questions)"]),
    ]
    let days = Set(
      preview.recordable.compactMap { line -> Day? in
        if case .recorded(let recorded) = line.fate { recorded.eraseOn } else { nil }
      })
    if days.count == 1, let day = days.first {
      lines.append(phrases("Erased on {day}", ["day": phrases.inWords(day)]))
    }
    return [lines.joined(separator: ". ") + "."]
  }

  /// How somebody is told.
  func telling(_ telling: Telling) -> String {
    switch telling {
    case .nothing: phrases("none")
    case .mail: phrases("by mail")
    case .letter: phrases("letter, to be printed")
    }
  }

  /// Why somebody isn't asked, where that isn't a choice; that a letter is needed.
  func asking(_ asking: Asking) -> String? {
    switch asking {
    case .nothing, .mail: nil
    case .letter: phrases("letter, to be printed")
    case .alreadyAsked: phrases("was asked already")
    case .alreadyInPool: phrases("is in the pool already")
    case .answeredNo: phrases("said no once")
    }
  }

  /// Of whom nothing is recorded, and why.
  func obstacle(_ name: String?, _ why: DecisionObstacle) -> String {
    guard let name else {
      return phrases("One application is not there any more, or isn't yours to see.")
    }
    return phrases("Not {name}: {reason}", ["name": name, "reason": reason(why)])
  }

  private func reason(_ why: DecisionObstacle) -> String {
    switch why {
    case .decided(let by, let at):
      let who = by ?? phrases("somebody")
      let day = time.day(of: at)
      if day == today {
        let clock = InstantPrinter(zone: time.zone).text(at).dropFirst(11).prefix(5)
        return phrases("{who} decided at {time}.", ["who": who, "time": String(clock)])
      }
      return phrases("{who} decided on {day}.", ["who": who, "day": phrases.inWords(day)])
    case .dueSoon(let day): return phrases.words(for: .dueSoon(day)).text
    case .refused(.invalid(_, let problem)): return phrases.words(for: problem)
    case .refused(let refusal): return phrases.words(for: refusal).text
    }
  }

  /// What is recorded of a decided application.
  func now(_ decided: DecidedView) -> String {
    phrases(
      "Recorded: {outcome}, ended on {day}, by {who}.",
      [
        "outcome": phrases.name(of: decided.outcome.kind),
        "day": phrases.inWords(decided.outcome.endedOn),
        "who": decided.recordedBy ?? phrases("somebody"),
      ])
  }
}

extension Desk {
  /// The words for decisions in a visitor's language.
  func words(for visit: Visit) throws -> OutcomeWords {
    OutcomeWords(phrases: visit.phrases, time: office.time, today: try office.today())
  }
}
