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
    try await office.coverFirst(id)
    try await office.act(by: caller, Self.roles) { act, rows in
      try Locks.exclusive(id, in: rows)
      guard let application = try Applications.find(id, in: rows) else { throw Refusal.unknown }
      guard !application.isRestricted else { throw Refusal.restricted }
      let open = try Grounds.all(of: id, in: rows).filter { $0.endedAt == nil }
      if let forbids = open.first(where: {
        $0.kind.forbidsErasure && $0.stands(on: act.today)
      }) {
        throw Refusal.forbidden(by: forbids.kind)
      }
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
