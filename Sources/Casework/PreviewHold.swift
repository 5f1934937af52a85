package import Domain
import Records

/// What a hold or its release would do, told before it is done. Counts are taken by the login that
/// sees every application and opens none.
package struct PreviewHold: Sendable {
  package static let roles: Set<Role> = [.legal, .recruiter]
  private static let batch = 500
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// A vacancy and how many applications a hold on it would keep.
  package struct OfVacancy: Sendable {
    package let title: String
    package let applications: Int
  }

  /// Counts the applications of a vacancy that are still kept, the locked ones too.
  package func onVacancy(
    _ id: VacancyID, by caller: Caller
  ) async throws -> OfVacancy {
    let title = try await office.act(by: caller, Self.roles) { _, rows in
      try Vacancies.find(id, in: rows)?.title
    }
    guard let title else { throw Refusal.unknown }
    let applications = try await office.act(as: .staff(caller.member), .purge) { _, rows in
      try VacancyHolds.applications(of: id, in: rows)
    }
    return OfVacancy(title: title, applications: applications)
  }

  /// What a release would bring.
  package struct OfRelease: Sendable {
    /// The application it is on; `nil` for a whole vacancy.
    package let application: ApplicationID?
    /// How many applications it keeps.
    package let held: Int
    /// How many of them nothing else would keep: they are erased at once.
    package let overdue: Int
  }

  /// Counts what a release would leave without any ground.
  package func release(
    of id: HoldID, by caller: Caller
  ) async throws -> OfRelease {
    let (hold, wide) = try await office.act(by: caller, ReleaseHold.roles) { _, rows in
      (try Holds.find(id, in: rows), try VacancyHolds.find(id, in: rows))
    }
    if let hold {
      guard hold.vacancyHold == nil else { throw Refusal.heldWithVacancy }
      guard !hold.isReleased else { throw Refusal.alreadyReleased }
      let overdue = try await overdue(without: [hold.application: hold.ground])
      return OfRelease(application: hold.application, held: 1, overdue: overdue)
    }
    guard let wide else { throw Refusal.unknown }
    guard !wide.isReleased else { throw Refusal.alreadyReleased }
    var (held, due) = (0, 0)
    var last: ApplicationID?
    while true {
      let after = last
      let (ids, parts) = try await office.act(as: .staff(caller.member), .purge) { _, rows in
        let ids = try VacancyHolds.withPart(
          of: id, after: after, limit: Self.batch, in: rows)
        return (ids, try VacancyHolds.parts(of: id, on: ids, in: rows))
      }
      if ids.isEmpty { return OfRelease(application: nil, held: held, overdue: due) }
      held += parts.count
      due += try await overdue(
        without: Dictionary(
          parts.map { ($0.application, $0.ground) }, uniquingKeysWith: { $1 }))
      last = ids.last
    }
  }

  /// What ending an obligation would bring.
  package func end(
    of id: ObligationID, by caller: Caller
  ) async throws -> OfRelease {
    let found = try await office.act(by: caller, EndObligation.roles) { _, rows in
      try Obligations.find(id, in: rows)
    }
    guard let found else { throw Refusal.unknown }
    guard !found.isEnded else { throw Refusal.alreadyReleased }
    let overdue = try await overdue(without: [found.application: found.ground])
    return OfRelease(application: found.application, held: 1, overdue: overdue)
  }

  /// How many of these nothing would keep without the ground named for each.
  private func overdue(without grounds: [ApplicationID: GroundID]) async throws -> Int {
    try await office.act(as: .timer, .purge) { act, rows in
      let open = try Grounds.open(of: Array(grounds.keys), in: rows)
      return grounds.count { id, ground in
        let others = (open[id] ?? []).filter { $0.id != ground }
        if case .erase = Retention.decision(others, on: act.today) { return true }
        return false
      }
    }
  }
}
