import Casework
import Domain
import Support
import Testing

/// Two who decide the same applications at the same time.
@Suite(.office) struct DecisionRaceTests {
  let here = TestOffice.current

  private func group(_ ids: [ApplicationID], _ outcome: OutcomeKind) -> GroupDecision {
    GroupDecision(
      id: .random(), OutcomeDecision(outcome: outcome, endedOn: here.clock.today),
      targets: ids.map { GroupDecision.Target($0) }, tells: true)
  }

  private func recorded(_ answers: [DecisionAnswer]) -> Set<ApplicationID> {
    Set(
      answers.filter { if case .recorded = $0.fate { true } else { false } }.map(\.application))
  }

  @Test func tenAtOnceAgainstAnotherRecruiterAreEachRecordedOnceAndToldOnce() async throws {
    var chance = Chance(salt: 21)
    let added = try await AddStaff(here.office)(
      email: "lee@example.org", name: "Lee", roles: [.recruiter], withToken: false)
    let lee = Caller(member: StaffMember(id: added.id, role: .recruiter))
    let decide = DecideApplications(here.office)
    let me = here.recruiter
    var mixed = 0
    for turn in 0..<20 {
      var ids: [ApplicationID] = []
      for number in 0..<10 { ids.append(try await here.receive(.number(turn * 10 + number))) }
      let mails = here.post.kinds.count
      let (mine, others) = (group(ids, .rejected), group(ids.reversed(), .withdrawn))
      let (one, other) = await Race.run(
        &chance, { try await decide(mine, by: me) }, { try await decide(others, by: lee) })
      let (rejected, withdrawn) = (recorded(try one.get()), recorded(try other.get()))
      #expect(rejected.isDisjoint(with: withdrawn))
      #expect(rejected.union(withdrawn) == Set(ids))
      for answer in try one.get() where withdrawn.contains(answer.application) {
        #expect(answer.fate == .not(.decided(by: "Lee", at: here.clock.now)))
        #expect(answer.name != nil)
      }
      for id in ids {
        let entries = try await here.ledger(of: id).filter { $0.contains("outcomeRecorded") }
        #expect(
          entries == [
            "recruiter outcomeRecorded \(rejected.contains(id) ? "rejected" : "withdrawn")"
          ])
      }
      try await DeliverMail(here.office)()
      #expect(Set(here.post.letters.dropFirst(mails).map(\.id)).count == rejected.count)
      mixed += rejected.isEmpty || withdrawn.isEmpty ? 0 : 1
    }
    print("ten against another recruiter: \(mixed) of 20 mixed")
    #expect(mixed > 0)
  }

  @Test func theSameDecisionTwiceAtOnceIsRecordedOnceAndBothAreToldSo() async throws {
    var chance = Chance(salt: 22)
    let decide = DecideApplications(here.office)
    let me = here.recruiter
    for turn in 0..<20 {
      var ids: [ApplicationID] = []
      for number in 0..<5 { ids.append(try await here.receive(.number(turn * 5 + number))) }
      let same = group(ids, .rejected)
      let (one, other) = await Race.run(
        &chance, { try await decide(same, by: me) }, { try await decide(same, by: me) })
      for ending in [one, other] {
        let done = recorded(try ending.get())
        #expect(done == Set(ids))
      }
      for id in ids {
        #expect(try await here.rows(of: id)["outcome"] == 1)
        #expect(try await here.rows(of: id)["notice"] == 1)
        #expect(try await here.rows(of: id)["outbox"] == 2, "acknowledged and told")
      }
    }
  }
}
