import Domain
import Foundation
import Postgres
import Records
import Support
import Testing

/// Lists stay quick under row security, told by what the real statements read and by their plans.
@Suite(.office) struct PlanTests {
  let here = TestOffice.current

  /// A list as somebody asks for it; how many lines it has.
  struct List: Sendable {
    let name: String
    let login: Login
    let role: Role
    let read: @Sendable (borrowing Rows) throws -> Int

    init(
      _ name: String, _ login: Login, _ role: Role,
      _ read: @escaping @Sendable (borrowing Rows) throws -> Int
    ) {
      (self.name, self.login, self.role, self.read) = (name, login, role, read)
    }
  }

  private static let applications = 20_000
  private static let first = LineFilter(after: .start, limit: 51)
  private static let worked: [GroundKind] = [.procedure, .pool, .longerStorage, .employment]
  private static let kept: [GroundKind] = [.evidence, .legalObligation, .hold]

  private func lists(of vacancy: VacancyID) -> [List] {
    let (first, worked, kept) = (Self.first, Self.worked, Self.kept)
    let (token, today) = (Crowd.sharedToken, here.clock.today)
    return [
      List("a recruiter's newest", .recruiter, .recruiter) {
        try ApplicationLines.newest(first, in: $0).count
      },
      List("a recruiter's vacancy", .recruiter, .recruiter) {
        try ApplicationLines.newest(of: vacancy, first, in: $0).count
      },
      List("the pool", .recruiter, .recruiter) {
        try ApplicationLines.inPool(first, in: $0).count
      },
      List("a recruiter's search", .recruiter, .recruiter) {
        try ApplicationLines.found(by: [[token]], of: nil, standing: worked, first, in: $0).count
      },
      List("a search in the pool", .recruiter, .recruiter) {
        try ApplicationLines.found(by: [[token]], of: nil, standing: [.pool], first, in: $0).count
      },
      List("the endings", .recruiter, .recruiter) {
        try Endings.lines(on: today, after: .start, limit: 51, in: $0).count
      },
      List("a reviewer's newest", .reviewer, .reviewer) {
        try ApplicationLines.newestOfMyTeams(first, in: $0).count
      },
      List("a reviewer's vacancy", .reviewer, .reviewer) {
        try ApplicationLines.newest(of: vacancy, first, in: $0).count
      },
      List("a reviewer's search", .reviewer, .reviewer) {
        try ApplicationLines.found(by: [[token]], of: nil, standing: worked, first, in: $0).count
      },
      List("what is kept", .legal, .legal) { try ApplicationLines.kept(first, in: $0).count },
      List("what is kept of a vacancy", .legal, .legal) {
        try ApplicationLines.newest(of: vacancy, first, in: $0).count
      },
      List("a search in what is kept", .legal, .legal) {
        try ApplicationLines.found(by: [[token]], of: nil, standing: kept, first, in: $0).count
      },
    ]
  }

  private func counts(of vacancy: VacancyID) -> [List] {
    let (today, reviewer) = (here.clock.today, here.member(.reviewer).id)
    let since = here.clock.now.addingTimeInterval(-7 * 86_400)
    return [
      List("what runs in each vacancy", .recruiter, .recruiter) {
        try RunningProcedures.counts(in: $0).count
      },
      List("what runs in one vacancy", .recruiter, .recruiter) {
        try RunningProcedures.counts(of: vacancy, in: $0).count
      },
      List("interviews that await notes", .recruiter, .recruiter) {
        try RunningProcedures.awaitingNotes(on: today, in: $0).count
      },
      List("answers of the last days", .recruiter, .recruiter) {
        try RecentAnswers.all(since: since, limit: 20, in: $0).count
      },
      List("the next erasure", .recruiter, .recruiter) {
        try Grounds.nextErasure(after: today, in: $0) == nil ? 0 : 1
      },
      List("what runs in a reviewer's vacancies", .reviewer, .reviewer) {
        try RunningProcedures.counts(in: $0).count
      },
      List("what awaits a recommendation", .reviewer, .reviewer) {
        try RunningProcedures.awaitingRecommendation(of: reviewer, in: $0).count
      },
    ]
  }

  @Test func noListReadsATableFromEndToEnd() async throws {
    let staff = here.member(.reviewer).id
    try await here.asSuperuser { rows in
      try Crowd.arrive(Self.applications, staff: staff, in: rows)
      try rows.script(MigrationScript(contentsOfMigration: PlanReader.function))
    }
    try await here.asSuperuser { try $0.run("ANALYZE") }
    let vacancy = try await here.asSuperuser { rows in
      try rows.first("SELECT vacancy_id FROM team LIMIT 1") { VacancyID(try $0("vacancy_id")) }
    }
    let one = try #require(vacancy)
    for list in lists(of: one) + counts(of: one) {
      let (lines, read, plan) = try await here.as(
        list.login, .staff(here.member(list.role))
      ) { rows in
        let before = try PlanReader.rowsRead(rows)
        let lines = try list.read(rows)
        return (lines, try PlanReader.rowsRead(rows) - before, try PlanReader.plan(rows))
      }
      #expect(lines > 0, "\(list.name) is empty")
      // A list of a team looks through its vacancies; no list through everything.
      #expect(read < Self.applications / 4, "\(list.name) read \(read) rows")
      #expect(!plan.contains("hashed SubPlan"), "\(list.name): \(plan)")
      for table in ["application", "applicant", "search_token", "data_key"] {
        #expect(!plan.contains("Seq Scan on \(table)"), "\(list.name): \(plan)")
      }
    }
  }
}

/// What the statement run last in a session read, and how the server plans it for any parameters.
enum PlanReader {
  /// Explains a prepared statement of the session by its name.
  static let function = """
    CREATE FUNCTION plan_of(name text, parameters int) RETURNS SETOF text LANGUAGE plpgsql AS $$
    BEGIN
      SET LOCAL plan_cache_mode = force_generic_plan;
      RETURN QUERY EXECUTE format('EXPLAIN EXECUTE %I', name) || CASE WHEN parameters > 0 THEN
        '(' || array_to_string(array_fill('NULL'::text, ARRAY[parameters]), ', ') || ')'
        ELSE '' END;
    END $$
    """

  /// Rows of all tables that the session has read so far.
  static func rowsRead(_ rows: borrowing Rows) throws -> Int {
    try rows.first(
      """
      SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::bigint AS n
      FROM pg_stat_xact_user_tables
      """
    ) { try $0("n") } ?? 0
  }

  static func plan(_ rows: borrowing Rows) throws -> String {
    let last = try rows.first(
      """
      SELECT name, cardinality(parameter_types) AS parameters FROM pg_prepared_statements
      WHERE statement LIKE 'WITH %' ORDER BY prepare_time DESC LIMIT 1
      """
    ) { (try $0("name", as: String.self), try $0("parameters", as: Int.self)) }
    guard let (name, parameters) = last else { return "Seq Scan on application: nothing prepared" }
    return try rows.all("SELECT plan_of(\(name), \(parameters)::int) AS line") {
      try $0("line", as: String.self)
    }.joined(separator: "\n")
  }
}
