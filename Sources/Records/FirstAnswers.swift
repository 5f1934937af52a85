package import Domain
import Postgres
package import struct Foundation.Date
package import struct Foundation.UUID

/// The first answers of creating calls: a call that comes again with its key gets the same one.
package enum FirstAnswers {
  /// What was answered; `number` is a document's size.
  package struct Answer: Sendable {
    package let call: String
    package let createdID: UUID
    package let number: Int?
  }

  /// The answer given to `staff` under this key. Calls with the same key wait for one another.
  package static func find(
    keyHash: [UInt8], of staff: StaffID, in rows: borrowing Rows
  ) throws -> Answer? {
    let number = keyHash.prefix(4).reduce(0) { $0 << 8 | Int($1) }
    try rows.later(
      "SELECT pg_advisory_xact_lock(3, \(Int(Int32(truncatingIfNeeded: number)))::int)")
    return try rows.first(
      """
      SELECT call, created_id, number FROM first_answer
      WHERE staff_id = \(staff.uuid) AND key_hash = \(keyHash)
      """
    ) {
      Answer(call: try $0("call"), createdID: try $0("created_id"), number: try $0("number"))
    }
  }

  /// Keeps an answer.
  package static func keep(
    _ id: UUID, number: Int? = nil, call: String, keyHash: [UInt8], of staff: StaffID,
    at now: Date, in rows: borrowing Rows
  ) throws {
    try rows.later(
      """
      INSERT INTO first_answer (staff_id, key_hash, call, created_id, number, given_at)
      VALUES (\(staff.uuid), \(keyHash), \(call), \(id), \(number), \(now))
      """)
  }

  /// Forgets answers given before an instant.
  package static func clear(before: Date, in rows: borrowing Rows) throws {
    try rows.run("DELETE FROM first_answer WHERE given_at < \(before)")
  }
}
