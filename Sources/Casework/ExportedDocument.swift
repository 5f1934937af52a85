package import Domain
import Records
import Vault
package import struct Foundation.Date

/// A document on its way into an export: what it is now, its bytes when it is their turn.
package struct ExportedDocument: Sendable {
  package let id: DocumentID
  package let kind: DocumentKind
  package let name: Private<String>
  package let mediaType: MediaType
  package let bytes: Int
  package let receivedAt: Date
  private let row: DocumentRow
  private let application: ApplicationID
  private let key: KeyRow
  private let office: Office

  init(_ row: DocumentRow, of application: ApplicationID, key: KeyRow, _ office: Office) throws {
    (id, kind, mediaType, bytes) = (row.id, row.kind, row.mediaType, row.bytes)
    receivedAt = row.receivedAt
    name = Private(
      try office.withKey(key, of: application) {
        try $0.openText(row.name, as: .documentName(of: row.id))
      })
    (self.row, self.application, self.key, self.office) = (row, application, key, office)
  }

  /// The document, ready to be read. Its end has been authenticated; a missing file is a fault.
  package func opened() async throws -> OpenedDocument {
    try await office.opened(row, of: application, key: key)
  }
}
