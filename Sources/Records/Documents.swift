package import Domain
import Postgres
package import struct Foundation.Date

/// A document as stored: its age header here, its payload in a file.
package struct DocumentRow: Sendable {
  package let id: DocumentID
  package let kind: DocumentKind
  package let name: Sealed
  package let mediaType: MediaType
  package let bytes: Int
  package let header: [UInt8]
  package let file: FileID
  package let receivedAt: Date

  package init(
    id: DocumentID, kind: DocumentKind, name: Sealed, mediaType: MediaType, bytes: Int,
    header: [UInt8], file: FileID, receivedAt: Date
  ) {
    self.id = id
    self.kind = kind
    self.name = name
    self.mediaType = mediaType
    self.bytes = bytes
    self.header = header
    self.file = file
    self.receivedAt = receivedAt
  }
}

/// A document with what opens it.
package struct KeyedDocument: Sendable {
  package let document: DocumentRow
  package let application: ApplicationID
  package let key: KeyRow

  package init(document: DocumentRow, application: ApplicationID, key: KeyRow) {
    self.document = document
    self.application = application
    self.key = key
  }
}

/// Documents of applications.
package enum Documents {
  /// Stores a row whose file is durable already.
  package static func insert(
    _ new: DocumentRow, of application: ApplicationID, by staff: StaffID?,
    in rows: borrowing Rows
  ) throws {
    try rows.later(
      """
      INSERT INTO document (id, application_id, kind, name, media_type, bytes, header, file,
        received_at, stored_by)
      VALUES (\(new.id.uuid), \(application.uuid), \(new.kind.rawValue), \(new.name),
        \(new.mediaType.rawValue), \(new.bytes), \(new.header), \(new.file.uuid),
        \(new.receivedAt), \(staff?.uuid))
      """)
  }

  /// All of an application, oldest first.
  package static func all(
    of application: ApplicationID, in rows: borrowing Rows
  ) throws -> [DocumentRow] {
    try rows.all(
      """
      SELECT \(sql: columns) FROM document WHERE application_id = \(application.uuid)
      ORDER BY received_at, id
      """, read)
  }

  /// One document of one application.
  package static func find(
    _ id: DocumentID, of application: ApplicationID, in rows: borrowing Rows
  ) throws -> DocumentRow? {
    try rows.first(
      """
      SELECT \(sql: columns) FROM document
      WHERE id = \(id.uuid) AND application_id = \(application.uuid)
      """, read)
  }

  /// One document of one application, with the key that opens it: one trip for who reads it.
  package static func findWithKey(
    _ id: DocumentID, of application: ApplicationID, in rows: borrowing Rows
  ) throws -> (document: DocumentRow, key: KeyRow)? {
    try rows.first(
      """
      SELECT \(sql: columns), epoch, wrapped
      FROM document JOIN data_key USING (application_id)
      WHERE id = \(id.uuid) AND application_id = \(application.uuid)
      """
    ) { (try read($0), KeyRow(epoch: try $0("epoch"), wrapped: try $0("wrapped"))) }
  }

  /// All documents in the order of their ids, after `last`.
  package static func page(
    after last: DocumentID?, limit: Int, in rows: borrowing Rows
  ) throws -> [KeyedDocument] {
    try rows.all(
      """
      SELECT \(sql: columns), application_id, epoch, wrapped
      FROM document JOIN data_key USING (application_id)
      WHERE id > \((last ?? .lowest).uuid) ORDER BY id LIMIT \(limit)
      """
    ) { row in
      KeyedDocument(
        document: try read(row), application: try row.id("application_id"),
        key: KeyRow(epoch: try row("epoch"), wrapped: try row("wrapped")))
    }
  }

  /// The application of a document, for the one who reads it still sealed.
  package static func application(
    of id: DocumentID, in rows: borrowing Rows
  ) throws -> ApplicationID? {
    try rows.first("SELECT application_id FROM document WHERE id = \(id.uuid)") {
      try $0.id("application_id")
    }
  }

  /// Removes a row; its file is doomed next.
  package static func delete(_ id: DocumentID, in rows: borrowing Rows) throws {
    try rows.later("DELETE FROM document WHERE id = \(id.uuid)")
  }

  /// Replaces the header, when the application is re-keyed; the payload stays.
  package static func replace(
    header: [UInt8], of id: DocumentID, in rows: borrowing Rows
  ) throws {
    try rows.later("UPDATE document SET header = \(header) WHERE id = \(id.uuid)")
  }

  /// Those of `files` that a document or the list of doomed files names.
  package static func known(
    _ files: [FileID], in rows: borrowing Rows
  ) throws -> Set<FileID> {
    let ids = files.map(\.uuid)
    return Set(
      try rows.all(
        """
        SELECT file FROM document WHERE file = ANY(\(ids))
        UNION ALL SELECT file FROM doomed_file WHERE file = ANY(\(ids))
        """
      ) { try $0.id("file") })
  }

  /// Every file that a document names, by keyset: those after `last`.
  package static func files(
    after last: FileID?, limit: Int, in rows: borrowing Rows
  ) throws -> [FileID] {
    try rows.all(
      """
      SELECT file FROM document
      WHERE file > \((last ?? .lowest).uuid) ORDER BY file LIMIT \(limit)
      """
    ) { try $0.id("file") }
  }

  private static let columns: StaticString =
    "id, kind, name, media_type, bytes, header, file, received_at"

  private static func read(_ row: borrowing Row) throws -> DocumentRow {
    DocumentRow(
      id: try row.id("id"), kind: try row.word("kind"), name: try row("name"),
      mediaType: try row.word("media_type"), bytes: try row("bytes"),
      header: try row("header"), file: try row.id("file"), receivedAt: try row("received_at"))
  }
}

/// Files whose rows are gone and which are still to be unlinked.
package enum DoomedFiles {
  /// Lists a file.
  package static func add(_ file: FileID, at now: Date, in rows: borrowing Rows) throws {
    try rows.later(
      "INSERT INTO doomed_file (file, doomed_at) VALUES (\(file.uuid), \(now))")
  }

  /// The files listed, a batch at a time.
  package static func next(limit: Int, in rows: borrowing Rows) throws -> [FileID] {
    try rows.all("SELECT file FROM doomed_file LIMIT \(limit)") { try $0.id("file") }
  }

  /// Strikes files that have been unlinked.
  package static func strike(_ files: [FileID], in rows: borrowing Rows) throws {
    try rows.run("DELETE FROM doomed_file WHERE file = ANY(\(files.map(\.uuid)))")
  }
}

/// Applications that lost a document or note and need a new key, lest an old backup open it.
package enum Rekeyings {
  /// Asks for one.
  package static func ask(
    for application: ApplicationID, at now: Date, in rows: borrowing Rows
  ) throws {
    try rows.later(
      """
      INSERT INTO rekeying (application_id, asked_at) VALUES (\(application.uuid), \(now))
      ON CONFLICT (application_id) DO NOTHING
      """)
  }

  /// Whether one has been asked for.
  package static func waits(
    _ application: ApplicationID, in rows: borrowing Rows
  ) throws -> Bool {
    try rows.first(
      "SELECT 1 AS one FROM rekeying WHERE application_id = \(application.uuid)"
    ) { _ in true } ?? false
  }

  /// Those asked for.
  package static func waiting(limit: Int, in rows: borrowing Rows) throws -> [ApplicationID] {
    try rows.all(
      "SELECT application_id FROM rekeying ORDER BY asked_at, application_id LIMIT \(limit)"
    ) {
      try $0.id("application_id")
    }
  }

  /// Done.
  package static func finish(
    _ application: ApplicationID, in rows: borrowing Rows
  ) throws {
    try rows.later("DELETE FROM rekeying WHERE application_id = \(application.uuid)")
  }
}
