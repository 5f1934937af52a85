import Testing

/// Ends that chance needn't bring: whatever a seed does, somebody goes for each cause.
extension TwoYears {
  /// What keeps somebody to the last, and the act that ends it.
  private struct Arrangement {
    let cause: String
    let before: [LifeAct]
    let last: LifeAct
  }

  /// What each two years see often.
  static let actsOfTheNewerLaw = [
    "restrict", "announce", "lift", "object", "decideObjection", "inviteToStorage", "storeLonger",
  ]

  /// The causes for which an act erases. Everybody else goes because their time ran out.
  static let causesByActs = ["request", "objection", "holdReleased", "consentWithdrawn"]

  /// Of applications that came so long ago that evidence can be over when it begins.
  private func arrangements(_ today: Int) -> [Arrangement] {
    let over = LifeAct.decide("rejected", endedOn: today - Self.longAgo, confirms: true)
    return [
      Arrangement(cause: "request", before: [], last: .request),
      Arrangement(cause: "holdReleased", before: [.hold, over], last: .release),
      Arrangement(
        cause: "consentWithdrawn",
        before: [over, .consentOnPaper(givenOn: today, byOfficer: true)],
        last: .withdrawByPhone(byOfficer: true)),
      Arrangement(
        cause: "objection",
        before: [
          .decide("rejected", endedOn: today, confirms: true),
          .object(to: .evidence, receivedOn: today, byOfficer: true),
        ],
        last: .decideObjection(upheld: true)),
      Arrangement(cause: "timeRanOut", before: [over, .restrict], last: .lift),
    ]
  }

  private static let longAgo = 400

  /// One person for each, on one day; the purge in between takes what is over.
  mutating func arrange(on today: Int) async throws {
    if isWrong { return }
    let (first, arrangements) = (people.count, arrangements(today))
    set(today, 43_200)
    for arrangement in arrangements {
      try await receive(Newcomer(daysAgo: Self.longAgo), on: today)
      for act in arrangement.before {
        try await runner.live(&people[people.count - 1], act, moment(today), mayDie: false)
      }
    }
    set(today, 46_800)
    try await purge(today)
    for (index, arrangement) in arrangements.enumerated() {
      let someone = first + index
      try await runner.live(&people[someone], arrangement.last, moment(today), mayDie: false)
      #expect(people[someone].model.gone == arrangement.cause)
    }
    try await compare(today)
  }
}
