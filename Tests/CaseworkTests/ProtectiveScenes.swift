import Casework
import Domain
import Records
import Support
import Testing

/// What ``ProtectiveAct``s are done on.
extension TestOffice {
  func receiveByPost() async throws -> ApplicationID {
    try await ReceiveApplication(office)(
      NewApplication(vacancy: nil, channel: .post, applicant: .karl), by: recruiter)
  }

  /// A vacancy with two who were rejected.
  func twoRejected() async throws -> VacancyID {
    let vacancy = try await openVacancy()
    for number in 1...2 {
      try await decide(receive(.number(number), for: vacancy), .rejected)
    }
    return vacancy
  }

  func askToKeep(_ id: ApplicationID) async throws -> String {
    _ = try await InviteToLongerStorage(office)(
      id, until: "2027-12-31", language: .english, by: recruiter)
    return try #require(post.tokens.last)
  }

  func review(_ hold: HoldID) async throws {
    try await ReviewHold(office)(
      hold, reviewOn: clock.today.adding(days: 200), reason: "goes on", by: legal)
  }

  func oblige(_ id: ApplicationID) async throws -> ObligationID {
    try await PlaceObligation(office)(
      id, law: "§ 147 AO", until: "2028-12-31", reason: nil, by: legal)
  }

  func restrict(_ id: ApplicationID) async throws {
    try await PlaceRestriction(office)(id, reason: "disputed", by: privacyOfficer)
  }

  func announceLifting(of id: ApplicationID) async throws {
    try await AnnounceLifting(office)(
      id, liftOn: clock.today, by: privacyOfficer)
  }

  func object(
    to against: ObjectionTarget, _ id: ApplicationID
  ) async throws -> ObjectionID {
    try await ReceiveObjection(office)(
      id, ObjectionRecord(against: against, receivedOn: clock.today, channel: .email),
      by: privacyOfficer)
  }

  func decide(
    _ objection: ObjectionID, _ decision: ObjectionDecision
  ) async throws {
    try await DecideObjection(office)(
      objection, decision, reason: "a suit was announced", by: privacyOfficer)
  }
}
