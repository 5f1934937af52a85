package import Domain
import Postgres
package import struct Foundation.Date

/// What somebody shares with their authenticator app, and what stands in for it.
package enum SecondFactors {
  /// Somebody's secret and the last step that was accepted.
  package static func find(
    _ staff: StaffID, in rows: borrowing Rows
  ) throws -> (secret: Sealed, lastStep: Int)? {
    try rows.first(
      "SELECT secret, last_step FROM second_factor WHERE staff_id = \(staff.uuid)"
    ) { (try $0("secret") as Sealed, try $0("last_step") as Int) }
  }

  /// Accepts a step, unless that one or a later one has been accepted.
  package static func accept(
    step: Int, of staff: StaffID, in rows: borrowing Rows
  ) throws -> Bool {
    try rows.run(
      """
      UPDATE second_factor SET last_step = \(step)
      WHERE staff_id = \(staff.uuid) AND last_step < \(step)
      """) == 1
  }

  /// Puts a new secret in the place of any earlier one, with its recovery codes.
  package static func enrol(
    _ secret: Sealed, lastStep: Int, recoveryHashes: [[UInt8]], of staff: StaffID, at now: Date,
    in rows: borrowing Rows
  ) throws {
    try remove(of: staff, in: rows)
    try rows.later(
      """
      INSERT INTO second_factor (staff_id, secret, enrolled_at, last_step)
      VALUES (\(staff.uuid), \(secret), \(now), \(lastStep))
      """)
    for hash in recoveryHashes {
      try rows.later(
        "INSERT INTO recovery_code (hash, staff_id) VALUES (\(hash), \(staff.uuid))")
    }
  }

  /// Forgets secret and recovery codes.
  package static func remove(of staff: StaffID, in rows: borrowing Rows) throws {
    try rows.later("DELETE FROM second_factor WHERE staff_id = \(staff.uuid)")
    try rows.later("DELETE FROM recovery_code WHERE staff_id = \(staff.uuid)")
  }

  /// Uses a recovery code up; `false` if there is none like it.
  package static func use(
    recoveryHash: [UInt8], of staff: StaffID, in rows: borrowing Rows
  ) throws -> Bool {
    try rows.run(
      "DELETE FROM recovery_code WHERE hash = \(recoveryHash) AND staff_id = \(staff.uuid)") == 1
  }

  /// How many recovery codes somebody has left.
  package static func recoveryCodesLeft(
    of staff: StaffID, in rows: borrowing Rows
  ) throws -> Int {
    try rows.first(
      "SELECT count(*) AS n FROM recovery_code WHERE staff_id = \(staff.uuid)"
    ) { try $0("n") } ?? 0
  }
}
