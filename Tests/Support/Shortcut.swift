package import Domain
package import Postgres
package import Records
import struct Foundation.Date

/// What crashes and the passing of time leave behind, made at once by the superuser.
package enum Shortcut {
  /// An act ended every ground and the process died before it could erase.
  package static func endEverything(
    of id: ApplicationID, cause: ErasureCause = .request, in rows: borrowing Rows
  ) throws {
    try rows.run(
      """
      UPDATE ground SET ended_at = now(), ended_by = \(cause.rawValue)
      WHERE application_id = \(id.uuid) AND ended_at IS NULL
      """)
  }
}

extension Shortcut {
  /// Somebody placed a hold on a vacancy, and the process died before any application had its
  /// part of it.
  package static func holdWithoutParts(
    on vacancy: VacancyID, by staff: StaffID, in rows: borrowing Rows
  ) throws -> HoldID {
    let hold = VacancyHoldRow(
      id: .random(), vacancy: vacancy, reviewOn: "2026-12-01", eraseFrom: nil, placedBy: staff)
    let sealed = [UInt8](repeating: 2, count: 60)
    try VacancyHolds.place(hold, matter: sealed, reason: sealed, at: Date(), in: rows)
    return hold.id
  }

  /// It was released, and the process died before any part was.
  package static func release(_ hold: HoldID, in rows: borrowing Rows) throws {
    try rows.run(
      """
      UPDATE vacancy_hold SET released_at = now(), released_by = placed_by
      WHERE id = \(hold.uuid)
      """)
  }
}

extension Shortcut {
  /// Many applications at once, of no vacancy and decided long ago, whose evidence is erased from
  /// `day` on. Each has a key, a person and a document without a file; none of it opens.
  package static func applications(
    _ count: Int, evidenceUntil day: Day, in rows: borrowing Rows
  ) throws {
    try rows.run(
      """
      CREATE TEMPORARY TABLE new_one ON COMMIT DROP AS
      SELECT gen_random_uuid() AS id, number FROM generate_series(1, \(count)::bigint) AS number
      """)
    try rows.run(
      """
      INSERT INTO application (id, channel, source, received_at, created_at, recipient, mailable)
      SELECT id, 'form', 'applicant', now() - number * interval '1 minute', now(),
        decode(repeat('00', 32), 'hex'), false FROM new_one
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
    try rows.run(
      """
      INSERT INTO document (id, application_id, kind, name, media_type, bytes, header, file,
        received_at)
      SELECT gen_random_uuid(), id, 'cv', decode(repeat('02', 60), 'hex'), 'application/pdf', 9,
        '\\x03', gen_random_uuid(), now() FROM new_one
      """)
    try rows.run(
      """
      INSERT INTO ground (id, application_id, kind, since, erase_from)
      SELECT gen_random_uuid(), id, 'evidence', \(day.description)::text::date - 200,
        \(day.description)::text::date FROM new_one
      """)
  }
}
