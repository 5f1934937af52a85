import Domain
import Postgres
import Records

/// As many applications as lists are measured with: 50 vacancies, the reviewer in five of their
/// teams, one in ten applications in procedure, one in forty in the pool, the others locked.
enum Crowd {
  /// What one in five hundred are found by.
  static let sharedToken = [UInt8](repeating: 7, count: 16)

  static func arrive(_ count: Int, staff: StaffID, in rows: borrowing Rows) throws {
    try openVacancies(reviewedBy: staff, in: rows)
    try receive(count, in: rows)
    try decide(by: staff, in: rows)
  }

  private static func openVacancies(
    reviewedBy staff: StaffID, in rows: borrowing Rows
  ) throws {
    try rows.run(
      """
      INSERT INTO vacancy (id, title, opened_at, opened_by)
      SELECT gen_random_uuid(), 'v' || n, now(), \(staff.uuid) FROM generate_series(1, 50) AS n
      """)
    try rows.run(
      """
      INSERT INTO team (vacancy_id, staff_id, part, added_at, added_by)
      SELECT id, \(staff.uuid), 'interviewer', now(), \(staff.uuid) FROM vacancy
      WHERE title IN ('v1', 'v2', 'v3', 'v4', 'v5')
      """)
  }

  private static func receive(_ count: Int, in rows: borrowing Rows) throws {
    try rows.run(
      """
      CREATE TEMPORARY TABLE new_one ON COMMIT DROP AS
      SELECT gen_random_uuid() AS id, n, n / 7 % 50 + 1 AS v,
        '2026-03-01'::timestamptz - n * interval '7 minutes' AS at,
        CASE WHEN n % 10 = 0 THEN 'procedure' WHEN n % 40 = 1 THEN 'pool' ELSE 'evidence' END
          AS kind
      FROM generate_series(1, \(count)::bigint) AS n
      """)
    try rows.run(
      """
      INSERT INTO application (id, vacancy_id, channel, source, stage, received_at, created_at,
        recipient, mailable)
      SELECT o.id, v.id, 'form', 'applicant',
        CASE WHEN o.n % 50 = 0 THEN 'interview' ELSE 'received' END, o.at, o.at,
        decode(repeat('00', 32), 'hex'), false
      FROM new_one o JOIN vacancy v ON v.title = 'v' || o.v
      """)
    try rows.run(
      """
      INSERT INTO data_key (application_id, epoch, wrapped)
      SELECT id, 1, decode(repeat('01', 73), 'hex') FROM new_one
      """)
    try rows.run(
      """
      INSERT INTO applicant (application_id, given_name, family_name, language)
      SELECT id, s.v, s.v, s.v FROM new_one, (SELECT decode(repeat('02', 60), 'hex') AS v) AS s
      """)
    // Everyone has eight tokens of their own; one in five hundred shares the one looked for.
    try rows.run(
      """
      INSERT INTO search_token (application_id, token, epoch)
      SELECT id, decode(md5(n || 't' || k), 'hex'), 1 FROM new_one, generate_series(1, 8) AS k
      UNION ALL
      SELECT id, decode(repeat('07', 16), 'hex'), 1 FROM new_one WHERE n % 499 = 0
      """)
  }

  private static func decide(by staff: StaffID, in rows: borrowing Rows) throws {
    try rows.run(
      """
      INSERT INTO ground (id, application_id, kind, since, erase_from)
      SELECT gen_random_uuid(), id, kind, '2026-03-01',
        CASE WHEN kind <> 'procedure' THEN '2026-09-01'::date END FROM new_one
      """)
    try rows.run(
      """
      INSERT INTO consent (id, application_id, text_version, language, given_at, given_on,
        given_channel)
      SELECT gen_random_uuid(), id, '1', 'de', at, '2026-03-01', 'link' FROM new_one
      WHERE kind = 'pool'
      """)
    try rows.run(
      """
      INSERT INTO outcome (id, application_id, kind, ended_on, recorded_at, recorded_by)
      SELECT gen_random_uuid(), id, 'rejected', '2026-03-01', now(), \(staff.uuid) FROM new_one
      WHERE kind <> 'procedure'
      """)
    try rows.run(
      """
      INSERT INTO ending (application_id, vacancy_id, stage, received_at, mailable, given_name,
        family_name, opened_at, through)
      SELECT o.id, a.vacancy_id, 'received', o.at, false, s.v, s.v, o.at, '2026-03-15'
      FROM new_one o JOIN application a ON a.id = o.id,
        (SELECT decode(repeat('02', 60), 'hex') AS v) AS s WHERE o.n % 20 = 3
      """)
  }
}
