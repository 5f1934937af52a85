package import Domain
import Postgres
package import struct Foundation.Date

/// An application as stored, without the person.
package struct ApplicationRow: Sendable {
  package let id: ApplicationID
  package let vacancy: VacancyID?
  package let channel: Channel
  package let source: Source
  package let stage: Stage
  package let receivedAt: Date
  package let createdAt: Date
  package let createdBy: StaffID?
  /// The public half of the identity that opens its documents, 32 bytes.
  package let recipient: [UInt8]
  /// Whether mail can reach the applicant.
  package let isMailable: Bool
  /// Whether processing is restricted (Art. 18 GDPR); only the privacy officer still sees it then.
  package let isRestricted: Bool

  package init(
    id: ApplicationID, vacancy: VacancyID?, channel: Channel, source: Source,
    stage: Stage = .received, receivedAt: Date, createdAt: Date, createdBy: StaffID?,
    recipient: [UInt8], isMailable: Bool, isRestricted: Bool = false
  ) {
    self.id = id
    self.vacancy = vacancy
    self.channel = channel
    self.source = source
    self.stage = stage
    self.receivedAt = receivedAt
    self.createdAt = createdAt
    self.createdBy = createdBy
    self.recipient = recipient
    self.isMailable = isMailable
    self.isRestricted = isRestricted
  }
}

/// The unit of access, key and erasure.
package enum Applications {
  /// Stores a new one; nothing stands for it yet.
  package static func insert(_ new: ApplicationRow, in rows: borrowing Rows) throws {
    try rows.later(
      """
      INSERT INTO application (id, vacancy_id, channel, source, received_at, created_at,
        created_by, recipient, mailable)
      VALUES (\(new.id.uuid), \(new.vacancy?.uuid), \(new.channel.rawValue),
        \(new.source.rawValue), \(new.receivedAt), \(new.createdAt), \(new.createdBy?.uuid),
        \(new.recipient), \(new.isMailable))
      """)
  }

  /// The application, if the actor may see it and something stands for it.
  package static func find(
    _ id: ApplicationID, in rows: borrowing Rows
  ) throws -> ApplicationRow? {
    try rows.first(
      """
      SELECT id, vacancy_id, channel, source, stage, received_at, created_at, created_by,
        recipient, mailable, standing && '{restriction}' AS restricted
      FROM application WHERE id = \(id.uuid) AND standing <> '{}'
      """
    ) { row in
      ApplicationRow(
        id: try row.id("id"), vacancy: try row.id("vacancy_id"),
        channel: try row.word("channel"), source: try row.word("source"),
        stage: try row.word("stage"), receivedAt: try row("received_at"),
        createdAt: try row("created_at"), createdBy: try row.id("created_by"),
        recipient: try row("recipient"), isMailable: try row("mailable"),
        isRestricted: try row("restricted"))
    }
  }

  /// The one received next after it for the same vacancy, and the one before it, of those the
  /// actor may see.
  package static func neighbours(
    of id: ApplicationID, in rows: borrowing Rows
  ) throws -> (newer: ApplicationID?, older: ApplicationID?) {
    try rows.first(
      """
      WITH this AS (SELECT id, vacancy_id, received_at FROM application WHERE id = \(id.uuid))
      SELECT
        (SELECT a.id FROM application a JOIN this ON a.vacancy_id = this.vacancy_id
          WHERE a.standing <> '{}' AND (a.received_at, a.id) > (this.received_at, this.id)
          ORDER BY a.received_at, a.id LIMIT 1) AS newer,
        (SELECT a.id FROM application a JOIN this ON a.vacancy_id = this.vacancy_id
          WHERE a.standing <> '{}' AND (a.received_at, a.id) < (this.received_at, this.id)
          ORDER BY a.received_at DESC, a.id DESC LIMIT 1) AS older
      """
    ) { (newer: try $0.id("newer"), older: try $0.id("older")) } ?? (nil, nil)
  }

  /// Records how far it has come.
  package static func set(
    stage: Stage, of id: ApplicationID, in rows: borrowing Rows
  ) throws {
    try rows.later(
      "UPDATE application SET stage = \(stage.rawValue) WHERE id = \(id.uuid)")
  }

  /// Moves it to another vacancy.
  package static func move(
    _ id: ApplicationID, to vacancy: VacancyID, in rows: borrowing Rows
  ) throws {
    try rows.later(
      "UPDATE application SET vacancy_id = \(vacancy.uuid) WHERE id = \(id.uuid)")
  }

  /// Notes whether mail can reach the applicant.
  package static func set(
    mailable: Bool, of id: ApplicationID, in rows: borrowing Rows
  ) throws {
    try rows.later("UPDATE application SET mailable = \(mailable) WHERE id = \(id.uuid)")
  }

  /// Gives it a new public key, when it is re-keyed.
  package static func set(
    recipient: [UInt8], of id: ApplicationID, in rows: borrowing Rows
  ) throws {
    try rows.later("UPDATE application SET recipient = \(recipient) WHERE id = \(id.uuid)")
  }
}

/// The one key of each application.
package enum DataKeys {
  /// Stores a new application's key.
  package static func insert(
    _ key: KeyRow, of id: ApplicationID, in rows: borrowing Rows
  ) throws {
    try rows.later(
      """
      INSERT INTO data_key (application_id, epoch, wrapped)
      VALUES (\(id.uuid), \(key.epoch), \(key.wrapped))
      """)
  }

  /// The key, if the actor may open the application or finish its ending.
  package static func find(_ id: ApplicationID, in rows: borrowing Rows) throws -> KeyRow? {
    try rows.first(
      "SELECT epoch, wrapped FROM data_key WHERE application_id = \(id.uuid)"
    ) { KeyRow(epoch: try $0("epoch"), wrapped: try $0("wrapped")) }
  }

  /// Replaces the key, when the application is re-keyed.
  package static func replace(
    _ key: KeyRow, of id: ApplicationID, in rows: borrowing Rows
  ) throws {
    try rows.later(
      """
      UPDATE data_key SET epoch = \(key.epoch), wrapped = \(key.wrapped)
      WHERE application_id = \(id.uuid)
      """)
  }
}
