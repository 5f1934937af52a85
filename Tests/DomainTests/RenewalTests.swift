import Domain
import Testing

/// When somebody in the pool is asked again.
@Suite struct RenewalTests {
  private let plan = RenewalPlan.standard

  private func pool(since: Day, eraseFrom: Day) -> Ground {
    Ground(kind: .pool, since: since, eraseFrom: eraseFrom)
  }

  private func day(_ text: String) throws -> Day { try #require(Day(text)) }

  @Test func plansAreReadAndImpossibleOnesAreNot() {
    #expect(RenewalPlan("60,30,7") == .standard)
    #expect(RenewalPlan(" 7, 60,30 ") == .standard)
    #expect(RenewalPlan("14")?.days == [14])
    for text in ["", "0", "366", "60,60", "60,", "a", "-3", "1,2,3,4,5,6", "60;30"] {
      #expect(RenewalPlan(text) == nil, "\(text)")
    }
  }

  @Test func eachPlannedDayIsDueOnceAndTheFirstLetterIsTheRequest() throws {
    let entry = pool(since: try day("2026-03-02"), eraseFrom: try day("2028-03-01"))
    let question = Consent(id: .random(), askedAt: Sample.instant)
    func due(_ text: String, _ sent: [Int]) throws -> Renewal.Due? {
      Renewal.due(
        plan, pool: entry, question: sent.isEmpty ? nil : question, sent: sent,
        today: try day(text))
    }
    #expect(try due("2027-12-31", []) == nil)
    #expect(try due("2028-01-01", []) == Renewal.Due(days: 60, isRequest: true))
    #expect(try due("2028-01-02", [60]) == nil)
    #expect(try due("2028-01-31", [60]) == Renewal.Due(days: 30, isRequest: false))
    #expect(try due("2028-02-23", [60, 30]) == Renewal.Due(days: 7, isRequest: false))
    #expect(try due("2028-02-29", [60, 30, 7]) == nil)
    // Missed for weeks: one letter, not three.
    #expect(try due("2028-02-25", []) == Renewal.Due(days: 7, isRequest: true))
    #expect(try due("2028-03-01", [60]) == nil)
  }

  @Test func anAnswerEndsIt() throws {
    let entry = pool(since: try day("2026-03-02"), eraseFrom: try day("2028-03-01"))
    let given = try day("2028-01-02")
    for answered in [
      Consent(id: .random(), askedAt: Sample.instant, declinedAt: Sample.instant),
      Consent(id: .random(), askedAt: Sample.instant, givenOn: given),
    ] {
      #expect(
        Renewal.due(
          plan, pool: entry, question: answered, sent: [60], today: try day("2028-02-01")) == nil)
    }
  }

  @Test func nothingIsAskedOnTheDayOfAShortConsent() throws {
    let entry = pool(since: try day("2026-03-02"), eraseFrom: try day("2026-04-01"))
    let today = try day("2026-03-02")
    #expect(Renewal.due(plan, pool: entry, question: nil, sent: [], today: today) == nil)
    #expect(
      Renewal.due(plan, pool: entry, question: nil, sent: [], today: try day("2026-03-25"))
        == Renewal.Due(days: 7, isRequest: true))
  }

  @Test func theConsentInForceIsTheLastOneGivenAndItsRenewalFollowsIt() throws {
    let first = Consent(id: .random(), givenOn: try day("2026-03-02"))
    let second = Consent(id: .random(), givenOn: try day("2028-01-01"), renews: first.id)
    let asked = Consent(id: .random(), askedAt: Sample.instant, renews: second.id)
    #expect(Consent.inForce([first, second, asked])?.id == second.id)
    #expect(Consent.renewal([first, second, asked])?.id == asked.id)
    #expect(Consent.renewal([first, second]) == nil)
    #expect(Consent.inForce([asked]) == nil && Consent.renewal([asked]) == nil)
  }

  @Test func anUnansweredRenewalIsANoToTheNextQuestion() throws {
    let first = Consent(id: .random(), givenOn: try day("2026-03-02"))
    let asked = Consent(id: .random(), askedAt: Sample.instant, renews: first.id)
    #expect(throws: Refusal.answeredNo) {
      try PoolInvitation.check(
        consents: [first, asked], poolStands: false, decided: true, unsolicited: false)
    }
  }
}

/// Versions of the privacy notice.
@Suite struct PrivacyNoticeTests {
  @Test func aVersionFitsIntoAnAddress() {
    for text in ["1", "2026-1", "v1.2_b", String(repeating: "x", count: 40)] {
      #expect(PrivacyNotice.isVersion(text))
    }
    for text in ["", "-1", ".", "a/b", "a b", "ä", "a%", String(repeating: "x", count: 41)] {
      #expect(!PrivacyNotice.isVersion(text), "\(text)")
    }
  }

  @Test func aLanguageThatIsMissingIsReplacedByOneThatIsThere() {
    let notice = PrivacyNotice(
      version: "1", texts: [.english: "# One"], usedSince: Sample.instant)
    #expect(notice.edition(in: .german)?.language == .english)
    #expect(
      PrivacyNotice(version: "1", texts: [:], usedSince: Sample.instant)
        .edition(in: .german) == nil)
  }

  @Test func whoseDataComeFromOthersIsToldByAnotherArticle() {
    #expect(Information.Article(source: .applicant) == .fromThePerson)
    #expect(Information.Article(source: .agency) == .fromOthers)
    #expect(Information.Article(source: .referral) == .fromOthers)
  }
}
