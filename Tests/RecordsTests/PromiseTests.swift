import Domain
import Foundation
import Postgres
import Records
import Support
import Testing

/// What the database itself refuses, whatever the program would ask of it.
@Suite(.office) struct PromiseTests {
  let here = TestOffice.current
  private static let forbidden = "42501"
  private static let violated = "23514"

  private var staffLogins: [(login: Login, role: Role)] {
    [
      (.recruiter, .recruiter), (.reviewer, .reviewer), (.legal, .legal),
      (.privacy, .privacyOfficer), (.admin, .administrator), (.auditor, .auditor),
    ]
  }

  private func count(
    _ login: Login, _ actor: Actor, _ statement: @escaping @Sendable () -> Statement
  ) async throws -> Int? {
    try await here.as(login, actor) { rows in
      try rows.first(statement()) { try $0("n", as: Int.self) }
    }
  }

  @Test func anEmptyActorMatchesNobody() async throws {
    let id = try await here.receive(for: here.openReviewedVacancy())
    _ = try await here.hold(id)
    let reviewer = Actor.staff(here.member(.reviewer))
    let tables: [@Sendable () -> Statement] = [
      { "SELECT count(*) AS n FROM application" }, { "SELECT count(*) AS n FROM applicant" },
      { "SELECT count(*) AS n FROM data_key" }, { "SELECT count(*) AS n FROM team" },
      { "SELECT count(*) AS n FROM vacancy" }, { "SELECT count(*) AS n FROM search_token" },
      { "SELECT count(*) AS n FROM ground" },
    ]
    for table in tables {
      #expect(try await count(.reviewer, reviewer, table) ?? 0 > 0)
      #expect(try await count(.reviewer, .timer, table) == 0)
    }
    // After a commit the setting is an empty text, not NULL: a connection used before is no proof.
    let fresh = try await here.connection(of: .reviewer)
    let seen = try await fresh.transaction { rows in
      try rows.first("SELECT count(*) AS n FROM application") { try $0("n", as: Int.self) }
    }
    #expect(seen == 0)
    await fresh.close()
  }

  @Test func theApplicantsLoginMeetsOneApplication() async throws {
    let (id, other) = (try await here.rejected(.ada), try await here.rejected(.karl))
    for statement in [
      { "SELECT count(*) AS n FROM application" }, { "SELECT count(*) AS n FROM ground" },
      { "SELECT count(*) AS n FROM outcome" }, { "SELECT count(*) AS n FROM vacancy" },
    ] as [@Sendable () -> Statement] {
      let all = try await count(.link, .applicant(id), statement) ?? 0
      #expect(all == 1 || all == 2)
      #expect(try await count(.link, .timer, statement) == 0)
      #expect(try await count(.link, .applicant(.random()), statement) == 0)
    }
    let foreign = try await here.as(.link, .applicant(id)) { rows in
      try Applications.find(other, in: rows) != nil
    }
    #expect(!foreign)
  }

  @Test func thePurgeDeletesNothingThatStandsAndNothingWithoutADay() async throws {
    let (id, due) = (try await here.rejected(.ada), try await here.rejected(.karl))
    try await here.asSuperuser { rows in
      try rows.run(
        "UPDATE ground SET erase_from = '2026-03-02' WHERE application_id = \(due.uuid)")
    }
    let undated = try await here.connection(of: .purge)
    for today in ["", "2026-03-01"] {
      let deleted = try await undated.transaction(settings: [Setting("lethe.today", today)]) {
        try $0.run("DELETE FROM application")
      }
      #expect(deleted == 0, "on \(today)")
    }
    #expect(try await undated.transaction { try $0.run("DELETE FROM application") } == 0)
    await undated.close()
    #expect(try await here.as(.purge) { try $0.run("DELETE FROM application") } == 1)
    #expect(try await here.standing(id) == [.evidence])
    #expect(try await here.standing(due) == nil)
  }

  @Test func onlyThePurgeDeletesApplications() async throws {
    let id = try await here.receive()
    for login in Login.allCases where login != .purge {
      #expect(
        try await here.refusal(to: login) { try $0.run("DELETE FROM application") }
          == Self.forbidden, "\(login)")
    }
    #expect(try await here.standing(id) == [.procedure])
  }

  @Test func nobodyWritesStandingByHand() async throws {
    _ = try await here.receive()
    for login in Login.allCases {
      #expect(
        try await here.refusal(to: login) { try $0.run("UPDATE application SET standing = '{}'") }
          == Self.forbidden, "\(login)")
    }
  }

  @Test func whereNothingStandsAnyMoreNoGroundIsAdded() async throws {
    let id = try await here.receive()
    try await here.asSuperuser { try Shortcut.endEverything(of: id, in: $0) }
    for (login, kind) in [(Login.legal, GroundKind.hold), (.privacy, .evidence)] {
      let ground = Ground(kind: kind, since: "2026-03-02", eraseFrom: "2026-09-02")
      #expect(
        try await here.refusal(to: login) { try Grounds.add(ground, to: id, in: $0) } == "LT001")
    }
    #expect(try await here.standing(id) == [])
  }

  @Test(arguments: [("2026-03-02", "2028-03-01"), ("2028-02-29", "2030-02-27")])
  func thePoolEndsBeforeTheSecondAnniversary(since: String, last: String) async throws {
    let id = try await here.receive()
    let tooLate = Day(stringLiteral: last).adding(days: 1)
    for login in [Login.recruiter, .privacy, .link] {
      let actor: Actor = login == .link ? .applicant(id) : .staff(here.member(.recruiter))
      let ground = Ground(kind: .pool, since: Day(stringLiteral: since), eraseFrom: tooLate)
      #expect(
        try await here.refusal(to: login, actor) { try Grounds.add(ground, to: id, in: $0) }
          == Self.violated)
      let endless = Ground(kind: .pool, since: Day(stringLiteral: since))
      #expect(
        try await here.refusal(to: login, actor) { try Grounds.add(endless, to: id, in: $0) }
          == Self.violated)
    }
    let allowed = Ground(
      kind: .pool, since: Day(stringLiteral: since), eraseFrom: Day(stringLiteral: last))
    #expect(
      try await here.refusal(to: .recruiter) { try Grounds.add(allowed, to: id, in: $0) } == nil)
  }

  @Test func evidenceHasAnEndAndRulesKeepToTheCeiling() async throws {
    let id = try await here.receive()
    let endless = Ground(kind: .evidence, since: "2026-03-02")
    #expect(
      try await here.refusal(to: .recruiter) { try Grounds.add(endless, to: id, in: $0) }
        == Self.violated)
    await #expect(throws: PostgresError.self) {
      try await here.asSuperuser { rows in
        try rows.run("INSERT INTO retention_rules VALUES (2, 6, 6, 6, 6, 25)")
      }
    }
  }

  @Test func keysAreMadeByThoseWhoMakeWhatTheyOpenAndOnlyUnderTheOpenEpoch() async throws {
    let id = try await here.receive()
    let makers: [Login: Set<String>] = [
      .recruiter: ["data_key"], .admin: ["staff_key"], .purge: ["last_mail"],
    ]
    let bytes = [UInt8](repeating: 1, count: 73)
    for login in Login.allCases {
      let actor = Actor.staff(here.member(.recruiter))
      let inserts: [(String, @Sendable (borrowing Rows) throws -> Void)] = [
        ("data_key", { try $0.run("INSERT INTO data_key VALUES (\(id.uuid), 2, \(bytes))") }),
        ("staff_key", { try $0.run("INSERT INTO staff_key VALUES (\(id.uuid), 2, \(bytes))") }),
        (
          "last_mail",
          {
            try $0.run(
              "INSERT INTO last_mail VALUES (\(id.uuid), 2, \(bytes), \(bytes), now(), now())")
          }
        ),
      ]
      for (table, insert) in inserts {
        // There is no epoch 2: whoever may insert at all is stopped by the policy.
        let refusal = try await here.refusal(to: login, actor, insert)
        #expect(refusal == Self.forbidden, "\(login) \(table)")
        let mayInsert = try await here.asSuperuser { rows in
          try rows.first(
            "SELECT has_table_privilege(\(login.rawValue), \(table), 'INSERT') AS may"
          ) { try $0("may", as: Bool.self) }
        }
        #expect(mayInsert == makers[login, default: []].contains(table), "\(login) \(table)")
      }
    }
  }

  @Test func anEpochWithKeysCannotGoWhoeverAsks() async throws {
    _ = try await here.receive()
    for table in ["data_key", "staff_key"] {
      await #expect(throws: PostgresError.self, "\(table)") {
        try await here.asSuperuser { try $0.run("DELETE FROM epoch") }
      }
    }
  }

  @Test func nobodyChangesOrRemovesAnEntryOfTheLedger() async throws {
    _ = try await here.receive()
    let before = try await here.everyEntry(of: nil)
    for login in Login.allCases {
      for statement in [
        { "UPDATE ledger SET detail = 'x'" }, { "DELETE FROM ledger" }, { "TRUNCATE ledger" },
        { "UPDATE erasure SET documents = 0" }, { "DELETE FROM erasure" },
      ] as [@Sendable () -> Statement] {
        #expect(
          try await here.refusal(to: login) { try $0.run(statement()) } == Self.forbidden,
          "\(login)")
      }
    }
    #expect(try await here.everyEntry(of: nil) == before)
  }

  @Test func nobodyWritesInAnothersName() async throws {
    let id = try await here.receive(for: here.openReviewedVacancy())
    let someoneElse = here.member(.auditor).id
    for (login, role) in staffLogins {
      let refusal = try await here.refusal(to: login, .staff(here.member(role))) { rows in
        try rows.run(
          """
          INSERT INTO ledger (id, at, actor, function, action)
          VALUES (gen_random_uuid(), now(), \(role == .auditor ? nil : someoneElse.uuid), 'x', 'y')
          """)
      }
      #expect(refusal == Self.forbidden, "\(login)")
    }
    let sealed = [UInt8](repeating: 2, count: 60)
    for (login, role) in [(Login.reviewer, Role.reviewer), (.recruiter, .recruiter)] {
      let refusal = try await here.refusal(to: login, .staff(here.member(role))) { rows in
        try rows.run(
          """
          INSERT INTO note (id, application_id, kind, text, written_at, written_by)
          VALUES (gen_random_uuid(), \(id.uuid), 'general', \(sealed), now(), \(someoneElse.uuid))
          """)
      }
      #expect(refusal == Self.forbidden, "\(login)")
    }
  }

  @Test func everyoneEndsOnlyTheGroundsThatAreTheirs() async throws {
    let id = try await here.rejected()
    try await here.answer(here.invite(id), .give)
    _ = try await here.hold(id)
    let ends: [Login: Set<String>] = [
      .recruiter: ["evidence", "pool"], .privacy: ["evidence", "pool"], .legal: ["hold"],
      .link: ["pool"], .purge: ["evidence", "pool", "hold"],
    ]
    for (login, own) in ends {
      let actor: Actor = login == .link ? .applicant(id) : .timer
      for kind in ["evidence", "pool", "hold"] {
        struct TakenBack: Error {}
        var ended = 0
        do {
          try await here.as(login, actor) { rows in
            guard
              try rows.run(
                "UPDATE ground SET ended_at = now(), ended_by = 'x' WHERE kind = \(kind)") == 0
            else { throw TakenBack() }
          }
        } catch is TakenBack { ended = 1 }
        #expect((ended == 1) == own.contains(kind), "\(login) \(kind)")
      }
    }
    #expect(try await here.standing(id) == [.evidence, .hold, .pool])
  }

  @Test func aValueTooShortToBeSealedIsRefused() async throws {
    let id = try await here.receive()
    #expect(
      try await here.refusal(to: .recruiter) { rows in
        try rows.run(
          """
          UPDATE applicant SET given_name = \(Array("Ada Lovelace".utf8))
          WHERE application_id = \(id.uuid)
          """)
      } == Self.violated)
  }
}
