package import Domain
import Records
import Vault
package import struct Foundation.Date

/// A document, as the application lists it.
package struct DocumentView: Sendable {
  package let id: DocumentID
  package let kind: DocumentKind
  package let name: String
  package let mediaType: MediaType
  package let bytes: Int
  package let receivedAt: Date
}

/// A note with its author's name.
package struct NoteView: Sendable {
  package let id: NoteID
  package let kind: NoteKind
  package let author: String?
  package let writtenAt: Date
  package let text: String
  package let verdict: Verdict?
  /// Whether the caller wrote it.
  package let isOwn: Bool
}

/// A ground that stands, with its reason in words.
package struct GroundView: Sendable {
  package let kind: GroundKind
  package let since: Day
  /// The last day on which it stands.
  package let until: Day?
  package let why: String
}

/// One application, opened.
package struct ApplicationView: Sendable {
  package let id: ApplicationID
  package let vacancy: VacancyID?
  package let channel: Channel
  package let source: Source
  package let externalID: String?
  package let receivedAt: Date
  package let stage: Stage
  package let outcome: OutcomeView?
  package let applicant: Applicant
  package let documents: [DocumentView]
  package let notes: [NoteView]
  /// Whether others' notes wait for the caller's own recommendation.
  package let notesWait: Bool
  package let grounds: [GroundView]
  package let eraseOn: Day?
  /// Art. 18 GDPR.
  package let restricted: Bool
  /// Whether the applicant may be contacted about other vacancies (Art. 21 GDPR).
  package let mayBeContacted: Bool
  /// Why it is here, as facts.
  package let retention: Retention
  /// The law's day on which it was opened.
  package let today: Day
  /// What the applicant was told about their data, oldest first.
  package let informed: [Information]
}

/// Opens one application. That is an act: nothing is shown before its ledger entry is committed.
package struct OpenApplication: Sendable {
  package static let roles: Set<Role> = [.recruiter, .reviewer, .legal, .privacyOfficer]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// Refuses what the caller may not see as what isn't there.
  package func callAsFunction(
    _ id: ApplicationID, by caller: Caller
  ) async throws -> ApplicationView {
    try caller.mustSayWhy()
    let stored = try await office.act(by: caller, Self.roles) { act, rows in
      try Locks.shared(id, in: rows)
      guard let application = try Applications.find(id, in: rows),
        let key = try DataKeys.find(id, in: rows),
        let applicant = try Applicants.find(id, in: rows),
        let retention = try office.retention(of: id, in: rows)
      else { throw Refusal.unknown }
      let notes = NotesShown(try Notes.all(of: id, in: rows), to: caller)
      let stored = Stored(
        application: application, key: key, applicant: applicant, retention: retention,
        documents: try Documents.all(of: id, in: rows), notes: notes, caller: caller.member.id,
        authors: try office.staffNames(Set(notes.rows.map(\.writtenBy)), in: rows),
        informed: try Informed.all(of: id, in: rows),
        mayBeContacted: try !Objections.forbidContact(of: id, in: rows), today: act.today)
      let entry = try act.note(.applicationOpened, of: id, in: rows)
      try office.keepReason(caller.reason, for: entry, of: id, key: key, in: rows)
      return stored
    }
    return try office.withKey(stored.key, of: id) { try stored.opened(with: $0) }
  }

  /// What the transaction read, still sealed.
  private struct Stored: Sendable {
    let application: ApplicationRow
    let key: KeyRow
    let applicant: ApplicantRow
    let retention: Retention
    let documents: [DocumentRow]
    let notes: NotesShown
    let caller: StaffID
    let authors: [StaffID: String]
    let informed: [Information]
    let mayBeContacted: Bool
    let today: Day

    func opened(with key: borrowing DataKey) throws -> ApplicationView {
      let id = application.id
      let (person, externalID) = try applicant.opened(of: id, with: key)
      var documentViews: [DocumentView] = []
      for row in documents { documentViews.append(try DocumentView(row, openedWith: key)) }
      var noteViews: [NoteView] = []
      for row in notes.rows {
        noteViews.append(
          try NoteView(
            row, author: authors[row.writtenBy], isOwn: row.writtenBy == caller,
            openedWith: key))
      }
      return ApplicationView(
        id: id, vacancy: application.vacancy, channel: application.channel,
        source: application.source, externalID: externalID?.reveal(),
        receivedAt: application.receivedAt, stage: application.stage,
        outcome: retention.procedure.outcome.map(OutcomeView.init), applicant: person,
        documents: documentViews, notes: noteViews, notesWait: notes.othersWait,
        grounds: GroundView.standing(retention, on: today),
        eraseOn: retention.eraseOn(today: today), restricted: retention.isRestricted,
        mayBeContacted: mayBeContacted, retention: retention,
        today: today, informed: informed)
    }
  }
}

extension DocumentView {
  init(_ row: DocumentRow, openedWith key: borrowing DataKey) throws {
    self.init(
      id: row.id, kind: row.kind,
      name: try key.openText(row.name, as: .documentName(of: row.id)),
      mediaType: row.mediaType, bytes: row.bytes, receivedAt: row.receivedAt)
  }
}

extension NoteView {
  init(
    _ row: NoteRow, author: String?, isOwn: Bool, openedWith key: borrowing DataKey
  ) throws {
    var verdict: Verdict?
    if let sealed = row.verdict {
      verdict = Verdict(rawValue: try key.openText(sealed, as: .note("verdict", of: row.id)))
    }
    self.init(
      id: row.id, kind: row.kind, author: author, writtenAt: row.writtenAt,
      text: try key.openText(row.text, as: .note("text", of: row.id)), verdict: verdict,
      isOwn: isOwn)
  }
}

extension GroundView {
  /// What stands on `today`, oldest first.
  static func standing(_ retention: Retention, on today: Day) -> [GroundView] {
    retention.standing(on: today).map {
      GroundView(kind: $0.kind, since: $0.since, until: $0.through, why: retention.why($0))
    }
  }
}
