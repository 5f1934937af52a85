import Casework
import Domain
import Foundation
import Postgres
import Records
import Support
import Testing

/// Whatever comes first: nothing acknowledged is lost, nothing is half done. Each race runs many
/// times; `LETHE_TEST_SEED` repeats a run's waits.
@Suite(.office) struct RaceTests {
  let here = TestOffice.current

  /// How often each side came first, to see that a race was one.
  private struct Score {
    var (one, other) = (0, 0)

    mutating func count(oneFirst: Bool) { if oneFirst { one += 1 } else { other += 1 } }

    func expectBoth(_ race: String) {
      print("\(race): \(one) to \(other)")
      #expect(one > 0 && other > 0, "\(race) was no race: \(one) to \(other)")
    }
  }

  /// An error that is no answer: not a refusal.
  private func expectRefusal<Answer>(_ ending: Race.Ending<Answer>, _ allowed: Refusal) {
    if case .failure(let error) = ending { #expect(error as? Refusal == allowed) }
  }

  /// As ``TestOffice/isErased(_:)``, and no file is left either.
  private func expectErased(_ id: ApplicationID) async throws {
    #expect(try await here.isErased(id))
    #expect(try here.files() == [])
    #expect(try await here.count("doomed_file") == 0)
  }

  @Test func anUploadAgainstAnErasureStoresAllOrNothing() async throws {
    var (chance, score) = (Chance(salt: 1), Score())
    let office = here.office
    let spare = try await here.receive(.number(999))
    let spread = try await Race.twice { _ = try await here.store(in: spare) }
    try await EraseOnRequest(office)(
      spare, confirm: spare.text, reason: "asked", by: here.privacyOfficer)
    for turn in 0..<Race.turns {
      let id = try await here.receive(.number(turn))
      let upload = try await StoreDocument(office).begin(
        application: id, kind: .cv, name: "cv.pdf", type: .pdf, declaredBytes: nil,
        by: here.recruiter)
      try await upload.write(SampleDocument.pdf())
      let officer = here.privacyOfficer
      let (stored, erased) = await Race.run(
        &chance, spread: spread, { try await upload.finish() },
        {
          try await EraseOnRequest(office)(
            id, confirm: id.text, reason: "asked", by: officer)
        })
      expectRefusal(stored, .unknown)
      try erased.get()
      try await expectErased(id)
      let documents = try await here.receipt(of: id)?.documents
      let cameFirst = (try? stored.get()) != nil
      #expect(documents == (cameFirst ? 1 : 0))
      score.count(oneFirst: cameFirst)
    }
    score.expectBoth("upload against erasure")
  }

  @Test func aWithdrawalAgainstThePurgeErasesOnceAndAcknowledgesWhatItDid() async throws {
    var (chance, score) = (Chance(salt: 2), Score())
    let office = here.office
    let spread = try await Race.againstThePurge(of: here)
    for turn in 0..<Race.turns {
      let id = try await here.receive(.number(turn))
      let token = try await here.invite(id)
      try await here.answer(token, .give)
      try await leaveOnlyThePool(id, until: here.clock.today)
      let (answer, purged) = await Race.run(
        &chance, spread: spread,
        { try await AnswerLink(office)(token: token, .withdraw) },
        { try await Purge(office)() })
      _ = try purged.get()
      try await expectErased(id)
      let cause = try await here.receipt(of: id)?.cause
      // Either the withdrawal was there and is confirmed, or time had run out before it.
      let matter = try answer.get()
      let isWithdrawn = try await here.ledger(of: id).contains { $0.contains("consentWithdrawn") }
      #expect(cause == (isWithdrawn ? .consentWithdrawn : .timeRanOut))
      #expect((matter != nil) == isWithdrawn)
      try await DeliverMail(office)()
      let receipts = zip(here.post.kinds, here.post.letters).filter {
        $0 == "erasureReceipt" && $1.recipient.email.reveal() == "nora\(turn)@example.org"
      }
      #expect(receipts.count == (isWithdrawn ? 1 : 0))
      score.count(oneFirst: isWithdrawn)
    }
    score.expectBoth("withdrawal against purge")
  }

  /// Its procedure is over, and what it is kept for in the pool ends on `day`.
  private func leaveOnlyThePool(_ id: ApplicationID, until day: Day) async throws {
    try await here.asSuperuser { rows in
      try rows.run(
        """
        UPDATE ground SET erase_from = \(day.description)::text::date
        WHERE application_id = \(id.uuid) AND kind = 'pool'
        """)
      try rows.run(
        """
        UPDATE ground SET ended_at = '2026-01-01', ended_by = 'outcomeRecorded'
        WHERE application_id = \(id.uuid) AND kind = 'procedure'
        """)
    }
  }

  @Test func aNoteAgainstAnOutcomeIsWrittenBeforeItOrNotAtAll() async throws {
    var (chance, score) = (Chance(salt: 3), Score())
    let office = here.office
    let vacancy = try await here.openReviewedVacancy()
    for turn in 0..<Race.turns {
      let id = try await here.receive(.number(turn), for: vacancy)
      let writer = turn.isMultiple(of: 2) ? here.reviewer : here.recruiter
      let decider = here.recruiter
      let today = here.clock.today
      let (note, outcome) = await Race.run(
        &chance,
        {
          try await WriteNote(office)(
            id, kind: .general, text: "punctual", verdict: nil, by: writer)
        },
        {
          try await RecordOutcome(office)(
            id, OutcomeDecision(outcome: .rejected, endedOn: today), by: decider)
        })
      try outcome.get()
      expectRefusal(note, .unknown)
      let isWritten = (try? note.get()) != nil
      let entries = try await here.ledger(of: id).map { $0.split(separator: " ")[1] }
      #expect(
        entries == ["applicationReceived"] + (isWritten ? ["noteWritten"] : []) + [
          "outcomeRecorded"
        ])
      #expect(try await here.rows(of: id)["note"] == (isWritten ? 1 : nil))
      #expect(try await here.standing(id) == [.evidence])
      score.count(oneFirst: isWritten)
    }
    score.expectBoth("note against outcome")
  }

  /// An application whose last ground has run out today; by what its applicant could renew.
  private func overdue(_ turn: Int) async throws -> (id: ApplicationID, token: String) {
    let id = try await here.receive(.number(turn))
    let token = try await here.invite(id)
    let today = here.clock.today
    try await here.decide(id, .rejected)
    try await here.asSuperuser { rows in
      try rows.run(
        """
        UPDATE ground SET erase_from = \(today.description)::text::date
        WHERE application_id = \(id.uuid) AND kind = 'evidence'
        """)
    }
    return (id, token)
  }

  /// After a renewal against the purge: what was acknowledged is there, whole; what wasn't, gone.
  private func expectKept(_ id: ApplicationID, if isRenewed: Bool) async throws {
    guard isRenewed else { return try await expectErased(id) }
    #expect(try await here.standing(id).map { $0.contains(.pool) } == true)
    let rows = try await here.rows(of: id)
    #expect(rows["data_key"] == 1 && rows["applicant"] == 1 && rows["erasure"] == nil)
    #expect(try await OpenApplication(here.office)(id, by: here.recruiter).applicant.email != nil)
    // Out of the way of the next turn.
    try await EraseOnRequest(here.office)(
      id, confirm: id.text, reason: "over", by: here.privacyOfficer)
  }

  @Test func aConsentGivenByLinkAgainstThePurgeKeepsTheApplicationOrIsNotAcknowledged()
    async throws
  {
    var (chance, score) = (Chance(salt: 4), Score())
    let office = here.office
    let spread = try await Race.againstThePurge(of: here)
    for turn in 0..<Race.turns {
      let (id, token) = try await overdue(turn)
      let (answer, purged) = await Race.run(
        &chance, spread: spread,
        { try await AnswerLink(office)(token: token, .give) },
        { try await Purge(office)() })
      _ = try purged.get()
      let matter = try answer.get()
      if let matter {
        #expect(matter.state == .inPool(givenOn: "2026-03-02", eraseOn: "2028-03-01"))
      }
      try await expectKept(id, if: matter != nil)
      score.count(oneFirst: matter != nil)
    }
    score.expectBoth("consent by link against purge")
  }

  @Test func aConsentOnPaperAgainstThePurgeKeepsTheApplicationOrIsRefused() async throws {
    var (chance, score) = (Chance(salt: 5), Score())
    let office = here.office
    let spread = try await Race.againstThePurge(of: here)
    for turn in 0..<Race.turns {
      let (id, _) = try await overdue(turn)
      let recorder = turn.isMultiple(of: 2) ? here.recruiter : here.privacyOfficer
      let paper = PaperConsent(
        channel: .post, givenOn: here.clock.today, textVersion: "2026-1")
      let (recorded, purged) = await Race.run(
        &chance, spread: spread,
        { try await RecordConsent(office)(id, paper, by: recorder) },
        { try await Purge(office)() })
      _ = try purged.get()
      expectRefusal(recorded, .unknown)
      let isRecorded = (try? recorded.get()) != nil
      try await expectKept(id, if: isRecorded)
      score.count(oneFirst: isRecorded)
    }
    score.expectBoth("consent on paper against purge")
  }

  @Test func aHoldAgainstThePurgeKeepsTheApplicationOrIsRefused() async throws {
    var (chance, score) = (Chance(salt: 6), Score())
    let (office, legal) = (here.office, here.legal)
    let spread = try await Race.againstThePurge(of: here)
    for turn in 0..<Race.turns {
      let (id, _) = try await overdue(turn)
      let reviewOn = here.clock.today
      let (placed, purged) = await Race.run(
        &chance, spread: spread,
        {
          try await PlaceHold(office)(
            id, matter: "a suit", reason: "announced", reviewOn: reviewOn, by: legal)
        }, { try await Purge(office)() })
      _ = try purged.get()
      expectRefusal(placed, .unknown)
      if let hold = try? placed.get() {
        #expect(try await here.standing(id).map { $0.contains(.hold) } == true)
        try await ReleaseHold(office)(hold, reason: "settled", by: legal)
        score.count(oneFirst: true)
      } else {
        score.count(oneFirst: false)
      }
      try await expectErased(id)
    }
    score.expectBoth("hold against purge")
  }
}
