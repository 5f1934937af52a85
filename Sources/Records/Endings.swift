package import Domain
import Postgres
package import struct Foundation.Date

/// An ended application as the recruiter who ended it may still see it: its name, no more.
package struct EndingRow: Sendable {
  package let application: ApplicationID
  package let vacancy: VacancyID?
  package let stage: Stage
  package let receivedAt: Date
  package let isMailable: Bool
  package let givenName: Sealed
  package let familyName: Sealed
  package let openedAt: Date
  /// The last day on which it is shown.
  package let through: Day

  package init(
    application: ApplicationID, vacancy: VacancyID?, stage: Stage, receivedAt: Date,
    isMailable: Bool, givenName: Sealed, familyName: Sealed, openedAt: Date,
    through: Day
  ) {
    self.application = application
    self.vacancy = vacancy
    self.stage = stage
    self.receivedAt = receivedAt
    self.isMailable = isMailable
    self.givenName = givenName
    self.familyName = familyName
    self.openedAt = openedAt
    self.through = through
  }
}

/// The fortnight in which HR still finishes an ended application.
package enum Endings {
  /// Opens one, while the actor still sees the application.
  package static func open(_ ending: EndingRow, in rows: borrowing Rows) throws {
    try rows.later(
      """
      INSERT INTO ending (application_id, vacancy_id, stage, received_at, mailable, given_name,
        family_name, opened_at, through)
      VALUES (\(ending.application.uuid), \(ending.vacancy?.uuid), \(ending.stage.rawValue),
        \(ending.receivedAt), \(ending.isMailable), \(ending.givenName), \(ending.familyName),
        \(ending.openedAt), \(ending.through.stored))
      ON CONFLICT (application_id) DO NOTHING
      """)
  }

  /// The ending of an application, if it is still shown on `today`.
  package static func find(
    _ id: ApplicationID, on today: Day, in rows: borrowing Rows
  ) throws -> EndingRow? {
    try rows.first(
      """
      SELECT application_id, vacancy_id, stage, received_at, mailable, given_name, family_name,
        opened_at, through
      FROM ending WHERE application_id = \(id.uuid) AND through >= \(today.stored)
      """, read)
  }

  /// Ends it: the application has been reopened.
  package static func close(_ id: ApplicationID, in rows: borrowing Rows) throws {
    try rows.later("DELETE FROM ending WHERE application_id = \(id.uuid)")
  }

  /// Ends all whose last day has passed; how many there were.
  package static func closeExpired(on today: Day, in rows: borrowing Rows) throws -> Int {
    try rows.run("DELETE FROM ending WHERE through < \(today.stored)")
  }

  static func read(_ row: borrowing Row) throws -> EndingRow {
    EndingRow(
      application: try row.id("application_id"), vacancy: try row.id("vacancy_id"),
      stage: try row.word("stage"), receivedAt: try row("received_at"),
      isMailable: try row("mailable"), givenName: try row("given_name"),
      familyName: try row("family_name"), openedAt: try row("opened_at"),
      through: try row.day("through"))
  }
}
