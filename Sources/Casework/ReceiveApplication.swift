package import Domain
import Records
import Vault
package import struct Foundation.Date

/// An application as it comes in.
package struct NewApplication: Sendable {
  package let vacancy: VacancyID?
  package let channel: Channel
  package let source: Source
  package let externalID: Private<String>?
  /// When it was received, if that was before now.
  package let receivedAt: Date?
  package let applicant: Applicant

  package init(
    vacancy: VacancyID?, channel: Channel, source: Source = .applicant,
    externalID: Private<String>? = nil, receivedAt: Date? = nil, applicant: Applicant
  ) {
    self.vacancy = vacancy
    self.channel = channel
    self.source = source
    self.externalID = externalID
    self.receivedAt = receivedAt
    self.applicant = applicant
  }
}

/// Receives an application: its key is made, everything personal is sealed, and the ground
/// `procedure` begins. Whoever mail can reach is told so, and about their data.
package struct ReceiveApplication: Sendable {
  package static let roles: Set<Role> = [.recruiter]
  private static let call = "applications"
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// The new application's id. Refuses an unknown or closed vacancy and a receipt in the future.
  package func callAsFunction(
    _ new: NewApplication, by caller: Caller
  ) async throws -> ApplicationID {
    let id = try await office.act(by: caller, Self.roles) { act, rows in
      if let earlier = try office.earlierAnswer(to: Self.call, by: caller, in: rows) {
        return ApplicationID(earlier.createdID)
      }
      let receivedAt = new.receivedAt ?? act.now
      guard receivedAt <= act.now else {
        throw Refusal.invalid(field: "receivedAt", .inTheFuture)
      }
      let holds =
        try new.vacancy.map { try office.joinable($0, on: act.today, in: rows) } ?? []

      let id = ApplicationID.random()
      let key = try office.newDataKey(for: id.uuid, in: rows)
      try Applications.insert(
        ApplicationRow(
          id: id, vacancy: new.vacancy, channel: new.channel, source: new.source,
          receivedAt: receivedAt, createdAt: act.now, createdBy: caller.member.id,
          recipient: key.recipient, isMailable: new.applicant.email != nil), in: rows)
      try store(new, as: id, under: key, in: rows)
      try Grounds.add(
        Ground(kind: .procedure, since: office.time.day(of: receivedAt)), to: id, in: rows)
      try office.keepAnswer(id.uuid, to: Self.call, by: caller, at: act, in: rows)
      if new.applicant.email != nil {
        try Outbox.queue(
          OutboxRow(application: id, kind: .acknowledgement, queuedAt: act.now), in: rows)
      }
      if new.channel == .post {
        try office.expectPaper(of: id, by: caller, at: act, in: rows)
      }
      try act.note(.applicationReceived, of: id, in: rows)
      try office.cover(id, by: holds, at: act, in: rows)
      return id
    }
    if new.applicant.email != nil { await office.deliverAtOnce() }
    return id
  }

  func store(
    _ new: NewApplication, as id: ApplicationID, under key: NewDataKey, in rows: borrowing Rows
  ) throws {
    let row = KeyRow(epoch: key.epoch, wrapped: key.wrapped)
    try DataKeys.insert(row, of: id, in: rows)
    let person = try office.withKey(row, of: id) {
      ApplicantRow(sealing: new.applicant, externalID: new.externalID, of: id, with: $0)
    }
    try Applicants.insert(person, of: id, in: rows)
    try SearchTokens.insert(
      try office.searchTokens(of: new.applicant, epoch: key.epoch), epoch: key.epoch, of: id,
      in: rows)
  }
}

extension Office {
  /// Makes sure that an application may join a vacancy, which stays open until the commit. The
  /// holds on it, which whoever joins gets a part of.
  @discardableResult
  func joinable(
    _ vacancy: VacancyID, on today: Day, in rows: borrowing Rows
  ) throws -> [VacancyHoldRow] {
    try Locks.shared(vacancy, in: rows)
    guard let found = try Vacancies.joining(vacancy, on: today, in: rows) else {
      throw Refusal.invalid(field: "vacancyId", .notAllowed)
    }
    guard !found.isClosed else { throw Refusal.vacancyClosed }
    return found.holds
  }
}
