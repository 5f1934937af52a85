package import Domain
import Postgres
package import struct Foundation.Date

/// What the door finds behind a token: whose matter it is, and whether it is about a question for
/// consent or a proposal.
package struct LinkRow: Sendable {
  package let id: LinkID
  package let application: ApplicationID
  package let consent: ConsentID?
  package let proposal: ProposalID?
  package let language: Language
}

/// What is left of a link once its application is erased.
package struct SpentLinkRow: Sendable {
  package let withdrawnAt: Date
  package let erasedAt: Date
  package let finalOn: Day
  package let language: Language
  /// Which one it was: names the receipt, and nobody any more.
  package let application: ApplicationID?
}

/// Capabilities: whoever holds the token acts on one application's consent or proposal.
package enum Links {
  /// Makes a link for a question. Only the token's hash is kept.
  package static func make(
    _ id: LinkID, hash: [UInt8], for consent: ConsentID, of application: ApplicationID,
    language: Language, at now: Date, until expiry: Date, in rows: borrowing Rows
  ) throws {
    try rows.later(
      """
      INSERT INTO link (id, application_id, consent_id, hash, language, created_at, expires_at)
      VALUES (\(id.uuid), \(application.uuid), \(consent.uuid), \(hash),
        \(language.rawValue), \(now), \(expiry))
      """)
  }

  /// Makes a link for a proposal.
  package static func make(
    _ id: LinkID, hash: [UInt8], for proposal: ProposalID, of application: ApplicationID,
    language: Language, at now: Date, until expiry: Date, in rows: borrowing Rows
  ) throws {
    try rows.later(
      """
      INSERT INTO link (id, application_id, proposal_id, hash, language, created_at, expires_at)
      VALUES (\(id.uuid), \(application.uuid), \(proposal.uuid), \(hash),
        \(language.rawValue), \(now), \(expiry))
      """)
  }

  /// The link in force with this hash.
  package static func find(
    hash: [UInt8], at now: Date, in rows: borrowing Rows
  ) throws -> LinkRow? {
    try rows.first(
      """
      SELECT id, application_id, consent_id, proposal_id, language FROM link
      WHERE hash = \(hash) AND voided_at IS NULL AND expires_at > \(now)
      """
    ) { row in
      LinkRow(
        id: try row.id("id"), application: try row.id("application_id"),
        consent: try row.id("consent_id"), proposal: try row.id("proposal_id"),
        language: try row.word("language"))
    }
  }

  /// The receipt behind a link that was used to withdraw, as long as it is shown.
  package static func spent(
    hash: [UInt8], on today: Day, in rows: borrowing Rows
  ) throws -> SpentLinkRow? {
    try rows.first(
      """
      SELECT withdrawn_at, erased_at, final_on, language, application_id FROM spent_link
      WHERE hash = \(hash) AND shown_through >= \(today.stored)
      """
    ) { row in
      SpentLinkRow(
        withdrawnAt: try row("withdrawn_at"), erasedAt: try row("erased_at"),
        finalOn: try row.day("final_on"), language: try row.word("language"),
        application: try row.id("application_id"))
    }
  }

  /// A link in force for a question, if there is one.
  package static func live(
    for consent: ConsentID, in rows: borrowing Rows
  ) throws -> LinkID? {
    try rows.first(
      """
      SELECT id FROM link WHERE consent_id = \(consent.uuid) AND voided_at IS NULL
      ORDER BY created_at DESC, id LIMIT 1
      """
    ) { try $0.id("id") }
  }

  /// A link in force for a proposal, if there is one.
  package static func live(
    for proposal: ProposalID, in rows: borrowing Rows
  ) throws -> LinkID? {
    try rows.first(
      """
      SELECT id FROM link WHERE proposal_id = \(proposal.uuid) AND voided_at IS NULL
      ORDER BY created_at DESC, id LIMIT 1
      """
    ) { try $0.id("id") }
  }

  /// The proposal a link is about.
  package static func proposal(of id: LinkID, in rows: borrowing Rows) throws -> ProposalID? {
    try rows.first("SELECT proposal_id FROM link WHERE id = \(id.uuid)") {
      try $0.id("proposal_id")
    } ?? nil
  }

  /// Makes every link of an application useless: they went to an address that has changed.
  package static func void(
    of application: ApplicationID, at now: Date, in rows: borrowing Rows
  ) throws {
    try rows.later(
      """
      UPDATE link SET voided_at = \(now)
      WHERE application_id = \(application.uuid) AND voided_at IS NULL
      """)
  }

  /// Forgets receipts that are no longer shown.
  package static func forgetSpent(on today: Day, in rows: borrowing Rows) throws {
    try rows.run("DELETE FROM spent_link WHERE shown_through < \(today.stored)")
  }
}

extension Links {
  /// The language of a link that is in force; `nil` once it is void.
  package static func language(of id: LinkID, in rows: borrowing Rows) throws -> Language? {
    try rows.first("SELECT language FROM link WHERE id = \(id.uuid) AND voided_at IS NULL") {
      try $0.word("language")
    } ?? nil
  }
}
