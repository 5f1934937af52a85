import Domain
import Records
import Vault
import struct Foundation.Date

/// An application that a recruiter may still act on: one they see, or one whose ending is open.
struct Workable: Sendable {
  let vacancy: VacancyID?
  let receivedAt: Date
  let isMailable: Bool
  /// Locked already; only its ending is open.
  let isEnding: Bool
}

extension Office {
  /// What the actor may still act on; refuses what they may not see as what isn't there, and what
  /// is restricted unless it is the applicant who acts through somebody.
  func workable(
    _ id: ApplicationID, on today: Day, evenRestricted: Bool = false, in rows: borrowing Rows
  ) throws -> Workable {
    if let found = try Applications.find(id, in: rows) {
      guard evenRestricted || !found.isRestricted else { throw Refusal.restricted }
      return Workable(
        vacancy: found.vacancy, receivedAt: found.receivedAt, isMailable: found.isMailable,
        isEnding: false)
    }
    guard let found = try Endings.find(id, on: today, in: rows) else { throw Refusal.unknown }
    return Workable(
      vacancy: found.vacancy, receivedAt: found.receivedAt, isMailable: found.isMailable,
      isEnding: true)
  }

  /// Opens the fortnight in which HR still finishes an application, before it is locked.
  func openEnding(of id: ApplicationID, at act: Act, in rows: borrowing Rows) throws {
    guard let application = try Applications.find(id, in: rows),
      let person = try Applicants.find(id, in: rows)
    else { throw Refusal.unknown }
    let (given, family) = try withKey(of: id, in: rows) { key in
      let (applicant, _) = try person.opened(of: id, with: key)
      return (
        key.seal(applicant.givenName.reveal(), as: .ending("given_name", of: id)),
        key.seal(applicant.familyName.reveal(), as: .ending("family_name", of: id))
      )
    }
    try Endings.open(
      EndingRow(
        application: id, vacancy: application.vacancy, stage: application.stage,
        receivedAt: application.receivedAt, isMailable: application.isMailable,
        givenName: given, familyName: family, openedAt: act.now,
        through: act.today.adding(days: Window.endingDays)), in: rows)
  }
}
