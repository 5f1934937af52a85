package import Casework
package import Domain
package import Foundation

/// What people do in nearly every test, in one line.
extension TestOffice {
  /// Opens a vacancy.
  package func openVacancy(_ title: String = "Baker") async throws -> VacancyID {
    try await OpenVacancy(office)(title: title, location: nil, by: recruiter).id
  }

  /// Opens a vacancy for which the reviewer takes part.
  package func openReviewedVacancy(until: Day? = nil) async throws -> VacancyID {
    let vacancy = try await openVacancy()
    try await SetTeamPart(office)(
      vacancy: vacancy, staff: reviewer.member.id, part: .interviewer, until: until,
      by: recruiter)
    return vacancy
  }

  /// Receives an application, now unless an instant is given.
  package func receive(
    _ applicant: Applicant = .ada, for vacancy: VacancyID? = nil, at receivedAt: Date? = nil
  ) async throws -> ApplicationID {
    try await ReceiveApplication(office)(
      NewApplication(
        vacancy: vacancy, channel: .form, externalID: "ext-1", receivedAt: receivedAt,
        applicant: applicant), by: recruiter)
  }

  /// Receives an application for a vacancy of its own.
  package func receiveForVacancy(_ applicant: Applicant = .ada) async throws -> ApplicationID {
    try await receive(applicant, for: openVacancy())
  }

  /// Records an outcome; it ended today unless a day is given.
  package func decide(
    _ id: ApplicationID, _ outcome: OutcomeKind, endedOn: Day? = nil, confirm: Day? = nil
  ) async throws {
    try await RecordOutcome(office)(
      id,
      OutcomeDecision(
        outcome: outcome, endedOn: endedOn ?? clock.today, confirmEraseOn: confirm),
      by: recruiter)
  }

  /// An application that was rejected today.
  package func rejected(_ applicant: Applicant = .ada) async throws -> ApplicationID {
    let id = try await receiveForVacancy(applicant)
    try await decide(id, .rejected)
    return id
  }

  /// Asks about the pool; the token that was mailed.
  @discardableResult
  package func invite(_ id: ApplicationID) async throws -> String {
    _ = try await InviteToPool(office)(id, language: .english, by: recruiter)
    guard let token = post.tokens.last else { preconditionFailure("no link was mailed") }
    return token
  }

  /// Decides on the applicant's page; what stands afterwards.
  @discardableResult
  package func answer(
    _ token: String, _ decision: LinkMatter.Decision
  ) async throws -> LinkMatter.State? {
    try await AnswerLink(office)(token: token, decision)?.state
  }

  /// A rejected application that nothing but the pool keeps any more: its applicant was asked and
  /// consented, and seven months have passed since. With the token of the confirmation.
  package func onlyInPool(
    _ applicant: Applicant = .ada
  ) async throws -> (id: ApplicationID, token: String) {
    let id = try await rejected(applicant)
    let token = try await invite(id)
    try await answer(token, .give)
    clock.pass(days: 210)
    _ = try await Purge(office)()
    return (id, token)
  }

  /// Stores a document.
  @discardableResult
  package func store(
    _ bytes: [UInt8] = SampleDocument.pdf(), in id: ApplicationID, key: String? = nil
  ) async throws -> DocumentID {
    let upload = try await StoreDocument(office).begin(
      application: id, kind: .cv, name: "Lebenslauf.pdf", type: .pdf,
      declaredBytes: bytes.count, by: caller(.recruiter, key: key))
    do {
      try await upload.write(bytes)
      return try await upload.finish().id
    } catch {
      await upload.abandon()
      throw error
    }
  }

  /// Opens a document and reads all of it.
  package func read(
    _ document: DocumentID, of id: ApplicationID, by caller: Caller? = nil
  ) async throws -> [UInt8] {
    let opened = try await OpenDocument(office)(document, of: id, by: caller ?? recruiter)
    var bytes: [UInt8] = []
    try await opened.read(0..<opened.bytes) { bytes += $0 }
    return bytes
  }

  /// Writes a note.
  @discardableResult
  package func note(
    _ text: Private<String> = "punctual", on id: ApplicationID, by caller: Caller? = nil
  ) async throws -> NoteID {
    try await WriteNote(office)(
      id, kind: .general, text: text, verdict: nil, by: caller ?? recruiter)
  }

  /// Places a hold, by the legal department unless somebody else is named.
  package func hold(
    _ id: ApplicationID, by caller: Caller? = nil
  ) async throws -> HoldID {
    try await PlaceHold(office)(
      id, matter: "Lovelace ./. Example", reason: "suit announced",
      reviewOn: clock.today.adding(days: 90), by: caller ?? legal)
  }

  /// Places a hold on a whole vacancy, by the legal department unless somebody else is named.
  package func hold(
    vacancy: VacancyID, matter: Private<String> = "Lovelace ./. Example", by caller: Caller? = nil
  ) async throws -> HoldID {
    try await PlaceVacancyHold(office)(
      vacancy, matter: matter, reason: "suit announced",
      reviewOn: clock.today.adding(days: 90), by: caller ?? legal)
  }

  /// Runs the purge.
  @discardableResult
  package func purge() async throws -> PurgeReport { try await Purge(office)() }
}
