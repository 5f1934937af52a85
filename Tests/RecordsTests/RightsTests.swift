import Domain
import Postgres
import Records
import Support
import Testing

/// What each login may do to each table at all: privileges and policies together.
@Suite(.office) struct RightsTests {
  let here = TestOffice.current

  /// Per table, login and verbs: S selects, I inserts, U updates, D deletes; small where only some
  /// columns are meant. What isn't here is nobody's right.
  static let table = """
    account: admin s, door SIU
    announcement: purge SI
    applicant: keys SU, legal S, link s, mail s, privacy S, purge s, recruiter SIU, reviewer S
    application: keys Su, legal S, link S, mail S, privacy S, purge SD, recruiter Siu, reviewer S,
      standing su
    attempt: door SIU, purge SD
    clock_doubt: purge SID
    clock_reading: purge SIuD
    consent: legal S, link Su, mail S, privacy SIU, purge Siu, recruiter SIU
    data_key: keys Su, legal S, link S, mail S, privacy S, purge S, recruiter SI, reviewer S
    digest_day: mail SID
    document: keys Su, legal S, privacy SD, purge s, recruiter SID, reviewer S
    doomed_file: privacy I, purge SID, recruiter I
    ending: keys Su, privacy SID, purge SD, recruiter SID, standing su
    epoch: admin S, door S, keys SiuD, legal S, link S, mail S, privacy S, purge S, recruiter S,
      reviewer S
    erasure: auditor S, door S, privacy S, purge SI
    first_answer: legal SI, privacy SI, purge SD, recruiter SI, reviewer SI
    ground: legal SIu, link SIu, mail S, privacy SIu, purge SIu, recruiter SIu, reviewer S,
      standing s
    hand_over: keys Su, legal S, privacy S, recruiter SI
    hand_over_export: legal S, privacy S, recruiter SI
    hold: keys Su, legal SIu, link s, privacy S, purge siu, recruiter SI, reviewer s
    informed: legal S, link SI, mail I, privacy S, recruiter SI, reviewer S
    installation: door S
    joint_receipt: door S, link I, purge SuD
    key_file: door S
    last_mail: keys Su, mail SuD, purge SID
    ledger: admin i, auditor Si, door si, keys i, legal Si, link i, mail i, privacy Si, purge si,
      recruiter i, reviewer i, sequencer Siu
    legal_obligation: keys Su, legal SIu, privacy S, purge su
    link: door S, mail S, privacy SIu, purge SI, recruiter SIu
    note: keys Su, legal S, privacy S, recruiter SI, reviewer SI
    notice: keys Su, legal S, privacy SI, purge S, recruiter SI, reviewer S
    objection: keys Su, legal S, link SI, mail S, privacy SIu, purge S, recruiter SI, reviewer S
    outbox: legal S, link I, mail Su, privacy sI, purge sI, recruiter SIuD
    outcome: keys Su, legal S, link s, mail S, privacy SIu, purge S, recruiter SIu, reviewer S
    paper: keys Su, legal S, privacy Su, purge Su, recruiter SIu
    paper_letter: legal S, mail S, recruiter SI
    privacy_notice: admin SI, door S, link S, mail S, recruiter S
    privacy_notice_text: admin SI, door S, link S, mail S, recruiter S
    privacy_notice_use: admin Si, door S, link S, mail S, recruiter S
    proposal: legal S, link Su, mail S, recruiter SIu
    purge_run: purge SID
    recovery_code: door SID
    rekeying: keys SD, privacy SI, recruiter SI
    renewal_letter: purge SI
    restriction: keys Su, mail s, privacy SIu, purge s, standing s
    retention_rules: legal S, link S, mail S, privacy Si, purge Su, recruiter S,
      reviewer S
    search_token: keys SID, legal S, link S, recruiter SID, reviewer S
    second_factor: admin s, door SIUD
    session: admin sD, door SIUD, purge sD
    set_up_link: admin SID, door SD, purge sD
    spent_link: door S, purge SID
    staff: admin SIu, door su, keys su, legal s, mail s, privacy s, recruiter s, reviewer s
    staff_key: admin SI, door S, keys Su, legal S, mail S, privacy S, recruiter S, reviewer S
    staff_mail: mail SIuD
    staff_role: admin SID, door S, recruiter S
    stated_reason: keys SIu, legal I, privacy SI, recruiter I, reviewer I
    team: admin S, recruiter SIUD, reviewer S
    timer: keys SU, mail SU, purge SU
    token: admin SIu, door S
    vacancy: admin S, legal S, link S, mail S, privacy S, purge S, recruiter SIu, reviewer S
    vacancy_hold: legal SIu, link s, privacy S, purge su, recruiter s
    """

  /// `table login verbs` for each right of the table above.
  static var expected: Set<String> {
    var (name, rights) = ("", Set<String>())
    for part in table.split(whereSeparator: { $0 == "\n" || $0 == "," }) {
      var words = part.split(separator: " ")
      if words[0].hasSuffix(":") { name = String(words.removeFirst().dropLast()) }
      if words.count == 2 { rights.insert("\(name) \(words[0]) \(words[1])") }
    }
    return rights
  }

  @Test func eachLoginMayDoWhatTheTableOfRightsSaysAndNothingElse() async throws {
    let (found, expected) = (Set(try await rights()), Self.expected)
    #expect(found.subtracting(expected).sorted() == [], "rights nobody wrote down")
    #expect(expected.subtracting(found).sorted() == [], "rights that are missing")
  }

  /// What the database says: a privilege on a table or column, and where rows are secured a policy
  /// for that login and verb as well.
  private func rights() async throws -> [String] {
    try await here.asSuperuser { rows in
      try rows.all(
        """
        SELECT c.relname || ' ' || substr(r.rolname, 7) || ' ' || string_agg(
            CASE WHEN has_table_privilege(r.oid, c.oid, v.verb) THEN v.letter
              ELSE lower(v.letter) END, '' ORDER BY v.place) AS line
        FROM pg_class c
        CROSS JOIN (SELECT oid, rolname FROM pg_roles WHERE rolname LIKE 'lethe\\_%'
          AND rolname NOT IN ('lethe_owner', 'lethe_backup')) AS r
        CROSS JOIN (VALUES (1, 'SELECT', 'S', 'r'), (2, 'INSERT', 'I', 'a'),
          (3, 'UPDATE', 'U', 'w'), (4, 'DELETE', 'D', 'd')) AS v (place, verb, letter, command)
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'v', 'm', 'p')
          AND CASE v.verb WHEN 'DELETE' THEN has_table_privilege(r.oid, c.oid, v.verb)
            ELSE has_any_column_privilege(r.oid, c.oid, v.verb) END
          AND (NOT c.relrowsecurity OR EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid
            AND p.polcmd IN (v.command::"char", '*') AND r.oid = ANY (p.polroles)))
        GROUP BY c.relname, r.rolname ORDER BY c.relname, r.rolname
        """
      ) { try $0("line") }
    }
  }

  @Test func dumpsSeeEveryTableAndChangeNone() async throws {
    let found = try await here.asSuperuser { rows in
      try rows.all(
        """
        SELECT c.relname::text AS name,
          has_table_privilege('lethe_backup', c.oid, 'SELECT') AS sees,
          has_any_column_privilege('lethe_backup', c.oid, 'INSERT, UPDATE')
            OR has_table_privilege('lethe_backup', c.oid, 'DELETE, TRUNCATE') AS changes
        FROM pg_class c
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'v', 'm', 'p')
        """
      ) { row in
        (
          try row("name", as: String.self), try row("sees", as: Bool.self),
          try row("changes", as: Bool.self)
        )
      }
    }
    #expect(found.filter { !$0.1 && $0.0 != "migration" }.map(\.0) == [])
    #expect(found.filter(\.2).map(\.0) == [])
    let seen = try await here.asSuperuser { rows in
      try rows.first("SELECT rolbypassrls AS all_rows FROM pg_roles WHERE rolname = 'lethe_backup'")
      {
        try $0("all_rows", as: Bool.self)
      }
    }
    #expect(seen == true)
  }

  @Test func everyTableOfPersonsIsSecuredByRowEvenAgainstItsOwner() async throws {
    let open = try await here.asSuperuser { rows in
      try rows.all(
        """
        SELECT relname::text AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace
          AND relkind IN ('r', 'p') AND NOT (relrowsecurity AND relforcerowsecurity)
        ORDER BY relname
        """
      ) { try $0("name", as: String.self) }
    }
    #expect(
      open == ["epoch", "installation", "key_file", "migration", "retention_rules", "timer"])
  }

  @Test func noLoginIsAboveThePoliciesOrOwnsAnything() async throws {
    let above = try await here.asSuperuser { rows in
      try rows.all(
        """
        SELECT rolname::text AS name FROM pg_roles r WHERE rolname LIKE 'lethe\\_%'
          AND (rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication
            OR (rolbypassrls AND rolname <> 'lethe_backup')
            OR (rolname NOT IN ('lethe_owner', 'lethe_standing')
              AND EXISTS (SELECT FROM pg_class c WHERE c.relowner = r.oid))
            OR (rolname <> 'lethe_owner' AND EXISTS (SELECT FROM pg_auth_members m
              WHERE m.member = r.oid)))
        """
      ) { try $0("name", as: String.self) }
    }
    #expect(above == [])
  }

  @Test func nobodyTruncatesReferencesOrTriggersAndThePublicMayNothing() async throws {
    let granted = try await here.asSuperuser { rows in
      try rows.all(
        """
        SELECT grantee || ' ' || privilege_type || ' ' || table_name AS line
        FROM information_schema.role_table_grants
        WHERE table_schema = 'public' AND grantee <> 'lethe_owner'
          AND (grantee = 'PUBLIC' OR privilege_type IN ('TRUNCATE', 'REFERENCES', 'TRIGGER'))
        """
      ) { try $0("line", as: String.self) }
    }
    #expect(granted == [])
  }

  @Test func thereIsOneFunctionWithItsDefinersRights() async throws {
    let functions = try await here.asSuperuser { rows in
      try rows.all(
        """
        SELECT p.proname || ' of ' || r.rolname AS line FROM pg_proc p
        JOIN pg_roles r ON r.oid = p.proowner
        WHERE p.prosecdef AND p.pronamespace = 'public'::regnamespace
        """
      ) { try $0("line", as: String.self) }
    }
    #expect(functions == ["keep_standing of lethe_standing"])
  }

  @Test func viewsAskThePoliciesOfWhoLooks() async throws {
    let views = try await here.asSuperuser { rows in
      try rows.first(
        """
        SELECT count(*) AS n FROM pg_class WHERE relnamespace = 'public'::regnamespace
          AND (relkind = 'm' OR (relkind = 'v' AND NOT coalesce(
            'security_invoker=true' = ANY (reloptions), false)))
        """
      ) { try $0("n", as: Int.self) }
    }
    #expect(views == 0)
  }
}
