import Foundation
import Journal
import Postgres
import Support
import Testing

@testable import Casework
@testable import Domain
@testable import Records

/// After a restore the journal brings back what the database has forgotten: nobody comes back, and
/// who had lost access has lost it.
@Suite(.office) struct ReconcileTests {
  let here = TestOffice.current

  @Test(arguments: [true, false]) func nobodyComesBack(documents: Bool) async throws {
    let (kept, gone) = (try await here.rejected(), try await here.receive(.number(2)))
    let new = try await here.receive(.number(3))
    try await here.store(in: gone)
    try await here.decide(gone, .rejected)
    let report = try await here.losing(documents: documents) {
      try await EraseOnRequest(here.office)(
        gone, confirm: gone.text, reason: "asked", by: here.privacyOfficer)
      try await EraseOnRequest(here.office)(
        new, confirm: new.text, reason: "error", by: here.recruiter)
    }
    #expect(report.erasures == 2)
    #expect(try await here.isErased(gone))
    #expect(try await here.isErased(new))
    #expect(try await !here.isErased(kept))
    #expect(try await here.receipt(of: gone)?.cause == .request)
    #expect(try here.files().isEmpty)
    #expect(here.post.letters.count == 2, "the receipts went out once")
  }

  @Test func whoWasErasedBeforeAnybodyBackedThemUpHasTheirReceipt() async throws {
    let report = try await here.losing {
      let id = try await here.receive()
      try await EraseOnRequest(here.office)(
        id, confirm: id.text, reason: "asked", by: here.privacyOfficer)
    }
    #expect(report.erasures == 0 && report.lost > 0)
    #expect(try await here.count("erasure") == 1)
    #expect(try await here.count("application") == 0)
  }

  @Test func whoSaidNoToARenewalIsNotAskedAgain() async throws {
    let (id, _) = try await here.onlyInPool()
    // The end of a consent of 2 March 2026, less sixty days.
    here.clock.set(to: "2028-01-01")
    _ = try await here.losing {
      #expect(try await AskRenewals(here.office)().queued == 1)
      try await here.answer(try #require(here.post.tokens.last), .decline)
    }
    #expect(try await AskRenewals(here.office)().queued == 0)
    here.clock.set(to: "2028-02-15")
    #expect(try await AskRenewals(here.office)().queued == 0)
    await #expect(throws: Refusal.answeredNo) {
      _ = try await PrintLetter(here.office)(id, .renewal, by: here.recruiter)
    }
    #expect(try await here.standing(id) == [.pool])
  }

  @Test func whoTookTheirConsentBackLeavesThePoolAgain() async throws {
    let id = try await here.rejected()
    let token = try await here.invite(id)
    try await here.answer(token, .give)
    let other = try await here.rejected(.number(2))
    let no = try await here.invite(other)
    let third = try await here.rejected(.number(3))
    var letters = 0
    let report = try await here.losing {
      try await here.answer(token, .withdraw)
      try await here.answer(no, .decline)
      let late = try await here.invite(third)
      try await here.answer(late, .decline)
      letters = here.post.letters.count
    }
    #expect(report.withdrawals == 1 && report.other == 2)
    #expect(try await here.standing(id) == [.evidence])
    for id in [id, other, third] {
      await #expect(throws: Refusal.answeredNo) { _ = try await here.invite(id) }
    }
    _ = try await DeliverMail(here.office).round()
    #expect(here.post.letters.count == letters, "nothing is sent again")
  }

  @Test func holdsComeBackWithWordsThatNameTheirEntry() async throws {
    let (held, freed) = (try await here.rejected(), try await here.rejected(.number(2)))
    let old = try await here.hold(freed)
    let report = try await here.losing {
      _ = try await here.hold(held)
      try await ReleaseHold(here.office)(old, reason: "settled", by: here.legal)
    }
    #expect(report.holds == 2)
    #expect(try await here.standing(held) == [.evidence, .hold])
    #expect(try await here.standing(freed) == [.evidence])
    here.clock.set(to: "2027-01-10")
    #expect(try await here.purge().erased == 1)
    #expect(try await here.isErased(freed))
    #expect(try await !here.isErased(held))
  }

  @Test func aHoldOnWhatIsLostIsCounted() async throws {
    let report = try await here.losing {
      let id = try await here.rejected()
      _ = try await here.hold(id)
    }
    #expect(report.holds == 0 && report.impossible == 1)
  }

  @Test func whoLostAccessHasLostIt() async throws {
    let administrator = here.caller(.administrator)
    let (auditor, legal) = (here.member(.auditor).id, here.member(.legal).id)
    let vacancy = try await here.openReviewedVacancy()
    let other = try await here.openReviewedVacancy()
    let id = try await here.receive(for: vacancy)
    _ = try await here.receive(.number(2), for: other)
    let token = try await AddStaff(here.office)(
      email: "token@example.org", name: "T", roles: [.auditor], withToken: true)
    let report = try await here.losing {
      try await DisableStaff(here.office)(auditor, by: administrator)
      try await RevokeRole(here.office)(.legal, from: legal, by: administrator)
      try await GrantRole(here.office)(.auditor, to: legal, by: administrator)
      try await RevokeTokens(here.office)(of: token.id, by: administrator)
      try await RemoveTeamPart(here.office)(
        vacancy: vacancy, staff: here.member(.reviewer).id, by: here.recruiter)
      try await SetTeamPart(here.office)(
        vacancy: other, staff: here.member(.reviewer).id, part: .interviewer,
        until: here.clock.today, by: here.recruiter)
    }
    #expect(report.other == 6)
    let carried = try #require(token.token)
    #expect(try await Authenticate(here.office)(token: carried.reveal()) == nil)
    let lines = try await here.as(.admin) { try StaffList.all(in: $0) }
    #expect(lines.first { $0.id == auditor }?.disabledAt != nil)
    #expect(lines.first { $0.id == legal }?.roles == [.auditor])
    #expect(try await !here.whoOpens(id).contains(.reviewer))
    here.clock.pass(days: 1)
    let seen = try await here.as(.reviewer, .staff(here.member(.reviewer))) {
      try Teams.all(in: $0)
    }
    #expect(seen.isEmpty)
  }

  @Test func aDeletedDocumentIsGoneFromTheRestoredFolder() async throws {
    let id = try await here.receive()
    let (kept, deleted) = (try await here.store(in: id), try await here.store(in: id))
    let report = try await here.losing {
      try await DeleteDocument(here.office)(deleted, of: id, by: here.recruiter)
    }
    #expect(report.other == 1)
    #expect(try here.files().count == 1)
    let shown = try await OpenApplication(here.office)(id, by: here.recruiter)
    #expect(shown.documents.map(\.id) == [kept])
    #expect(try await here.count("rekeying") == 0)
  }

  @Test func everyActThatProtectsIsRepeatedOrNeedsNoRepeating() {
    let without: Set<LedgerEntry.Action> = [.sessionsEnded, .epochRotated, .reconciled]
    for action in LedgerEntry.Action.allCases where action.isProtective {
      #expect((Replay.of(action) == nil) == without.contains(action), "\(action)")
    }
  }

  @Test func paperThatIsGoneIsNotFetchedAgain() async throws {
    let id = try await ReceiveApplication(here.office)(
      NewApplication(vacancy: nil, channel: .post, applicant: .karl), by: here.recruiter)
    let paper = try #require(try await ListPaper(here.office).of(id, by: here.recruiter))
    let report = try await here.losing {
      try await EraseOnRequest(here.office)(
        id, confirm: id.text, reason: "asked", by: here.privacyOfficer)
      try await ConfirmPaperGone(here.office).byLabel(
        paper.id, how: .returned, paperClass: nil, on: here.clock.today, by: here.privacyOfficer)
    }
    #expect(report.erasures == 1)
    #expect(try await here.isErased(id))
    let left = try await ListPaper(here.office)(
      .open, limit: 9, cursor: nil, by: here.privacyOfficer)
    #expect(left.items.isEmpty)
  }

  @Test func aReconciliationThatDiedIsFinishedByTheNext() async throws {
    var ids: [ApplicationID] = []
    for number in 0..<6 { ids.append(try await here.rejected(.number(number))) }
    let report = try await here.losing {
      for id in ids.prefix(3) { _ = try await here.hold(id) }
      try await EraseOnRequest(here.office)(
        ids[4], confirm: ids[4].text, reason: "asked", by: here.privacyOfficer)
    }
    #expect(report.holds == 3 && report.erasures == 1)
    // As a death between the repeated acts and the import leaves it.
    try await here.asSuperuser { rows in
      try rows.run(
        """
        DELETE FROM ledger WHERE index >= (SELECT min(index) FROM ledger
          WHERE action = 'holdPlaced')
        """)
    }
    let again = try await Reconcile(here.office)()
    #expect(again.holds == 0 && again.erasures == 0 && again.imported > 0)
    #expect(try await here.count("hold") == 3)
  }
}
