package import Domain
import Postgres
package import struct Foundation.Date

/// Who of the pool was proposed for which vacancy, and what they said.
package enum Proposals {
  /// Proposes somebody; the database knows one proposal of an entry for a vacancy.
  package static func make(
    _ id: ProposalID, of application: ApplicationID, for vacancy: VacancyID, by staff: StaffID,
    at now: Date, in rows: borrowing Rows
  ) throws {
    try rows.later(
      """
      INSERT INTO proposal (id, application_id, vacancy_id, proposed_at, proposed_by)
      VALUES (\(id.uuid), \(application.uuid), \(vacancy.uuid), \(now), \(staff.uuid))
      """)
  }

  /// All proposals of several pool entries, the oldest of each first.
  package static func all(
    of applications: [ApplicationID], in rows: borrowing Rows
  ) throws -> [ApplicationID: [Proposal]] {
    if applications.isEmpty { return [:] }
    let found = try rows.all(
      """
      SELECT application_id, \(sql: columns) FROM proposal
      WHERE application_id = ANY(\(applications.map(\.uuid))) ORDER BY proposed_at, id
      """
    ) { (try $0.id("application_id") as ApplicationID, try read($0)) }
    return Dictionary(grouping: found, by: \.0).mapValues { $0.map(\.1) }
  }

  /// One proposal.
  package static func find(_ id: ProposalID, in rows: borrowing Rows) throws -> Proposal? {
    try rows.first("SELECT \(sql: columns) FROM proposal WHERE id = \(id.uuid)", read)
  }

  /// A yes: the id of the application it makes is fixed with it.
  package static func accept(
    _ id: ProposalID, as new: ApplicationID, at now: Date, in rows: borrowing Rows
  ) throws {
    try rows.later(
      """
      UPDATE proposal SET answered_at = \(now), answer = 'yes', new_application_id = \(new.uuid)
      WHERE id = \(id.uuid) AND answered_at IS NULL
      """)
  }

  /// A no.
  package static func decline(_ id: ProposalID, at now: Date, in rows: borrowing Rows) throws {
    try rows.later(
      """
      UPDATE proposal SET answered_at = \(now), answer = 'no'
      WHERE id = \(id.uuid) AND answered_at IS NULL
      """)
  }

  /// Notes that the application of a yes is there; `false` if somebody noted that before.
  package static func note(
    carriedOut id: ProposalID, at now: Date, in rows: borrowing Rows
  ) throws -> Bool {
    try rows.run(
      """
      UPDATE proposal SET carried_out_at = \(now)
      WHERE id = \(id.uuid) AND answer = 'yes' AND carried_out_at IS NULL
      """) == 1
  }

  /// Every yes whose application isn't there yet, of all entries or of one.
  package static func toCarryOut(
    of application: ApplicationID? = nil, in rows: borrowing Rows
  ) throws -> [(id: ProposalID, application: ApplicationID)] {
    try rows.all(
      """
      SELECT id, application_id FROM proposal
      WHERE answer = 'yes' AND carried_out_at IS NULL
        AND (\(application?.uuid)::uuid IS NULL OR application_id = \(application?.uuid))
      ORDER BY answered_at, id LIMIT 100
      """
    ) { (try $0.id("id"), try $0.id("application_id")) }
  }

  /// Whether somebody found by this address applied for a vacancy, as far as the actor sees.
  package static func someone(
    foundBy tokens: [[UInt8]], appliedFor vacancy: VacancyID, in rows: borrowing Rows
  ) throws -> Bool {
    try rows.first(
      """
      SELECT 1 AS one FROM search_token s JOIN application a ON a.id = s.application_id
      WHERE s.token = ANY(\(tokens)) AND a.vacancy_id = \(vacancy.uuid)
        AND a.standing <> '{}' LIMIT 1
      """
    ) { _ in true } ?? false
  }

  private static let columns: StaticString = """
    id, vacancy_id, proposed_at, answer, answered_at, new_application_id,
    carried_out_at IS NOT NULL AS carried_out
    """

  private static func read(_ row: borrowing Row) throws -> Proposal {
    Proposal(
      id: try row.id("id"), vacancy: try row.id("vacancy_id"), proposedAt: try row("proposed_at"),
      answer: try row.word("answer"), answeredAt: try row("answered_at"),
      newApplication: try row.id("new_application_id"), isCarriedOut: try row("carried_out"))
  }
}
