package import Domain
import Postgres

/// The order of things. Every act on an application first takes its lock, in a statement of its
/// own, and decides in the next one; the lock ends with the transaction.
package enum Locks {
  /// For whoever changes an application.
  package static func exclusive(_ id: ApplicationID, in rows: borrowing Rows) throws {
    try rows.later("SELECT pg_advisory_xact_lock(\(number(of: id)))")
  }

  /// For whoever reads one application: it can't be changed or erased meanwhile.
  package static func shared(_ id: ApplicationID, in rows: borrowing Rows) throws {
    try rows.later("SELECT pg_advisory_xact_lock_shared(\(number(of: id)))")
  }

  /// Those of `ids` whose lock could be had at once, taken in ascending order.
  package static func tryExclusive(
    _ ids: [ApplicationID], in rows: borrowing Rows
  ) throws -> [ApplicationID] {
    let numbers = ids.map(number(of:))
    let taken = try rows.all(
      """
      SELECT pg_try_advisory_xact_lock(n) AS taken
      FROM unnest(\(numbers)) WITH ORDINALITY AS asked (n, place) ORDER BY place
      """
    ) { try $0("taken", as: Bool.self) }
    return zip(ids, taken).filter(\.1).map(\.0)
  }

  /// For whoever lets an application join a vacancy, before the application's own lock.
  package static func shared(_ id: VacancyID, in rows: borrowing Rows) throws {
    try rows.later("SELECT pg_advisory_xact_lock_shared(2, \(half(of: id))::int)")
  }

  /// Those of `ids` whose lock could be had at once beside others that share it.
  package static func tryShared(
    _ ids: [VacancyID], in rows: borrowing Rows
  ) throws -> [VacancyID] {
    if ids.isEmpty { return [] }
    let taken = try rows.all(
      """
      SELECT pg_try_advisory_xact_lock_shared(2, n::int) AS taken
      FROM unnest(\(ids.map(half(of:)))) WITH ORDINALITY AS asked (n, place) ORDER BY place
      """
    ) { try $0("taken", as: Bool.self) }
    return zip(ids, taken).filter(\.1).map(\.0)
  }

  /// For whoever closes a vacancy, or places or ends a hold on all of it.
  package static func exclusive(_ id: VacancyID, in rows: borrowing Rows) throws {
    try rows.later("SELECT pg_advisory_xact_lock(2, \(half(of: id))::int)")
  }

  /// For whoever changes who is on the staff, and in which roles: one at a time.
  package static func staff(in rows: borrowing Rows) throws {
    try rows.later("SELECT pg_advisory_xact_lock(4, 0)")
  }

  /// For whoever changes how somebody proves who they are.
  package static func account(_ id: StaffID, in rows: borrowing Rows) throws {
    let number = id.bytes.prefix(4).reduce(0) { $0 << 8 | Int($1) }
    try rows.later(
      "SELECT pg_advisory_xact_lock(6, \(Int(Int32(truncatingIfNeeded: number)))::int)")
  }

  /// For whoever makes or re-wraps a data key: the open epoch stays open until the commit.
  package static func sharedEpoch(in rows: borrowing Rows) throws {
    try rows.later("SELECT pg_advisory_xact_lock_shared(1, 0)")
  }

  /// For whoever gives evidence its end: the rules stay until the commit.
  package static func sharedRules(in rows: borrowing Rows) throws {
    try rows.later("SELECT pg_advisory_xact_lock_shared(8, 0)")
  }

  /// For whoever changes the retention rules.
  package static func exclusiveRules(in rows: borrowing Rows) throws {
    try rows.later("SELECT pg_advisory_xact_lock(8, 0)")
  }

  /// For whoever opens another epoch: whoever makes or re-wraps a data key is done before, or
  /// comes after.
  package static func exclusiveEpoch(in rows: borrowing Rows) throws {
    try rows.later("SELECT pg_advisory_xact_lock(1, 0)")
  }

  /// For whoever creates the installation, as for whoever migrates.
  package static func wholeDatabase(in rows: borrowing Rows) throws {
    try rows.later("SELECT pg_advisory_xact_lock(0, 0)")
  }

  /// The first 8 bytes of an application's id. Every other lock uses the two-integer form.
  static func number(of id: ApplicationID) -> Int {
    id.bytes.prefix(8).reduce(0) { $0 << 8 | Int($1) }
  }

  private static func half(of id: VacancyID) -> Int {
    Int(Int32(truncatingIfNeeded: id.bytes.prefix(4).reduce(0) { $0 << 8 | Int($1) }))
  }
}
