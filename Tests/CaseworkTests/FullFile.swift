import Casework
import Domain
import Postgres
import Records
import Support
import Testing

/// An application with a row in every table that can have one about it.
extension TestOffice {
  /// Rejected, in the pool, held by a suit and by a law, on paper as well; rows that exclude one
  /// another are planted.
  func fullFile() async throws -> ApplicationID {
    let id = try await receive(for: openReviewedVacancy())
    try await store(in: id)
    try await note("punctual, and kind", on: id)
    try await decide(id, .withdrawn)
    try await CorrectOutcome(office)(
      id, OutcomeDecision(outcome: .rejected, endedOn: clock.today), reason: "a slip",
      by: recruiter)
    try await RecordNotice(office)(
      id, NoticeRecord(channel: .phone, sentOn: clock.today, proof: "call list"), by: recruiter)
    _ = try await hold(id)
    _ = try await PlaceObligation(office)(
      id, law: "§ 257 HGB", until: clock.today.adding(days: 400), reason: "travel costs",
      by: legal)
    _ = try await OpenApplication(office)(id, by: legal)
    try await answer(invite(id), .give)
    _ = try await RecordPaper(office)(
      id, location: "cellar", plan: .shred, paperClass: .p4, by: recruiter)
    try await plantQueues(in: id)
    try await plantLetters(in: id)
    return id
  }

  private func plantQueues(in id: ApplicationID) async throws {
    let (id, now) = (id.uuid, clock.now)
    try await asSuperuser { rows in
      try rows.later("INSERT INTO rekeying (application_id, asked_at) VALUES (\(id), \(now))")
      try rows.later(
        """
        INSERT INTO announcement (application_id, due_on, announced_on)
        VALUES (\(id), '2026-09-03', '2026-08-27')
        """)
      try rows.later(
        """
        INSERT INTO restriction (id, application_id, placed_at, announced_at, lift_on, ended_at)
        VALUES (gen_random_uuid(), \(id), \(now), \(now), '2026-03-02', \(now))
        """)
      try rows.later(
        """
        INSERT INTO objection (id, application_id, against, received_on, channel, recorded_at)
        VALUES (gen_random_uuid(), \(id), 'contact', '2026-03-02', 'post', \(now))
        """)
      try rows.later(
        """
        INSERT INTO renewal_letter (consent_id, application_id, days, queued_at)
        SELECT id, application_id, 30, \(now) FROM consent WHERE application_id = \(id)
        """)
    }
  }

  private func plantLetters(in id: ApplicationID) async throws {
    let (id, by, now) = (id.uuid, recruiter.member.id.uuid, clock.now)
    try await asSuperuser { rows in
      try rows.later(
        """
        INSERT INTO paper_letter (id, application_id, kind, made_at, made_by, through)
        VALUES (gen_random_uuid(), \(id), 'rejection', \(now), \(by), '2026-03-09')
        """)
      try rows.later(
        """
        INSERT INTO proposal (id, application_id, vacancy_id, proposed_at, proposed_by)
        SELECT gen_random_uuid(), \(id), id, \(now), \(by) FROM vacancy LIMIT 1
        """)
      try rows.later(
        """
        INSERT INTO informed (id, application_id, version, article, language, channel, at)
        SELECT gen_random_uuid(), \(id), version, 13, 'en', 'post', \(now) FROM privacy_notice
        LIMIT 1
        """)
      try rows.later(
        """
        INSERT INTO hand_over (application_id, documents, recorded_at, recorded_by)
        VALUES (\(id), '{}', \(now), \(by))
        """)
      try rows.later(
        """
        INSERT INTO hand_over_export (application_id, document_id, exported_at, exported_by)
        SELECT application_id, id, \(now), \(by) FROM document WHERE application_id = \(id)
        """)
      try rows.run(
        """
        INSERT INTO joint_receipt (id, hash, application_id, given_on, withdrawn_at, shown_through)
        VALUES (gen_random_uuid(), decode(repeat('ab', 32), 'hex'), \(id), '2026-03-02', \(now),
          '2026-04-02')
        """)
    }
  }
}

/// That erasing and exporting walk the list of all tables.
@Suite(.office) struct FullFileTests {
  let here = TestOffice.current

  /// What says that something was erased or is still to be shredded, and no more.
  private let outliving: Set<ApplicationTable> = [.erasure, .paper]
  /// What there is only once nothing else is; the second of them after a withdrawal alone.
  private let later: Set<ApplicationTable> = [.erasure, .spentLink]

  @Test func noRowOfAnyTableIsLeftOfAnErasedApplication() async throws {
    let id = try await here.fullFile()
    let planted = try await here.rows(of: id)
    for table in ApplicationTable.allCases where !later.contains(table) {
      #expect(planted[table.rawValue] != nil, "plant a row in \(table)")
    }
    // Nothing stands any more.
    try await here.asSuperuser { rows in
      try rows.later("UPDATE hold SET released_at = \(here.clock.now)")
      try rows.run(
        """
        UPDATE ground SET ended_at = \(here.clock.now), ended_by = 'holdReleased'
        WHERE application_id = \(id.uuid) AND ended_at IS NULL
        """)
    }
    try await here.purge()
    #expect(try await here.isErased(id))
    #expect(try await Set(here.rows(of: id).keys) == Set(outliving.map(\.rawValue)))
  }

  @Test func anExportOfAMatterHoldsEveryTableThatIsNotLeftOut() async throws {
    let id = try await here.fullFile()
    let export = try await ExportMatter(here.office)([id], by: here.legal)
    let contents = try await export.contents(of: id)
    for table in ApplicationTable.allCases {
      switch table.fate {
      case .section(let file, let name):
        let sections = file == .application ? contents.application : contents.notice
        let section = sections.first { $0.name == name }
        #expect(section?.rows.isEmpty == false, "\(table) is missing")
        for row in section?.rows ?? [] {
          #expect(!row.fields.isEmpty)
          for (_, value) in row.fields {
            if case .text(let text) = value { #expect(!text.hasPrefix("\\x"), "\(table)") }
          }
        }
      case .documents: #expect(contents.documents.count == 1)
      case .leftOut(let reason): #expect(!reason.isEmpty)
      }
    }
  }
}
