import Casework
import Domain
import Postgres
import Records
import Support
import Testing

/// One decision for several applications.
@Suite(.office) struct DecisionTests {
  let here = TestOffice.current

  func decision(
    _ targets: [GroupDecision.Target], _ outcome: OutcomeKind = .rejected, endedOn: Day? = nil,
    confirmed: Set<Day> = [], tells: Bool = true, count: Int? = nil, id: DecisionID = .random()
  ) -> GroupDecision {
    GroupDecision(
      id: id,
      OutcomeDecision(
        outcome: outcome, endedOn: endedOn ?? here.clock.today, confirmed: confirmed),
      targets: targets, tells: tells, count: count)
  }

  func decide(_ group: GroupDecision, by caller: Caller? = nil) async throws -> [DecisionAnswer] {
    try await DecideApplications(here.office)(group, by: caller ?? here.recruiter)
  }

  /// A second recruiter, by name.
  func colleague(_ name: String = "Lee") async throws -> Caller {
    let added = try await AddStaff(here.office)(
      email: "lee@example.org", name: Private(name), roles: [.recruiter], withToken: false)
    return Caller(member: StaffMember(id: added.id, role: .recruiter))
  }

  /// What somebody was mailed, in its order.
  private func kinds(to givenName: String) -> [String] {
    zip(here.post.kinds, here.post.letters).filter {
      $0.1.recipient.givenName.reveal() == givenName
    }.map(\.0)
  }

  private func recorded(
    _ telling: Telling, _ asking: Asking = .nothing
  ) -> DecisionAnswer.Fate {
    .recorded(
      DecisionAnswer.Recorded(
        through: "2026-09-02", eraseOn: "2026-09-03", telling: telling, asking: asking))
  }

  @Test func severalAreDecidedToldAndAskedInOneStep() async throws {
    let vacancy = try await here.openVacancy()
    let ada = try await here.receive(.ada, for: vacancy)
    let karl = try await here.receive(.karl, for: vacancy)
    let nora = try await here.receive(.number(1), for: vacancy)
    let answers = try await decide(
      decision([
        .init(ada, isInvited: true), .init(karl, isInvited: true), .init(nora),
      ]))
    #expect(answers.map(\.application) == [ada, karl, nora])
    #expect(
      answers.map { $0.name?.reveal() } == ["Ada Lovelace", "Karl Weierstraß", "Nora1 Number1"])
    #expect(
      answers.map(\.fate) == [recorded(.mail, .mail), recorded(.letter, .letter), recorded(.mail)])
    #expect(kinds(to: "Ada") == ["rejection", "invitation"])
    #expect(kinds(to: "Nora1") == ["rejection"])
    #expect(here.post.letters.count == 3)
    #expect(
      try await here.ledger(of: ada) == [
        "recruiter applicationReceived", "recruiter outcomeRecorded rejected",
        "recruiter noticeRecorded email", "recruiter consentAsked #", "timer mailSent notice",
        "timer mailSent invitation",
      ])
    #expect(try await here.ledger(of: karl).last == "recruiter outcomeRecorded rejected")
    for id in [ada, karl, nora] { #expect(try await here.standing(id) == [.evidence]) }
    #expect(try await here.retention(of: ada).alarms == [])
    #expect(try await here.retention(of: karl).alarms == [.noticeMissing])
  }

  @Test func aQuestionIsInTheApplicantsLanguageUnlessAnotherIsNamed() async throws {
    let (own, named) = (try await here.receive(), try await here.receive())
    _ = try await decide(
      decision([
        .init(own, isInvited: true), .init(named, isInvited: true, language: .german),
      ]))
    let questions = zip(here.post.kinds, here.post.letters).filter { $0.0 == "invitation" }
    #expect(questions.count == 2 && Set(questions.map { $0.1.language }) == [.english, .german])
  }

  @Test func whoeverIsHiredIsNeitherToldNorAsked() async throws {
    let id = try await here.receiveForVacancy()
    let answers = try await decide(decision([.init(id, isInvited: true)], .hired))
    #expect(
      answers.map(\.fate) == [
        .recorded(
          DecisionAnswer.Recorded(
            through: nil, eraseOn: nil, telling: .nothing, asking: .nothing))
      ])
    #expect(here.post.kinds == [])
    #expect(try await here.standing(id) == [.employment])
  }

  @Test func aWithdrawnOneIsNotToldButMayBeAsked() async throws {
    let id = try await here.receiveForVacancy()
    let answers = try await decide(decision([.init(id, isInvited: true)], .withdrawn))
    #expect(answers.map(\.fate) == [recorded(.nothing, .mail)])
    #expect(here.post.kinds == ["invitation"])
  }

  @Test func withoutANoticeTheTaskStays() async throws {
    let id = try await here.receiveForVacancy()
    #expect(
      try await decide(decision([.init(id)], tells: false)).map(\.fate) == [recorded(.nothing)])
    #expect(here.post.kinds == [])
    let endings = try await ListEndings(here.office)(limit: 9, cursor: nil, by: here.recruiter)
    #expect(endings.items.map(\.tasks) == [[.notice, .invitation]])
  }

  @Test func aDecisionThatComesAgainRecordsNothingTwiceAndAnswersTheSame() async throws {
    let ids = [try await here.receive(.ada), try await here.receive(.karl)]
    let group = decision(ids.map { .init($0, isInvited: true) })
    let first = try await decide(group)
    let mails = here.post.kinds
    let entries = try await here.ledger(of: ids[0])
    here.clock.pass(hours: 3)
    let second = try await decide(group)
    #expect(second.map(\.fate) == first.map(\.fate))
    #expect(second.map(\.name) == first.map(\.name))
    #expect(here.post.kinds == mails)
    #expect(try await here.ledger(of: ids[0]) == entries)
    #expect(try await here.count("outcome") == 2)
    #expect(try await here.count("consent") == 1)
  }

  @Test func anotherDecisionLearnsWhoWasQuickerAndWhen() async throws {
    let ids = [try await here.receive(.ada), try await here.receive(.number(2))]
    let lee = try await colleague()
    _ = try await decide(decision([.init(ids[1])]), by: lee)
    let at = here.clock.now
    here.clock.pass(hours: 1)
    let answers = try await decide(decision(ids.map { .init($0) }))
    #expect(answers[0].fate == recorded(.mail))
    #expect(answers[1].fate == .not(.decided(by: "Lee", at: at)))
    #expect(answers[1].name?.reveal() == "Nora2 Number2")
    // Another's id opens nothing: the first answer is for whoever got it.
    let group = decision(ids.map { .init($0) })
    #expect(try await decide(group).allSatisfy { $0.fate != recorded(.mail) })
  }

  @Test func oneThatCannotBeDecidedDoesNotKeepTheOthers() async throws {
    let old = try await here.receive(at: TestClock.zone.start(of: "2025-08-01"))
    let late = try await here.receive()
    let answers = try await decide(
      decision(
        [.init(.random()), .init(late), .init(old)], endedOn: "2025-09-09", tells: false))
    #expect(
      answers.map(\.fate) == [
        .not(.refused(.unknown)),
        .not(.refused(.invalid(field: "endedOn", .beforeReceipt))),
        .recorded(
          DecisionAnswer.Recorded(
            through: "2026-03-09", eraseOn: "2026-03-10", telling: .nothing, asking: .nothing)),
      ])
    #expect(answers[0].name == nil)
    #expect(answers[1].name?.reveal() == "Ada Lovelace")
  }

  @Test func whatWouldBeDueWithinAWeekIsConfirmedByItsDayHereToo() async throws {
    let id = try await here.receive(at: TestClock.zone.start(of: "2025-08-01"))
    let (end, eraseOn): (Day, Day) = ("2025-09-08", "2026-03-09")
    #expect(
      try await decide(decision([.init(id)], endedOn: end)).map(\.fate)
        == [.not(.dueSoon(eraseOn))])
    #expect(
      try await decide(decision([.init(id)], endedOn: end, confirmed: ["2026-03-08"]))
        .map(\.fate) == [.not(.dueSoon(eraseOn))])
    #expect(try await here.standing(id) == [.procedure])
    let answers = try await decide(
      decision([.init(id)], endedOn: end, confirmed: [eraseOn], tells: false))
    #expect(
      answers.map(\.fate) == [
        .recorded(
          DecisionAnswer.Recorded(
            through: "2026-03-08", eraseOn: eraseOn, telling: .nothing, asking: .nothing))
      ])
  }

  @Test func whoSaidNoOrWaitsOrIsInThePoolIsNotAskedAgain() async throws {
    let no = try await here.receive(.number(1))
    try await here.answer(here.invite(no), .decline)
    let waits = try await here.receive(.number(2))
    try await here.invite(waits)
    let pool = try await here.receive(.number(3))
    try await here.answer(here.invite(pool), .give)
    let mails = here.post.kinds.count
    let answers = try await decide(
      decision([no, waits, pool].map { .init($0, isInvited: true) }, tells: false))
    let asking = answers.map { answer -> Asking? in
      if case .recorded(let recorded) = answer.fate { recorded.asking } else { nil }
    }
    #expect(asking == [.answeredNo, .alreadyAsked, .alreadyInPool])
    #expect(here.post.kinds.count == mails)
    #expect(try await here.standing(pool) == [.evidence, .pool])
  }

  @Test func nobodyTooManyAndAnEndInTheFutureAreRefusedForAll() async throws {
    await #expect(throws: Refusal.invalid(field: "applications", .missing)) {
      try await decide(decision([]))
    }
    let many = (0...GroupDecision.mostTargets).map { _ in GroupDecision.Target(.random()) }
    await #expect(throws: Refusal.invalid(field: "applications", .outOfRange)) {
      try await decide(decision(many))
    }
    await #expect(throws: Refusal.invalid(field: "endedOn", .inTheFuture)) {
      try await decide(decision([.init(.random())], endedOn: here.clock.today.adding(days: 1)))
    }
    await #expect(throws: Refusal.roleNeverMay) {
      try await decide(decision([.init(.random())]), by: here.reviewer)
    }
  }

  @Test func aLargeNumberHasToBeTyped() async throws {
    let many = (0...GroupDecision.mostUncounted).map { _ in GroupDecision.Target(.random()) }
    await #expect(throws: Refusal.invalid(field: "count", .missing)) {
      try await decide(decision(many))
    }
    await #expect(throws: Refusal.invalid(field: "count", .notAllowed)) {
      try await decide(decision(many, count: 30))
    }
    #expect(try await decide(decision(many, count: 31)).count == 31)
    #expect(try await decide(decision(Array(many.dropLast()))).count == 30)
  }

  @Test func theSameOneTwiceIsOne() async throws {
    let id = try await here.receive()
    #expect(try await decide(decision([.init(id), .init(id)])).map(\.fate) == [recorded(.mail)])
  }

  @Test func whatIsLeftOfAClosedVacancyIsListedAndDecided() async throws {
    let vacancy = try await here.openVacancy()
    let ids = [
      try await here.receive(.ada, for: vacancy), try await here.receive(.karl, for: vacancy),
    ]
    let hired = try await here.receive(.number(1), for: vacancy)
    try await here.decide(hired, .hired)
    _ = try await here.receiveForVacancy(.number(2))
    try await CloseVacancy(here.office)(vacancy, by: here.recruiter)
    let list = ListUndecided(here.office)
    let left = try await list(of: vacancy, by: here.recruiter).items.map(\.id)
    #expect(Set(left) == Set(ids))
    _ = try await decide(decision(left.map { .init($0) }))
    #expect(try await list(of: vacancy, by: here.recruiter).items.isEmpty)
    await #expect(throws: Refusal.unknown) { try await list(of: .random(), by: here.recruiter) }
    await #expect(throws: Refusal.roleNeverMay) { try await list(of: vacancy, by: here.reviewer) }
  }
}
