import Casework
import Domain
import Support

/// A hold on a whole vacancy, because somebody sues.
struct Suit {
  let vacancy: VacancyID
  let hold: HoldID
  let settledOn: Int
}

extension TwoYears {
  private static let mostSuits = 2

  /// Somebody sues: everybody of the vacancy is kept for the comparison, until it is settled. The
  /// process may die on the way; the purge finishes what it began.
  mutating func suits(on today: Int) async throws {
    let dies = percent(40)
    let office =
      dies
      ? try here.reopened(on: Fuse(Int.random(in: 2...4, using: &chance), here.clock).legal)
      : here.office
    let settled = suits.filter { $0.value.settledOn <= today }
    if let (number, suit) = settled.min(by: { $0.key < $1.key }) {
      try await settle(number, suit, in: office, on: today)
    } else if percent(3), suits.count < Self.mostSuits,
      let vacancy = runner.vacancies.randomElement(using: &chance)
    {
      try await sue(vacancy, in: office, on: today)
    } else {
      return
    }
    counts["suits", default: 0] += 1
    if dies { try await purge(today, isWhole: false) }
  }

  private mutating func sue(
    _ vacancy: VacancyID, in office: Office, on today: Int
  ) async throws {
    lastSuit += 1
    let hold = try await PlaceVacancyHold(office)(
      vacancy, matter: Private("Number \(lastSuit) ./. Example"), reason: "suit announced",
      reviewOn: Day(stringLiteral: calendar.text(today + 60)), by: here.legal)
    suits[lastSuit] = Suit(
      vacancy: vacancy, hold: hold, settledOn: today + Int.random(in: 20...200, using: &chance))
    runner.held[vacancy, default: []].append(lastSuit)
    let moment = moment(today)
    for index in people.indices where people[index].vacancy == vacancy {
      people[index].model.cover(by: [lastSuit], moment)
    }
  }

  private mutating func settle(
    _ number: Int, _ suit: Suit, in office: Office, on today: Int
  ) async throws {
    try await ReleaseHold(office)(suit.hold, reason: "settled", by: here.legal)
    suits[number] = nil
    runner.held[suit.vacancy]?.removeAll { $0 == number }
    let moment = moment(today)
    for index in people.indices { people[index].model.uncover(number, moment) }
  }
}
