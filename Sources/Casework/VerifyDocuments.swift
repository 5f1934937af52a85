package import Domain
import Records
import Vault

/// Opens every stored document from end to end and shows it to nobody: what a restore and a doubt
/// about a disk need to know.
package struct VerifyDocuments: Sendable {
  private static let batch = 200
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// What was found.
  package struct Report: Sendable {
    /// Documents of which every byte authenticates.
    package internal(set) var opened = 0
    /// Those that don't open, or whose file is missing.
    package internal(set) var damaged: [DocumentID] = []
  }

  /// Reads all of them; changes nothing.
  package func callAsFunction() async throws -> Report {
    var report = Report()
    var last: DocumentID?
    while true {
      let from = last
      let page = try await office.act(as: .console, .keys) { _, rows in
        try Documents.page(after: from, limit: Self.batch, in: rows)
      }
      guard let end = page.last?.document.id else { return report }
      for stored in page {
        if try await opens(stored) {
          report.opened += 1
        } else if try await isStillThere(stored) {
          report.damaged.append(stored.document.id)
        }
      }
      last = end
    }
  }

  private func opens(_ stored: KeyedDocument) async throws -> Bool {
    do {
      let document = try await office.opened(
        stored.document, of: stored.application, key: stored.key)
      try await document.read(0..<document.bytes) { _ in }
      return true
    } catch is VaultError {
      return false
    } catch is DiskError {
      return false
    }
  }

  /// It may have been deleted, or its application given a new key, since the page was read.
  private func isStillThere(_ stored: KeyedDocument) async throws -> Bool {
    let now = try await office.act(as: .console, .keys) { _, rows in
      try Documents.findWithKey(stored.document.id, of: stored.application, in: rows)
    }
    guard let now else { return false }
    return try await !opens(
      KeyedDocument(document: now.document, application: stored.application, key: now.key))
  }
}
