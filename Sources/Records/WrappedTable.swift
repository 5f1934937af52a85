import Postgres
package import struct Foundation.UUID

/// A wrapped data key and whose it is: an application's, a staff member's, a message's, the
/// place of paper's.
package struct WrappedRow: Sendable, Equatable {
  package let subject: UUID
  package let key: KeyRow

  package init(subject: UUID, key: KeyRow) {
    self.subject = subject
    self.key = key
  }
}

/// Every table that holds data keys wrapped under an epoch: the list a rotation walks, and a test
/// compares with the schema.
package enum WrappedTable: String, CaseIterable, Sendable {
  case application = "data_key"
  case staff = "staff_key"
  case lastMail = "last_mail"
  case paper

  /// How many keys are under each epoch.
  package func counts(in rows: borrowing Rows) throws -> [Int: Int] {
    let counts = try rows.all(countStatement) {
      (try $0("epoch", as: Int.self), try $0("keys", as: Int.self))
    }
    return Dictionary(uniqueKeysWithValues: counts)
  }

  /// The keys under an epoch, in the order of whose they are, after `last`.
  package func page(
    under epoch: Int, after last: UUID?, limit: Int, in rows: borrowing Rows
  ) throws -> [WrappedRow] {
    try rows.all(pageStatement(epoch, last ?? Self.lowest, limit), Self.read)
  }

  /// The keys of some that are still under the epoch, locked against whoever deletes them; a key
  /// that somebody else holds is left out.
  package func keys(
    of subjects: [UUID], under epoch: Int, in rows: borrowing Rows
  ) throws -> [WrappedRow] {
    if subjects.isEmpty { return [] }
    return try rows.all(keyStatement(subjects, epoch), Self.read)
  }

  /// Replaces keys under `old`; what is stored now, for whoever compares it with what was meant.
  package func replace(
    _ new: [WrappedRow], under old: Int, in rows: borrowing Rows
  ) throws -> [WrappedRow] {
    guard let epoch = new.first?.key.epoch else { return [] }
    let (ids, keys) = (new.map(\.subject), new.map(\.key.wrapped))
    return try rows.all(replaceStatement(ids, keys, epoch, old), Self.read)
  }

  private static let lowest = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))

  private static func read(_ row: borrowing Row) throws -> WrappedRow {
    WrappedRow(
      subject: try row("id"), key: KeyRow(epoch: try row("epoch"), wrapped: try row("wrapped")))
  }
}

/// The same statements for each table: a table's name is no parameter.
extension WrappedTable {
  private var countStatement: Statement {
    switch self {
    case .application: "SELECT epoch, count(*) AS keys FROM data_key GROUP BY epoch"
    case .staff: "SELECT epoch, count(*) AS keys FROM staff_key GROUP BY epoch"
    case .lastMail: "SELECT epoch, count(*) AS keys FROM last_mail GROUP BY epoch"
    case .paper:
      "SELECT epoch, count(*) AS keys FROM paper WHERE epoch IS NOT NULL GROUP BY epoch"
    }
  }

  private func pageStatement(_ epoch: Int, _ last: UUID, _ limit: Int) -> Statement {
    switch self {
    case .application:
      """
      SELECT application_id AS id, epoch, wrapped FROM data_key
      WHERE epoch = \(epoch) AND application_id > \(last) ORDER BY application_id LIMIT \(limit)
      """
    case .staff:
      """
      SELECT staff_id AS id, epoch, wrapped FROM staff_key
      WHERE epoch = \(epoch) AND staff_id > \(last) ORDER BY staff_id LIMIT \(limit)
      """
    case .lastMail:
      """
      SELECT id, epoch, wrapped FROM last_mail WHERE epoch = \(epoch) AND id > \(last)
      ORDER BY id LIMIT \(limit)
      """
    case .paper:
      """
      SELECT id, epoch, wrapped FROM paper WHERE epoch = \(epoch) AND id > \(last)
      ORDER BY id LIMIT \(limit)
      """
    }
  }

  private func keyStatement(_ ids: [UUID], _ epoch: Int) -> Statement {
    switch self {
    case .application:
      """
      SELECT application_id AS id, epoch, wrapped FROM data_key
      WHERE application_id = ANY(\(ids)) AND epoch = \(epoch)
      ORDER BY application_id FOR UPDATE SKIP LOCKED
      """
    case .staff:
      """
      SELECT staff_id AS id, epoch, wrapped FROM staff_key
      WHERE staff_id = ANY(\(ids)) AND epoch = \(epoch)
      ORDER BY staff_id FOR UPDATE SKIP LOCKED
      """
    case .lastMail:
      """
      SELECT id, epoch, wrapped FROM last_mail WHERE id = ANY(\(ids)) AND epoch = \(epoch)
      ORDER BY id FOR UPDATE SKIP LOCKED
      """
    case .paper:
      """
      SELECT id, epoch, wrapped FROM paper WHERE id = ANY(\(ids)) AND epoch = \(epoch)
      ORDER BY id FOR UPDATE SKIP LOCKED
      """
    }
  }

  private func replaceStatement(
    _ ids: [UUID], _ keys: [[UInt8]], _ epoch: Int, _ old: Int
  ) -> Statement {
    switch self {
    case .application:
      """
      UPDATE data_key SET epoch = \(epoch), wrapped = new.key
      FROM unnest(\(ids), \(keys)) AS new (id, key)
      WHERE application_id = new.id AND data_key.epoch = \(old)
      RETURNING application_id AS id, epoch, wrapped
      """
    case .staff:
      """
      UPDATE staff_key SET epoch = \(epoch), wrapped = new.key
      FROM unnest(\(ids), \(keys)) AS new (id, key)
      WHERE staff_id = new.id AND staff_key.epoch = \(old)
      RETURNING staff_id AS id, epoch, wrapped
      """
    case .lastMail:
      """
      UPDATE last_mail SET epoch = \(epoch), wrapped = new.key
      FROM unnest(\(ids), \(keys)) AS new (id, key)
      WHERE last_mail.id = new.id AND last_mail.epoch = \(old)
      RETURNING last_mail.id, epoch, wrapped
      """
    case .paper:
      """
      UPDATE paper SET epoch = \(epoch), wrapped = new.key
      FROM unnest(\(ids), \(keys)) AS new (id, key)
      WHERE paper.id = new.id AND paper.epoch = \(old)
      RETURNING paper.id, epoch, wrapped
      """
    }
  }
}
