package import Domain
import Postgres
package import struct Foundation.Date

/// An open hold as a list shows it, still sealed.
package struct HoldLine: Sendable {
  package let id: HoldID
  package let subject: Subject
  package let matter: Sealed
  package let reason: Sealed
  package let placedAt: Date
  package let placedBy: StaffID
  package let reviewOn: Day
  /// The day from whose 00:00 a provisional one no longer stands.
  package let eraseFrom: Day?

  /// What is held.
  package enum Subject: Sendable {
    /// Sealed under the application's key, as the name is; nobody where it is restricted for the
    /// actor.
    case application(ApplicationID, KeyRow, SealedPerson?, vacancyTitle: String?)
    /// Sealed under the key of whoever placed it.
    case vacancy(VacancyID, KeyRow, title: String, applications: Int)
  }
}

extension HoldLine {
  /// The application it is on; `nil` for a whole vacancy.
  package var application: ApplicationID? {
    if case .application(let id, _, _, _) = subject { id } else { nil }
  }
}

/// An applicant's name, sealed.
package struct SealedPerson: Sendable {
  package let givenName: Sealed
  package let familyName: Sealed
}

/// Lists of open holds.
package enum HoldLines {
  /// Those on applications whose key is lent to the actor, oldest first; the parts of holds on
  /// vacancies are left out. `application` narrows it to one.
  package static func ofApplications(
    _ application: ApplicationID? = nil, on today: Day, in rows: borrowing Rows
  ) throws -> [HoldLine] {
    try rows.all(
      """
      SELECT h.id, h.application_id, h.matter, h.reason, h.placed_at, h.placed_by, h.review_on,
        g.erase_from, v.title, k.epoch, k.wrapped, p.given_name, p.family_name
      FROM hold h JOIN ground g ON g.id = h.ground_id
      JOIN data_key k ON k.application_id = h.application_id
      LEFT JOIN application a ON a.id = h.application_id
      LEFT JOIN applicant p ON p.application_id = h.application_id
      LEFT JOIN vacancy v ON v.id = a.vacancy_id
      WHERE h.released_at IS NULL AND h.vacancy_hold_id IS NULL AND g.ended_at IS NULL
        AND coalesce(g.erase_from, 'infinity') > \(today.stored)
        AND (\(application?.uuid)::uuid IS NULL OR h.application_id = \(application?.uuid))
      ORDER BY h.placed_at, h.id
      """
    ) { row in
      let (given, family): (Sealed?, Sealed?) = (try row("given_name"), try row("family_name"))
      var person: SealedPerson?
      if let given, let family { person = SealedPerson(givenName: given, familyName: family) }
      return try line(
        row,
        .application(
          row.id("application_id"), key(row), person, vacancyTitle: row("title")))
    }
  }

  /// Those on whole vacancies, oldest first, with the number of applications they keep.
  /// `application` narrows it to those of which it has a part.
  package static func ofVacancies(
    _ application: ApplicationID? = nil, on today: Day, in rows: borrowing Rows
  ) throws -> [HoldLine] {
    try rows.all(
      """
      SELECT h.id, h.vacancy_id, h.matter, h.reason, h.placed_at, h.placed_by, h.review_on,
        h.erase_from, v.title, k.epoch, k.wrapped,
        (SELECT count(*) FROM hold p WHERE p.vacancy_hold_id = h.id AND p.released_at IS NULL)
          AS applications
      FROM vacancy_hold h JOIN vacancy v ON v.id = h.vacancy_id
      JOIN staff_key k ON k.staff_id = h.placed_by
      WHERE h.released_at IS NULL AND coalesce(h.erase_from, 'infinity') > \(today.stored)
        AND (\(application?.uuid)::uuid IS NULL OR EXISTS (SELECT FROM hold p
          WHERE p.vacancy_hold_id = h.id AND p.application_id = \(application?.uuid)))
      ORDER BY h.placed_at, h.id
      """
    ) { row in
      try line(
        row,
        .vacancy(
          row.id("vacancy_id"), key(row), title: row("title"), applications: row("applications")))
    }
  }

  /// The applications that each of these holds on vacancies keeps.
  package static func parts(
    of ids: [HoldID], in rows: borrowing Rows
  ) throws -> [HoldID: [ApplicationID]] {
    if ids.isEmpty { return [:] }
    let found = try rows.all(
      """
      SELECT vacancy_hold_id, application_id FROM hold
      WHERE vacancy_hold_id = ANY(\(ids.map(\.uuid))) AND released_at IS NULL
      ORDER BY application_id
      """
    ) { (try $0.id("vacancy_hold_id") as HoldID, try $0.id("application_id") as ApplicationID) }
    return Dictionary(grouping: found, by: \.0).mapValues { $0.map(\.1) }
  }

  /// Those of `ids` that the actor sees.
  package static func seen(
    among ids: [ApplicationID], in rows: borrowing Rows
  ) throws -> Set<ApplicationID> {
    if ids.isEmpty { return [] }
    return Set(
      try rows.all("SELECT id FROM application WHERE id = ANY(\(ids.map(\.uuid)))") {
        try $0.id("id")
      })
  }

  private static func key(_ row: borrowing Row) throws -> KeyRow {
    KeyRow(epoch: try row("epoch"), wrapped: try row("wrapped"))
  }

  private static func line(
    _ row: borrowing Row, _ subject: HoldLine.Subject
  ) throws -> HoldLine {
    HoldLine(
      id: try row.id("id"), subject: subject, matter: try row("matter"),
      reason: try row("reason"), placedAt: try row("placed_at"),
      placedBy: try row.id("placed_by"), reviewOn: try row.day("review_on"),
      eraseFrom: try row.day("erase_from"))
  }
}
