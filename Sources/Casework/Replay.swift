import Domain
import Journal
import Records
import struct Foundation.Date

/// An entry of the journal that the restored database doesn't know, as its act is repeated.
struct LostAct: Sendable {
  let id: LedgerEntryID
  let action: LedgerEntry.Action
  let applications: [ApplicationID]
  let detail: EntryDetail
  let at: Date
  /// Whoever did it, if they were on the staff.
  let actor: StaffID?

  /// `nil` for an entry that isn't of a protective act.
  init?(_ record: JournalRecord) {
    guard let action = LedgerEntry.Action(rawValue: record.action), action.isProtective,
      let at = Instant.read(record.at)
    else { return nil }
    id = record.id
    self.action = action
    applications = record.applications
    detail = EntryDetail(reading: record.detail ?? "")
    self.at = at
    actor = Role(rawValue: record.function) == nil ? nil : record.actor.map { StaffID($0) }
  }

  /// A fact that is an id.
  func id<Subject>(_ name: String) -> Identifier<Subject>? {
    detail[name].flatMap { Identifier<Subject>($0) }
  }

  /// A fact that is a day.
  func day(_ name: String) -> Day? { detail[name].flatMap { Day($0) } }

  /// A fact that is one of some words.
  func word<Word: RawRepresentable<String>>(_ name: String) -> Word? {
    detail[name].flatMap(Word.init(rawValue:))
  }

  /// What stands where the sealed words were lost with the database.
  var placeholder: String {
    "The words were lost with the database; ledger entry \(id.text)."
  }
}

/// How one kind of protective act is repeated from its ledger entry alone, in the login whose act
/// it was. Repeating it twice changes nothing.
struct Replay: Sendable {
  /// How it is counted.
  enum Tally: Sendable { case erasure, withdrawal, restriction, hold, other }

  /// What became of it.
  enum Outcome: Sendable, Equatable {
    /// Done again; so many things were changed.
    case repeated(Int)
    /// The database has it already, or nothing that it concerns.
    case nothingToDo
    /// What it needs isn't there any more.
    case impossible
  }

  let tally: Tally
  let again: @Sendable (Office, LostAct) async throws -> Outcome

  init(
    _ tally: Tally,
    _ body: @escaping @Sendable (Office, LostAct) async throws -> Outcome
  ) {
    self.tally = tally
    again = body
  }

  /// How an act of this kind is repeated; `nil` for one that changed nothing that could be lost.
  static func of(_ action: LedgerEntry.Action) -> Replay? {
    switch action {
    case .applicationErased: .applicationErased
    case .erasureRequested: .erasureRequested
    case .documentDeleted: .documentDeleted
    case .paperDestroyed: .paperDestroyed
    case .consentWithdrawn: .consentWithdrawn
    case .consentDeclined: .consentDeclined
    case .holdPlaced: .holdPlaced
    case .holdReleased: .holdReleased
    case .holdReviewed: .holdReviewed
    case .vacancyHoldPlaced: .vacancyHoldPlaced
    case .vacancyHoldReleased: .vacancyHoldReleased
    case .obligationPlaced: .obligationPlaced
    case .obligationEnded: .obligationEnded
    case .restrictionPlaced: .restrictionPlaced
    case .restrictionAnnounced: .restrictionAnnounced
    case .restrictionLifted: .restrictionLifted
    case .objectionReceived: .objectionReceived
    case .objectionDecided: .objectionDecided
    case .staffDisabled, .staffEnabled: .staffDisabled
    case .roleGranted, .roleRevoked: .role
    case .teamChanged: .teamChanged
    case .teamLeft: .teamLeft
    case .tokenRevoked: .tokenRevoked
    case .epochDestroyed: .epochDestroyed
    // Reconciling ends every session; the next rotation takes a number of its own.
    case .sessionsEnded, .epochRotated, .reconciled: nil
    default: nil
    }
  }
}

extension Office {
  /// Whoever did it, if they are on the staff still; else somebody in whose name it can stand.
  func member(for act: LostAct) async throws -> StaffID? {
    try await self.act(as: .console, .admin) { _, rows in
      if let actor = act.actor, try Staff.exists(actor, in: rows) { return actor }
      for role: Role in [.legal, .privacyOfficer, .administrator] {
        if let found = try Staff.active(role, in: rows).first { return found }
      }
      return nil
    }
  }
}
