package import Domain
import Postgres
package import struct Foundation.Date

/// The paper of one application, where it is still sealed.
package struct PaperRow: Sendable {
  package let id: PaperID
  package let code: PaperCode
  package let application: ApplicationID
  package let plan: PaperPlan
  package let paperClass: PaperClass
  /// Its own key and the place under it; `nil` while nobody recorded one, and once it is gone.
  package let place: (key: KeyRow, location: Sealed)?
  package let recordedAt: Date
  /// When the application was erased; from then on the paper is due.
  package let erasedAt: Date?
  /// How it went and on which day.
  package let gone: (how: PaperEnd, on: Day)?
}

/// What somebody records of paper.
package struct PaperRecord: Sendable {
  package let plan: PaperPlan
  package let paperClass: PaperClass
  package let key: KeyRow?
  package let location: Sealed?

  /// Without a place: the paper is there, and nobody has said where.
  package init(
    plan: PaperPlan, paperClass: PaperClass, key: KeyRow? = nil, location: Sealed? = nil
  ) {
    self.plan = plan
    self.paperClass = paperClass
    self.key = key
    self.location = location
  }
}

/// How paper went, and who says so.
package struct PaperGone: Sendable {
  package let how: PaperEnd
  /// As small as it was shredded; the class that was asked for where it was returned.
  package let paperClass: PaperClass
  package let on: Day
  package let by: StaffID?
  package let at: Date

  package init(how: PaperEnd, paperClass: PaperClass, on: Day, by: StaffID?, at: Date) {
    self.how = how
    self.paperClass = paperClass
    self.on = on
    self.by = by
    self.at = at
  }
}

/// Paper and what becomes of it; it outlives its application.
package enum Papers {
  /// Records that there is some.
  package static func record(
    _ new: PaperRecord, id: PaperID, code: PaperCode, of application: ApplicationID,
    by staff: StaffID, at now: Date, in rows: borrowing Rows
  ) throws {
    try rows.later(
      """
      INSERT INTO paper (id, code, application_id, plan, class, epoch, wrapped, location,
        recorded_at, recorded_by)
      VALUES (\(id.uuid), \(code.text), \(application.uuid), \(new.plan.rawValue),
        \(new.paperClass.rawValue), \(new.key?.epoch), \(new.key?.wrapped), \(new.location),
        \(now), \(staff.uuid))
      """)
  }

  /// Records anew where it is and what shall become of it.
  package static func change(
    _ id: PaperID, to new: PaperRecord, by staff: StaffID, at now: Date, in rows: borrowing Rows
  ) throws {
    try rows.later(
      """
      UPDATE paper SET plan = \(new.plan.rawValue), class = \(new.paperClass.rawValue),
        epoch = \(new.key?.epoch), wrapped = \(new.key?.wrapped), location = \(new.location),
        recorded_at = \(now), recorded_by = \(staff.uuid)
      WHERE id = \(id.uuid) AND done_at IS NULL
      """)
  }

  /// Records that it is gone; where it was is forgotten. `false` if that was recorded before, or
  /// there is no such paper.
  package static func finish(
    _ id: PaperID, _ gone: PaperGone, in rows: borrowing Rows
  ) throws -> Bool {
    try rows.run(
      """
      UPDATE paper SET epoch = NULL, wrapped = NULL, location = NULL, done_at = \(gone.at),
        done_on = \(gone.on.stored), done_by = \(gone.by?.uuid), how = \(gone.how.rawValue),
        class = \(gone.paperClass.rawValue)
      WHERE id = \(id.uuid) AND done_at IS NULL
      """) == 1
  }

  /// That of an application.
  package static func find(
    of application: ApplicationID, in rows: borrowing Rows
  ) throws -> PaperRow? {
    try rows.first(
      """
      SELECT id, code, application_id, plan, class, epoch, wrapped, location, recorded_at,
        erased_at, how, done_on
      FROM paper WHERE application_id = \(application.uuid)
      """, read)
  }

  /// One by its id.
  package static func find(_ id: PaperID, in rows: borrowing Rows) throws -> PaperRow? {
    try rows.first(
      """
      SELECT id, code, application_id, plan, class, epoch, wrapped, location, recorded_at,
        erased_at, how, done_on
      FROM paper WHERE id = \(id.uuid)
      """, read)
  }

  /// One by what stands on its label.
  package static func find(_ code: PaperCode, in rows: borrowing Rows) throws -> PaperRow? {
    try rows.first(
      """
      SELECT id, code, application_id, plan, class, epoch, wrapped, location, recorded_at,
        erased_at, how, done_on
      FROM paper WHERE code = \(code.text)
      """, read)
  }

  /// Which paper that isn't gone.
  package enum Part: Sendable {
    case all
    /// Its application is erased.
    case toFetch
    /// Its application is here.
    case kept
  }

  /// Paper that isn't gone, what is due or was recorded the longest ago first, after the place
  /// given.
  package static func open(
    _ part: Part, after last: (at: Date, id: PaperID)?, limit: Int, in rows: borrowing Rows
  ) throws -> [PaperRow] {
    let at = last?.at ?? Date(timeIntervalSince1970: 0)
    let id = (last?.id ?? .lowest).uuid
    if part == .toFetch {
      return try rows.all(
        """
        SELECT id, code, application_id, plan, class, epoch, wrapped, location, recorded_at,
          erased_at, how, done_on
        FROM paper WHERE done_at IS NULL AND erased_at IS NOT NULL
          AND (erased_at, id) > (\(at), \(id))
        ORDER BY erased_at, id LIMIT \(limit)
        """, read)
    }
    return try rows.all(
      """
      SELECT id, code, application_id, plan, class, epoch, wrapped, location, recorded_at,
        erased_at, how, done_on
      FROM paper WHERE done_at IS NULL AND (recorded_at, id) > (\(at), \(id))
        AND (\(part == .all) OR erased_at IS NULL)
      ORDER BY recorded_at, id LIMIT \(limit)
      """, read)
  }

  /// How many erased applications have paper of which nobody has said that it is gone, and since
  /// when the oldest is due.
  package static func toFetch(in rows: borrowing Rows) throws -> (count: Int, since: Date?) {
    try rows.first(
      """
      SELECT count(*) AS n, min(erased_at) AS since FROM paper
      WHERE done_at IS NULL AND erased_at IS NOT NULL
      """
    ) { (try $0("n"), try $0("since")) } ?? (0, nil)
  }

  private static func read(_ row: borrowing Row) throws -> PaperRow {
    guard let code = PaperCode(try row("code", as: String.self)) else {
      throw PostgresError.unexpectedShape(column: "code")
    }
    var place: (key: KeyRow, location: Sealed)?
    if let location: Sealed = try row("location") {
      place = (KeyRow(epoch: try row("epoch"), wrapped: try row("wrapped")), location)
    }
    var gone: (how: PaperEnd, on: Day)?
    if let how: PaperEnd = try row.word("how") { gone = (how, try row.day("done_on")) }
    return PaperRow(
      id: try row.id("id"), code: code, application: try row.id("application_id"),
      plan: try row.word("plan"), paperClass: try row.word("class"), place: place,
      recordedAt: try row("recorded_at"), erasedAt: try row("erased_at"), gone: gone)
  }
}
