import Casework
import Domain
import Postgres
import Records
import Support
import Testing

/// Several people who do the same thing at the same time.
@Suite(.office) struct ContentionTests {
  let here = TestOffice.current

  /// Runs `act` in several tasks at once; how many it let through and what it told the others.
  private func atOnce(
    _ count: Int, _ act: @escaping @Sendable (Int) async throws -> Void
  ) async -> (done: Int, refusals: [Refusal]) {
    await withTaskGroup(of: (any Error)?.self) { group in
      for number in 0..<count {
        group.addTask {
          do {
            try await act(number)
            return nil
          } catch {
            return error
          }
        }
      }
      var (done, refusals) = (0, [Refusal]())
      for await error in group {
        if let refusal = error as? Refusal {
          refusals.append(refusal)
        } else if let error {
          Issue.record(error)
        } else {
          done += 1
        }
      }
      return (done, refusals)
    }
  }

  @Test func oneOfManyOutcomesIsRecorded() async throws {
    for _ in 0..<20 {
      let id = try await here.receiveForVacancy()
      let (done, refusals) = await atOnce(4) { [here] number in
        try await here.decide(id, number.isMultiple(of: 2) ? .rejected : .withdrawn)
      }
      #expect(done == 1)
      #expect(refusals == Array(repeating: .alreadyDecided, count: 3))
      #expect(try await here.rows(of: id)["outcome"] == 1)
      #expect(try await here.standing(id) == [.evidence])
    }
  }

  @Test func manyYesesAreOneConsentAndManyWithdrawalsOneErasure() async throws {
    for turn in 0..<20 {
      let id = try await here.receive(.number(turn))
      let token = try await here.invite(id)
      let (given, _) = await atOnce(4) { [here] _ in try await here.answer(token, .give) }
      #expect(given == 4)
      #expect(try await here.grounds(of: id).filter { $0.kind == .pool }.count == 1)
      try await here.asSuperuser { rows in
        try rows.run(
          """
          UPDATE ground SET ended_at = '2026-01-01', ended_by = 'outcomeRecorded'
          WHERE application_id = \(id.uuid) AND kind = 'procedure'
          """)
      }
      let (withdrawn, _) = await atOnce(4) { [here] _ in
        try await here.answer(token, .withdraw)
      }
      #expect(withdrawn == 4)
      #expect(try await here.isErased(id))
      let entries = try await here.ledger(of: id)
      #expect(
        entries.filter { !$0.contains("mailSent invitation") } == [
          "recruiter applicationReceived", "recruiter consentAsked #",
          "applicant consentGiven link", "timer mailSent confirmation",
          "applicant consentWithdrawn consent=# channel=link at=#",
          "timer applicationErased cause=consentWithdrawn final=#",
        ])
    }
    try await DeliverMail(here.office)()
    #expect(here.post.kinds.filter { $0 == "erasureReceipt" }.count == 20)
  }

  @Test func nothingComesInAfterAVacancyHasClosed() async throws {
    for turn in 0..<20 {
      let vacancy = try await here.openVacancy()
      let (_, refusals) = await atOnce(4) { [here] number in
        if number == 1 {
          try await CloseVacancy(here.office)(vacancy, by: here.recruiter)
        } else {
          _ = try await here.receive(.number(turn), for: vacancy)
        }
      }
      #expect(refusals.allSatisfy { $0 == .vacancyClosed })
      let late = try await here.asSuperuser { rows in
        try rows.first(
          """
          SELECT count(*) AS n FROM ledger r JOIN application a ON a.id = ANY (r.applications)
          WHERE r.action = 'applicationReceived' AND a.vacancy_id = \(vacancy.uuid)
            AND r.number > (SELECT c.number FROM ledger c WHERE c.action = 'vacancyClosed'
              AND c.detail = \(vacancy.text))
          """
        ) { try $0("n", as: Int.self) }
      }
      #expect(late == 0)
    }
  }

  @Test func whoWaitsTooLongForALockIsToldToComeAgain() async throws {
    let id = try await here.receive()
    let number = id.bytes.prefix(8).reduce(0) { $0 << 8 | Int($1) }
    try await here.asSuperuser { try $0.run("SELECT pg_advisory_lock(\(number))") }
    do {
      try await here.note(on: id)
      Issue.record("nobody waited")
    } catch {
      #expect(Fault.isOutage(error))
      #expect(Fault.code(of: error) == "database outage")
    }
    try await here.asSuperuser { try $0.run("SELECT pg_advisory_unlock(\(number))") }
    try await here.note(on: id)
    #expect(try await here.count("note") == 1)
  }
}
