package import Postgres
package import struct Foundation.Date

/// The schema: numbered files, forward only, each applied once in a transaction of its own.
package enum Migrations {
  /// Every file of `migrations/`, in order; a test compares this list with the folder.
  package static let all: [(name: String, text: [UInt8])] = [
    ("0001-installation", PackageResources._001_installation_sql),
    ("0002-staff", PackageResources._002_staff_sql),
    ("0003-vacancy", PackageResources._003_vacancy_sql),
    ("0004-application", PackageResources._004_application_sql),
    ("0005-ground", PackageResources._005_ground_sql),
    ("0006-outcome", PackageResources._006_outcome_sql),
    ("0007-consent", PackageResources._007_consent_sql),
    ("0008-document", PackageResources._008_document_sql),
    ("0009-note", PackageResources._009_note_sql),
    ("0010-mail", PackageResources._010_mail_sql),
    ("0011-ledger", PackageResources._011_ledger_sql),
    ("0012-sign-in", PackageResources._012_sign_in_sql),
    ("0013-mail", PackageResources._013_mail_sql),
    ("0014-information", PackageResources._014_information_sql),
    ("0015-renewal", PackageResources._015_renewal_sql),
    ("0016-proposal", PackageResources._016_proposal_sql),
    ("0017-paper", PackageResources._017_paper_sql),
    ("0018-journal", PackageResources._018_journal_sql),
    ("0019-epochs", PackageResources._019_epochs_sql),
    ("0020-holds", PackageResources._020_holds_sql),
    ("0021-exports", PackageResources._021_exports_sql),
    ("0022-restriction", PackageResources._022_restriction_sql),
    ("0023-rules", PackageResources._023_rules_sql),
    ("0024-alarms", PackageResources._024_alarms_sql),
    ("0025-paper", PackageResources._025_paper_sql),
    ("0026-figures", PackageResources._026_figures_sql),
    ("0027-receipts", PackageResources._027_receipts_sql),
    ("0028-held", PackageResources._028_held_sql),
    ("0029-letters", PackageResources._029_letters_sql),
  ]

  /// The database was made by a newer version of the program; its migrations are named.
  package struct FromTheFuture: Error, Sendable, Equatable {
    package let names: [String]
  }

  /// Brings the schema up to date as `lethe_owner`; the names of what was applied. Two who call
  /// at once wait for one another.
  package static func apply(as owner: Connection, at now: Date) async throws -> [String] {
    try await owner.transaction { rows in
      try rows.later("SELECT pg_advisory_xact_lock(0, 0)")
      try rows.later(
        """
        CREATE TABLE IF NOT EXISTS migration (
          name text PRIMARY KEY,
          applied_at timestamptz NOT NULL
        )
        """)
      let applied = Set(try rows.all("SELECT name FROM migration") { try $0("name") as String })
      let unknown = applied.subtracting(all.map(\.name))
      guard unknown.isEmpty else { throw FromTheFuture(names: unknown.sorted()) }
      var new: [String] = []
      for (name, text) in all where !applied.contains(name) {
        try rows.script(
          MigrationScript(contentsOfMigration: String(decoding: text, as: UTF8.self)))
        try rows.run("INSERT INTO migration (name, applied_at) VALUES (\(name), \(now))")
        new.append(name)
      }
      return new
    }
  }
}
