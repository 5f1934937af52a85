package import Domain
import Postgres
package import struct Foundation.Date
package import struct Foundation.UUID

/// Who did what and when, without personal data. An entry commits with its act.
package struct LedgerEntry: Sendable {
  package let id: LedgerEntryID
  package let at: Date
  package let actor: Actor
  package let action: Action
  package let applications: [ApplicationID]
  /// A code or an id that says more; never a personal value.
  package let detail: String?

  package init(
    id: LedgerEntryID = .random(), at: Date, actor: Actor, action: Action,
    applications: [ApplicationID] = [], detail: String? = nil
  ) {
    self.id = id
    self.at = at
    self.actor = actor
    self.action = action
    self.applications = applications
    self.detail = detail
  }

  /// What was done.
  package enum Action: String, CaseIterable, Sendable {
    case installationCreated, staffAdded, tokenIssued, privacyNoticeUsed
    case vacancyOpened, vacancyClosed, teamChanged, teamLeft
    case applicationReceived, applicationOpened, applicationsListed, retentionExplained
    case applicantCorrected, stageChanged, applicationMoved, noteWritten
    case documentStored, documentOpened, documentDeleted, applicationRekeyed
    case outcomeRecorded, outcomeCorrected, procedureReopened, noticeRecorded
    case paperReturned
    case consentAsked, consentGiven, consentDeclined, consentWithdrawn
    case proposalMade, proposalAccepted, proposalDeclined, proposalCarriedOut
    case renewalAsked, letterPrinted, applicantInformed
    case handOverRecorded, holdPlaced, holdReleased
    case erasureRequested, applicationErased, groundExpired
    case mailSent, mailGivenUp, mailRetried, mailDropped
    case signedIn, signInRefused, passwordChanged, secondFactorEnrolled, recoveryCodeUsed
    case staffDisabled, staffEnabled, roleGranted, roleRevoked, sessionsEnded, setUpLinkMade
    case identityShown, sealedDocumentRead, purgeRun, purgeConfirmed, clockConfirmed
    case vacancyHoldPlaced, vacancyHoldReleased, holdReviewed
    case obligationPlaced, obligationEnded
    case restrictionPlaced, restrictionAnnounced, restrictionLifted
    case objectionReceived, objectionDecided
    case retentionRulesChanged, evidenceShortened
    case handOverExported, matterExported
    case paperRecorded, paperDestroyed
    case tokenRevoked
    case epochRotated, epochDestroyed, reconciled
  }
}

/// The queue of entries.
package enum Ledger {
  /// Queues an entry; it travels with the next statement or the commit.
  package static func append(_ entry: LedgerEntry, in rows: borrowing Rows) throws {
    try rows.later(
      """
      INSERT INTO ledger (id, at, actor, function, action, applications, detail)
      VALUES (\(entry.id.uuid), \(entry.at), \(UUID(uuidString: entry.actor.id)),
        \(entry.actor.function), \(entry.action.rawValue),
        \(entry.applications.map(\.uuid)), \(entry.detail))
      """)
  }

  /// The epochs whose destruction it tells.
  package static func destroyedEpochs(in rows: borrowing Rows) throws -> Set<Int> {
    let details = try rows.all("SELECT detail FROM ledger WHERE action = 'epochDestroyed'") {
      try $0("detail", as: String?.self)
    }
    return Set(
      details.compactMap { $0 }.compactMap { Int(EntryDetail(reading: $0)["epoch"] ?? "") })
  }

  /// Entries after a number, oldest first.
  package static func entries(
    after number: Int, limit: Int, in rows: borrowing Rows
  ) throws -> [Numbered] {
    try rows.all(
      """
      SELECT number, id, at, actor, function, action, applications, detail FROM ledger
      WHERE number > \(number) ORDER BY number LIMIT \(limit)
      """
    ) { row in
      Numbered(
        number: try row("number"), id: try row.id("id"), at: try row("at"),
        actor: try row.id("actor"), function: try row("function"), action: try row("action"),
        applications: try row("applications", as: [UUID].self).map(ApplicationID.init),
        detail: try row("detail"))
    }
  }

  /// An entry as it is read back.
  package struct Numbered: Sendable {
    package let number: Int
    package let id: LedgerEntryID
    package let at: Date
    package let actor: StaffID?
    package let function: String
    package let action: String
    package let applications: [ApplicationID]
    package let detail: String?
  }
}

/// Why somebody opened an application, sealed under its key.
package enum StatedReasons {
  /// Keeps a reason with the entry it belongs to.
  package static func keep(
    _ reason: Sealed, for entry: LedgerEntryID, application: ApplicationID,
    in rows: borrowing Rows
  ) throws {
    try rows.later(
      """
      INSERT INTO stated_reason (entry_id, application_id, text)
      VALUES (\(entry.uuid), \(application.uuid), \(reason))
      """)
  }
}
