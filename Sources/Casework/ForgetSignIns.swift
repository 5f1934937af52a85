import Domain
import Records
import struct Foundation.Date

extension Office {
  /// Forgets sessions and set-up links that are over, and tries that no longer count.
  func forgetSignIns(in rows: borrowing Rows) throws {
    let now = real.now()
    try Sessions.clear(
      begunBefore: now.addingTimeInterval(-sessions.absoluteSeconds),
      seenBefore: now.addingTimeInterval(-sessions.idleSeconds), in: rows)
    try SetUpLinks.clear(at: now, in: rows)
    try Attempts.clear(
      triedBefore: now.addingTimeInterval(-Throttle.memorySeconds),
      succeededBefore: now.addingTimeInterval(-Throttle.acquaintanceSeconds), in: rows)
  }
}
