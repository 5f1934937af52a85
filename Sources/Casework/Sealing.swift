import Domain
import Records
import Vault
import struct Foundation.UUID

/// Where each sealed column lives: a value opens only in its own table, column and row.
extension FieldPlace {
  static func applicant(_ column: StaticString, of id: ApplicationID) -> FieldPlace {
    FieldPlace(table: "applicant", column: column, row: id.uuid)
  }

  static func ending(_ column: StaticString, of id: ApplicationID) -> FieldPlace {
    FieldPlace(table: "ending", column: column, row: id.uuid)
  }

  static func staff(_ column: StaticString, of id: StaffID) -> FieldPlace {
    FieldPlace(table: "staff", column: column, row: id.uuid)
  }

  static func note(_ column: StaticString, of id: NoteID) -> FieldPlace {
    FieldPlace(table: "note", column: column, row: id.uuid)
  }

  static func hold(_ column: StaticString, of id: HoldID) -> FieldPlace {
    FieldPlace(table: "hold", column: column, row: id.uuid)
  }

  static func vacancyHold(_ column: StaticString, of id: HoldID) -> FieldPlace {
    FieldPlace(table: "vacancy_hold", column: column, row: id.uuid)
  }

  static func obligation(_ column: StaticString, of id: ObligationID) -> FieldPlace {
    FieldPlace(table: "legal_obligation", column: column, row: id.uuid)
  }

  static func documentName(of id: DocumentID) -> FieldPlace {
    FieldPlace(table: "document", column: "name", row: id.uuid)
  }

  static func supersededBecause(of id: OutcomeID) -> FieldPlace {
    FieldPlace(table: "outcome", column: "superseded_because", row: id.uuid)
  }

  static func proof(of id: NoticeID) -> FieldPlace {
    FieldPlace(table: "notice", column: "proof", row: id.uuid)
  }

  static func reference(of id: ApplicationID) -> FieldPlace {
    FieldPlace(table: "hand_over", column: "reference", row: id.uuid)
  }

  static func statedReason(of id: LedgerEntryID) -> FieldPlace {
    FieldPlace(table: "stated_reason", column: "text", row: id.uuid)
  }

  static func restrictionReason(of id: RestrictionID) -> FieldPlace {
    FieldPlace(table: "restriction", column: "reason", row: id.uuid)
  }

  static func objection(_ column: StaticString, of id: ObjectionID) -> FieldPlace {
    FieldPlace(table: "objection", column: column, row: id.uuid)
  }

  static func envelope(of id: MailID) -> FieldPlace {
    FieldPlace(table: "last_mail", column: "envelope", row: id.uuid)
  }

  static func location(of id: PaperID) -> FieldPlace {
    FieldPlace(table: "paper", column: "location", row: id.uuid)
  }
}

extension FieldPlace {
  /// The place of a value of the catalogue.
  init(_ field: SealedField) {
    let (table, column): (StaticString, StaticString) =
      switch field.column {
      case .givenName: ("applicant", "given_name")
      case .familyName: ("applicant", "family_name")
      case .email: ("applicant", "email")
      case .phone: ("applicant", "phone")
      case .address: ("applicant", "address")
      case .language: ("applicant", "language")
      case .externalID: ("applicant", "external_id")
      case .endingGivenName: ("ending", "given_name")
      case .endingFamilyName: ("ending", "family_name")
      case .documentName: ("document", "name")
      case .noteText: ("note", "text")
      case .noteVerdict: ("note", "verdict")
      case .supersededBecause: ("outcome", "superseded_because")
      case .proof: ("notice", "proof")
      case .holdMatter: ("hold", "matter")
      case .holdReason: ("hold", "reason")
      case .holdReleasedBecause: ("hold", "released_because")
      case .handOverReference: ("hand_over", "reference")
      case .statedReason: ("stated_reason", "text")
      case .restrictionReason: ("restriction", "reason")
      case .objectionText: ("objection", "text")
      case .objectionReason: ("objection", "reason")
      case .obligationLaw: ("legal_obligation", "law")
      case .obligationReason: ("legal_obligation", "reason")
      case .obligationEndedBecause: ("legal_obligation", "ended_because")
      }
    self.init(table: table, column: column, row: field.row)
  }
}

extension WrappedKey {
  init(_ row: KeyRow) { self.init(epoch: row.epoch, bytes: row.wrapped) }
}

extension Office {
  /// Lends the key of an application.
  func withKey<R: ~Copyable>(
    _ key: KeyRow, of id: ApplicationID, _ body: (borrowing DataKey) throws -> R
  ) throws -> R {
    try ring.withDataKey(WrappedKey(key), of: id.uuid, body)
  }

  /// Lends the key of an application the actor may open; refuses if there is none to see.
  func withKey<R: ~Copyable>(
    of id: ApplicationID, in rows: borrowing Rows, _ body: (borrowing DataKey) throws -> R
  ) throws -> R {
    guard let key = try DataKeys.find(id, in: rows) else { throw Refusal.unknown }
    return try withKey(key, of: id, body)
  }

  /// A new data key under the open epoch, which stays open until the commit.
  func newDataKey(for subject: UUID, in rows: borrowing Rows) throws -> NewDataKey {
    try ring.newDataKey(for: subject, epoch: try openEpoch(in: rows))
  }

  /// The open epoch, its key compared and at hand. It stays open until the commit.
  func openEpoch(in rows: borrowing Rows) throws -> Int {
    try Locks.sharedEpoch(in: rows)
    let epoch = try Epochs.open(in: rows)
    try ring.load(epoch: epoch.number, fingerprint: epoch.fingerprint)
    return epoch.number
  }

  /// Every epoch under which something may still be, the open one first: whoever searches asks
  /// under each. None is opened until the commit, so nothing can move to one that isn't among them.
  func livingEpochs(in rows: borrowing Rows) throws -> [Int] {
    try Locks.sharedEpoch(in: rows)
    return try Epochs.living(in: rows).map { epoch in
      try ring.load(epoch: epoch.number, fingerprint: epoch.fingerprint)
      return epoch.number
    }
  }

  /// The tokens of search terms under each living epoch, the address first; empty without a
  /// searchable part.
  func questions(_ terms: SearchTerms, in rows: borrowing Rows) throws -> [[[UInt8]]] {
    try livingEpochs(in: rows).map { try tokens(terms, epoch: $0) }.filter { !$0.isEmpty }
  }

  /// What an address is found by under each living epoch.
  func marks(of address: String, in rows: borrowing Rows) throws -> [[UInt8]] {
    try questions(SearchTerms(email: address), in: rows).compactMap(\.first)
  }

  /// The tokens an application is found by.
  func searchTokens(of applicant: Applicant, epoch: Int) throws -> [[UInt8]] {
    try tokens(SearchTerms(of: applicant), epoch: epoch)
  }

  /// The tokens of search terms, the address first.
  func tokens(_ terms: SearchTerms, epoch: Int) throws -> [[UInt8]] {
    let emails = try ring.blindIndexes(.email, terms.email.map { [$0] } ?? [], epoch: epoch)
    return emails + (try ring.blindIndexes(.name, terms.nameBeginnings, epoch: epoch))
  }
}

extension ApplicantRow {
  /// Seals a person for the row of their application.
  init(
    sealing applicant: Applicant, externalID: Private<String>?, of id: ApplicationID,
    with key: borrowing DataKey
  ) {
    func sealed(_ value: Private<String>?, _ column: StaticString) -> Sealed? {
      value.map { key.seal($0.reveal(), as: .applicant(column, of: id)) }
    }
    self.init(
      givenName: key.seal(applicant.givenName.reveal(), as: .applicant("given_name", of: id)),
      familyName: key.seal(applicant.familyName.reveal(), as: .applicant("family_name", of: id)),
      email: sealed(applicant.email, "email"), phone: sealed(applicant.phone, "phone"),
      address: sealed(applicant.address, "address"),
      language: key.seal(applicant.language.rawValue, as: .applicant("language", of: id)),
      externalID: sealed(externalID, "external_id"))
  }

  /// Opens the person again.
  func opened(
    of id: ApplicationID, with key: borrowing DataKey
  ) throws -> (applicant: Applicant, externalID: Private<String>?) {
    func text(_ sealed: Sealed?, _ column: StaticString) throws -> Private<String>? {
      guard let sealed else { return nil }
      return Private(try key.openText(sealed, as: .applicant(column, of: id)))
    }
    let language = Language(
      rawValue: try key.openText(language, as: .applicant("language", of: id)))
    guard let language else { throw VaultError.notAuthentic }
    return (
      Applicant(
        givenName: Private(try key.openText(givenName, as: .applicant("given_name", of: id))),
        familyName: Private(try key.openText(familyName, as: .applicant("family_name", of: id))),
        email: try text(email, "email"), phone: try text(phone, "phone"),
        address: try text(address, "address"), language: language),
      try text(externalID, "external_id")
    )
  }
}
