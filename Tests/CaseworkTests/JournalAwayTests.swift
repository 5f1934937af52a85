import Foundation
import Journal
import Postgres
import Support
import Testing

@testable import Casework
@testable import Domain
@testable import Records

/// While the journal can't be written nothing that protects somebody is said to be done, and
/// nothing is erased.
@Suite(.office) struct JournalAwayTests {
  let here = TestOffice.current

  private func takeCopyAway() throws {
    let copy = try #require(here.journal.copy)
    try FileManager.default.moveItem(atPath: copy, toPath: copy + ".away")
  }

  private func bringCopyBack() throws {
    let copy = try #require(here.journal.copy)
    try FileManager.default.moveItem(atPath: copy + ".away", toPath: copy)
  }

  private func lastInJournal() throws -> JournalRecord? {
    try here.journal.locked { open in try open.records(from: open.size - 1, limit: 1).first }
  }

  /// The copy exists once there is something in the journal.
  private func begin() async throws -> ApplicationID {
    let id = try await here.rejected()
    try await here.office.sequencer()
    try takeCopyAway()
    return id
  }

  @Test func anActThatProtectsIsDoneButNotAnsweredAndFollowsByItself() async throws {
    _ = try await begin()
    let auditor = here.member(.auditor).id
    await #expect(throws: Refusal.journalUnavailable) {
      try await DisableStaff(here.office)(auditor, by: here.caller(.administrator))
    }
    #expect(await Health(here.office).isReady() == false)
    let line = try await here.as(.admin) { try StaffList.all(only: auditor, in: $0).first }
    #expect(line?.disabledAt != nil)
    // What protects nobody goes on.
    _ = try await here.receive()
    try bringCopyBack()
    try await here.office.sequencer.ifNeeded()
    let actions = try here.journal.locked { open in
      try open.records(from: 0, limit: 1000).map(\.action)
    }
    #expect(actions.contains("staffDisabled"))
    #expect(actions.last == "mailSent", "the acknowledgement of what came meanwhile")
    #expect(await Health(here.office).isReady())
  }

  @Test func nothingIsErasedMeanwhile() async throws {
    let id = try await begin()
    here.clock.set(to: "2026-12-01")
    await #expect(throws: Refusal.journalUnavailable) { _ = try await here.purge() }
    #expect(try await here.standing(id) == [.evidence])
    await #expect(throws: Refusal.journalUnavailable) {
      try await EraseOnRequest(here.office)(
        id, confirm: id.text, reason: "asked", by: here.privacyOfficer)
    }
    #expect(try await !here.isErased(id))
    try bringCopyBack()
    #expect(try await here.purge().erased == 1)
    #expect(try await here.isErased(id))
  }

  @Test func aCallThatComesAgainIsToldTheSameUntilTheJournalHasIt() async throws {
    let id = try await begin()
    let caller = here.caller(.legal, key: "again")
    let day = here.clock.today.adding(days: 30)
    for _ in 0..<2 {
      await #expect(throws: Refusal.journalUnavailable) {
        _ = try await PlaceHold(here.office)(
          id, matter: "m", reason: "r", reviewOn: day, by: caller)
      }
    }
    try bringCopyBack()
    try await here.office.sequencer.ifNeeded()
    _ = try await PlaceHold(here.office)(id, matter: "m", reason: "r", reviewOn: day, by: caller)
    #expect(try await here.count("hold") == 1)
    #expect(try lastInJournal()?.action == "holdPlaced")
  }

  /// A hold on its vacancy that an application has no part of yet.
  private func plantHold(for id: ApplicationID) async throws {
    let legal = here.member(.legal).id
    try await here.asSuperuser { rows in
      let vacancy = try rows.first("SELECT vacancy_id AS v FROM application WHERE id = \(id.uuid)")
      {
        VacancyID(try $0("v"))
      }
      _ = try Shortcut.holdWithoutParts(on: try #require(vacancy), by: legal, in: rows)
    }
  }

  @Test func whatIsSaidToBeRecordedIsThoughAHoldComesFirst() async throws {
    let (id, _) = try await here.onlyInPool()
    try await here.office.sequencer()
    try await plantHold(for: id)
    try takeCopyAway()
    await #expect(throws: Refusal.journalUnavailable) {
      try await RecordWithdrawal(here.office)(
        id, channel: .phone, receivedAt: here.clock.now, by: here.recruiter)
    }
    #expect(try await here.standing(id) == [.hold])
    #expect(try await here.ledger(of: id).contains { $0.contains("consentWithdrawn") })
    try bringCopyBack()
    try await here.office.sequencer.ifNeeded()
  }

  @Test func aLiftingThatIsSaidToBeRecordedIsThoughItIsAnnouncedFirst() async throws {
    let id = try await here.rejected()
    try await PlaceRestriction(here.office)(id, reason: "disputed", by: here.privacyOfficer)
    try takeCopyAway()
    await #expect(throws: Refusal.journalUnavailable) {
      try await LiftRestriction(here.office)(id, by: here.privacyOfficer)
    }
    #expect(try await here.standing(id) == [.evidence])
    try bringCopyBack()
    try await here.office.sequencer.ifNeeded()
    #expect(try lastInJournal()?.action == "restrictionLifted")
  }

  @Test func aWithdrawalOfAllEntriesThatIsSaidToBeRecordedIs() async throws {
    let (other, _) = try await here.onlyInPool()
    let (id, token) = try await here.onlyInPool()
    try await here.office.sequencer()
    try takeCopyAway()
    await #expect(throws: Refusal.journalUnavailable) {
      _ = try await AnswerLink(here.office)(token: token, .withdraw, scope: .all)
    }
    for one in [other, id] {
      #expect(try await here.standing(one) == [])
    }
    try bringCopyBack()
    #expect(try await here.purge().erased == 2)
  }

  @Test func anApplicantIsNotToldThatAWithdrawalIsDone() async throws {
    let (id, token) = try await here.onlyInPool()
    try await here.office.sequencer()
    try takeCopyAway()
    for _ in 0..<2 {
      await #expect(throws: Refusal.journalUnavailable) {
        _ = try await here.answer(token, .withdraw)
      }
    }
    #expect(try await !here.isErased(id))
    try bringCopyBack()
    #expect(try await here.purge().erased == 1)
    #expect(try await here.isErased(id))
  }

  @Test func whoAsksAgainIsToldTheSameUntilTheJournalHasIt() async throws {
    _ = try await begin()
    let (auditor, legal) = (here.member(.auditor).id, here.member(.legal).id)
    let administrator = here.caller(.administrator)
    let acts: [(String, @Sendable () async throws -> Void)] = [
      ("disable", { try await DisableStaff(here.office)(auditor, by: administrator) }),
      ("revoke", { try await RevokeRole(here.office)(.legal, from: legal, by: administrator) }),
      ("grant", { try await GrantRole(here.office)(.auditor, to: legal, by: administrator) }),
    ]
    for (name, act) in acts {
      for turn in 1...2 {
        await #expect(throws: Refusal.journalUnavailable, "\(name), time \(turn)") {
          try await act()
        }
      }
    }
    try bringCopyBack()
    for (_, act) in acts { try await act() }
    let actions = try here.journal.locked { open in
      try open.records(from: 0, limit: 1000).map(\.action)
    }
    for action in ["staffDisabled", "roleRevoked", "roleGranted"] {
      #expect(actions.count { $0 == action } == 1, "\(action)")
    }
    try takeCopyAway()
    for _ in 1...2 {
      await #expect(throws: Refusal.journalUnavailable) {
        try await EnableStaff(here.office)(auditor, by: administrator)
      }
    }
    try bringCopyBack()
    try await EnableStaff(here.office)(auditor, by: administrator)
    #expect(try lastInJournal()?.action == "staffEnabled")
  }

  @Test func paperIsNotSaidToBeGoneBeforeTheJournalHasIt() async throws {
    _ = try await here.rejected()
    let id = try await ReceiveApplication(here.office)(
      NewApplication(vacancy: nil, channel: .post, applicant: .karl), by: here.recruiter)
    try await here.decide(id, .rejected)
    try await here.office.sequencer()
    try takeCopyAway()
    for _ in 1...2 {
      await #expect(throws: Refusal.journalUnavailable) {
        try await ConfirmPaperGone(here.office)(
          id, how: .returned, on: here.clock.today, by: here.recruiter)
      }
    }
    try bringCopyBack()
    try await ConfirmPaperGone(here.office)(
      id, how: .returned, on: here.clock.today, by: here.recruiter)
    #expect(try lastInJournal()?.action == "paperDestroyed")
  }
}
