package import Domain
import Records

/// Why an application is here and until when.
package struct RetentionView: Sendable {
  package let eraseOn: Day?
  package let grounds: [GroundView]
  package let alarms: [Alarm]
  package let explanation: [String]
  /// Art. 18 GDPR.
  package let restricted: Bool

  init(_ retention: Retention, on today: Day) {
    eraseOn = retention.eraseOn(today: today)
    grounds = GroundView.standing(retention, on: today)
    alarms = retention.alarms(on: today)
    explanation = retention.explanation(on: today)
    restricted = retention.isRestricted
  }
}

/// Explains an application's retention, from the function that also decides its erasure.
package struct ExplainRetention: Sendable {
  package static let roles: Set<Role> = [.recruiter, .reviewer, .legal, .privacyOfficer]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// For somebody on the staff who may see the application. Nothing of the person is opened, so
  /// no role has to say why; a reason that is given is kept.
  package func callAsFunction(
    _ id: ApplicationID, by caller: Caller
  ) async throws -> RetentionView {
    return try await office.act(by: caller, Self.roles) { act, rows in
      try Locks.shared(id, in: rows)
      guard let retention = try office.retention(of: id, in: rows),
        try Applications.find(id, in: rows) != nil
      else { throw Refusal.unknown }
      let entry = try act.note(.retentionExplained, of: id, in: rows)
      if let key = try DataKeys.find(id, in: rows) {
        try office.keepReason(caller.reason, for: entry, of: id, key: key, in: rows)
      }
      return RetentionView(retention, on: act.today)
    }
  }

  /// For somebody at the machine's own shell; `nil` for an application that isn't there.
  package func atTheConsole(_ id: ApplicationID) async throws -> RetentionView? {
    try await office.act(as: .console, .purge) { act, rows in
      guard let retention = try office.retention(of: id, in: rows) else { return nil }
      try act.note(.retentionExplained, of: id, in: rows)
      return RetentionView(retention, on: act.today)
    }
  }
}
