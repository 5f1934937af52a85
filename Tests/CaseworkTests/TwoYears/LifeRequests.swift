import Casework
import Domain
import Support

/// What applicants ask for besides erasure, as the office does it.
extension LifeRunner {
  func restrict(
    _ act: LifeAct, _ id: ApplicationID, _ moment: LifeMoment, in office: Office
  ) async throws {
    switch act {
    case .restrict:
      try await PlaceRestriction(office)(id, reason: "contested", by: here.privacyOfficer)
    case .announce(let days, let told):
      let today = Restriction.Told(on: day(moment.today), channel: .phone)
      try await AnnounceLifting(office)(
        id, liftOn: day(moment.today + days), told: told ? today : nil, by: here.privacyOfficer)
    default: try await LiftRestriction(office)(id, by: here.privacyOfficer)
    }
  }

  func object(_ act: LifeAct, _ person: inout Person, in office: Office) async throws {
    if case .object(let target, let receivedOn, let byOfficer) = act {
      let objection = try await ReceiveObjection(office)(
        person.id,
        ObjectionRecord(
          against: target == .evidence ? .evidence : .contact, receivedOn: day(receivedOn),
          channel: .email, text: "my situation"),
        by: byOfficer ? here.privacyOfficer : here.recruiter)
      if target == .evidence { person.objection = objection }
    }
    guard case .decideObjection(let upheld) = act, let objection = person.objection else { return }
    try await DecideObjection(office)(
      objection, upheld ? .upheld : .rejected, reason: "weighed", by: here.privacyOfficer)
  }

  func store(_ act: LifeAct, _ id: ApplicationID, in office: Office) async throws {
    switch act {
    case .inviteToStorage(let until):
      _ = try await InviteToLongerStorage(office)(
        id, until: day(until), language: .english, by: here.recruiter)
    case .storeLonger(let until, let givenOn, let byOfficer):
      try await RecordLongerStorage(office)(
        id, PaperConsent(channel: .inPerson, givenOn: day(givenOn), textVersion: "1"),
        until: day(until), by: byOfficer ? here.privacyOfficer : here.recruiter)
    case .withdrawStorage(let byOfficer):
      try await RecordWithdrawal(office)(
        id, for: .longerStorage, channel: .post, receivedAt: here.clock.now,
        by: byOfficer ? here.privacyOfficer : here.recruiter)
    default: return
    }
  }
}
