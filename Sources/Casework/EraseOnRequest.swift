package import Domain
import Records
import struct Foundation.Date

/// Erases an application because the person asked for it (Art. 17 GDPR), or because it was
/// created in error.
package struct EraseOnRequest: Sendable {
  package static let roles: Set<Role> = [.privacyOfficer, .recruiter]
  private static let dayInSeconds = 86_400.0
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// `confirm` names the application. Refuses with the ground that the law puts above the
  /// request.
  package func callAsFunction(
    _ id: ApplicationID, confirm: String, reason: Private<String>, by caller: Caller
  ) async throws {
    guard confirm.lowercased() == id.text else {
      throw Refusal.invalid(field: "confirm", .notTheApplication)
    }
    try caller.mustBe(Self.roles)
    try office.mustHaveConfirmed(caller)
    try await office.actOnceHeld(id, by: caller, Self.roles) { act, rows in
      guard let application = try Applications.find(id, in: rows) else { throw Refusal.unknown }
      guard !application.isRestricted else { throw Refusal.restricted }
      let open = try Grounds.all(of: id, in: rows).filter { $0.endedAt == nil }
      try open.mustAllowErasure(on: act.today)
      if caller.member.role == .recruiter {
        let age = act.now.timeIntervalSince(application.createdAt)
        guard age <= Self.dayInSeconds else { throw Refusal.createdTooLongAgo }
      }
      let entry = try act.note(.erasureRequested, of: id, in: rows)
      if let key = try DataKeys.find(id, in: rows) {
        try office.keepReason(reason, for: entry, of: id, key: key, in: rows)
      }
      try Grounds.end(
        open.map(\.id), at: act.now, cause: ErasureCause.request.rawValue, in: rows)
    }
    try await Eraser(office).eraseIfNothingStands(id)
  }
}

extension [Ground] {
  /// The first that the law puts above a request to erase, of those that stand.
  func forbidding(on today: Day) -> Ground? {
    first { $0.endedAt == nil && $0.kind.forbidsErasure && $0.stands(on: today) }
  }

  /// Refuses with it.
  func mustAllowErasure(on today: Day) throws(Refusal) {
    if let forbids = forbidding(on: today) { throw .forbidden(by: forbids.kind) }
  }
}
