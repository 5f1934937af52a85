package import Domain
import Postgres
package import struct Foundation.Date

/// The versions of the privacy notice, which of them is in force, and who was shown which.
package enum PrivacyNotices {
  /// A version without its texts.
  package struct Version: Sendable {
    package let version: String
    /// Of the text in every language, 32 bytes.
    package let digest: [UInt8]
  }

  /// The version in force; `nil` before one is used.
  package static func inForce(in rows: borrowing Rows) throws -> Version? {
    try rows.first(
      """
      SELECT n.version, n.digest FROM privacy_notice_use u
      JOIN privacy_notice n ON n.version = u.version ORDER BY u.number DESC LIMIT 1
      """
    ) { Version(version: try $0("version"), digest: try $0("digest")) }
  }

  /// Every version there ever was.
  package static func versions(in rows: borrowing Rows) throws -> [Version] {
    try rows.all("SELECT version, digest FROM privacy_notice ORDER BY version") {
      Version(version: try $0("version"), digest: try $0("digest"))
    }
  }

  /// One version with its texts, the one in force unless another is named; `nil` if it isn't known.
  package static func find(
    _ version: String?, in rows: borrowing Rows
  ) throws -> PrivacyNotice? {
    let texts = try rows.all(
      """
      WITH found AS (SELECT u.version, u.since FROM privacy_notice_use u
        WHERE \(version)::text IS NULL OR u.version = \(version)
        ORDER BY u.number DESC LIMIT 1)
      SELECT f.version, f.since, t.language, t.text
      FROM found f JOIN privacy_notice_text t ON t.version = f.version
      """
    ) { row in
      try (
        row("version", as: String.self), row("since", as: Date.self),
        row("language", as: String.self), row("text", as: String.self)
      )
    }
    guard let first = texts.first else { return nil }
    // A language that an older or newer program knows and this one doesn't is passed over.
    let known = texts.compactMap { text in Language(rawValue: text.2).map { ($0, text.3) } }
    return PrivacyNotice(
      version: first.0, texts: Dictionary(uniqueKeysWithValues: known), usedSince: first.1)
  }

  /// Keeps a new version.
  package static func keep(
    _ version: String, digest: [UInt8], texts: [Language: String], in rows: borrowing Rows
  ) throws {
    try rows.later(
      "INSERT INTO privacy_notice (version, digest) VALUES (\(version), \(digest))")
    for (language, text) in texts {
      try rows.later(
        """
        INSERT INTO privacy_notice_text (version, language, text)
        VALUES (\(version), \(language.rawValue), \(text))
        """)
    }
  }

  /// Puts a version into force.
  package static func use(
    _ version: String, since now: Date, in rows: borrowing Rows
  ) throws {
    try rows.later(
      "INSERT INTO privacy_notice_use (version, since) VALUES (\(version), \(now))")
  }
}

/// Who was shown which version of the notice.
package enum Informed {
  /// Records it.
  package static func record(
    _ information: Information, of application: ApplicationID, in rows: borrowing Rows
  ) throws {
    try rows.later(
      """
      INSERT INTO informed (id, application_id, version, article, language, channel, at)
      VALUES (\(InformationID.random().uuid), \(application.uuid), \(information.version),
        \(information.article.rawValue), \(information.language.rawValue),
        \(information.channel.rawValue), \(information.at))
      """)
  }

  /// What one applicant was shown, oldest first.
  package static func all(
    of application: ApplicationID, in rows: borrowing Rows
  ) throws -> [Information] {
    try rows.all(
      """
      SELECT version, article, language, channel, at FROM informed
      WHERE application_id = \(application.uuid) ORDER BY at, id
      """
    ) { row in
      let number: Int = try row("article")
      guard let article = Information.Article(rawValue: number) else {
        throw PostgresError.unexpectedShape(column: "article")
      }
      return Information(
        version: try row("version"), article: article, language: try row.word("language"),
        channel: try row.word("channel"), at: try row("at"))
    }
  }
}
