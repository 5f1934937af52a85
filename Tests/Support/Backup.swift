import Foundation
import Postgres

/// A copy of a test's database and of its document files, as a backup keeps them.
package struct Backup: Sendable {
  let database: String
  let documents: String
}

extension TestOffice {
  /// Keeps everything as it is now.
  package func backUp() async throws -> Backup {
    let backup = Backup(
      database: "lethe_backup_" + UUID().uuidString.prefix(8).lowercased(),
      documents: folder.path("backup-\(UUID().uuidString.prefix(8))"))
    try await server.disconnectAll(from: target.database)
    try await server.create(backup.database, from: target.database)
    try FileManager.default.copyItem(
      atPath: folder.path("documents"), toPath: backup.documents)
    return backup
  }

  /// Puts the database back to what it was then, and the document files unless they are to stay.
  package func restore(_ backup: Backup, documents: Bool = true) async throws {
    try await server.drop(target.database)
    try await server.create(target.database, from: backup.database)
    if documents {
      try FileManager.default.removeItem(atPath: folder.path("documents"))
      try FileManager.default.copyItem(
        atPath: backup.documents, toPath: folder.path("documents"))
    }
    try await server.drop(backup.database)
  }
}
