import Casework
import Domain
import Support
import Testing

extension TwoYears {
  /// So many due at once stay below what the purge lets go unannounced.
  private static let mostDue = 50

  /// Now and then the privacy officer changes the rules, after it was said what would follow. The
  /// process may die on the way; the purge finishes what it began.
  mutating func changeRules(on today: Int) async throws {
    if !percent(3) { return }
    let next = otherRules()
    let moment = moment(today, under: next)
    let months = try months(next)
    let said = try await ChangeRules(here.office).whatIf(months, by: here.privacyOfficer)
    var effect = LifeModel.Effect()
    for one in people.map({ $0.model.effect(moment) }) {
      effect.due += one.due
      effect.dueWithin30Days += one.dueWithin30Days
      effect.shortened += one.shortened
    }
    if effect
      != LifeModel.Effect(
        due: said.due, dueWithin30Days: said.dueWithin30Days, shortened: said.shortened)
    {
      different += 1
      Issue.record(
        """
        LETHE_TEST_SEED=\(Chance.seed), \(calendar.text(today)): \(next) would bring \(effect), \
        and \(said) is said.
        """)
    }
    counts["rules looked at", default: 0] += 1
    if effect.due + effect.dueWithin30Days / 5 > Self.mostDue { return }
    // What is in force already is no change, whatever number is named.
    if next != rules {
      await #expect(throws: Refusal.wouldBeDue(effect.due)) {
        _ = try await ChangeRules(here.office)(
          months, reason: "guessed", confirmDue: effect.due + 1, by: here.privacyOfficer)
      }
    }
    try await change(to: next, months, due: effect.due, moment)
    counts["rules changed", default: 0] += 1
    counts["due by rules", default: 0] += effect.due
    counts["shortened by rules", default: 0] += effect.shortened
  }

  private mutating func change(
    to next: LifeModel.Rules, _ months: ChangeRules.Months, due: Int, _ moment: LifeMoment
  ) async throws {
    let dies = percent(50)
    let office =
      dies
      ? try here.reopened(on: Fuse(Int.random(in: 1...4, using: &chance), here.clock).legal)
      : here.office
    _ = try await ChangeRules(office)(
      months, reason: "as agreed", confirmDue: due, by: here.privacyOfficer)
    rules = next
    for index in people.indices { people[index].model.shorten(moment) }
    if dies { try await purge(moment.today, isWhole: false) }
  }

  /// One period a little shorter or longer.
  private mutating func otherRules() -> LifeModel.Rules {
    var next = rules
    if percent(20) {
      next.poolMonths = Int.random(in: 1...24, using: &chance)
    } else if let kind = next.evidenceMonths.keys.sorted().randomElement(using: &chance) {
      let months = (next.evidenceMonths[kind] ?? 6) + Int.random(in: -3...3, using: &chance)
      next.evidenceMonths[kind] = min(max(months, 1), 9)
    }
    return next
  }

  private func months(_ rules: LifeModel.Rules) throws -> ChangeRules.Months {
    var evidence: [OutcomeKind: Int] = [:]
    for (kind, months) in rules.evidenceMonths {
      guard let kind = OutcomeKind(rawValue: kind) else { throw Refusal.incomplete }
      evidence[kind] = months
    }
    return ChangeRules.Months(evidence: evidence, pool: rules.poolMonths)
  }
}
