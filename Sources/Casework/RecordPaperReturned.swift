package import Domain
import Records

/// Records that an applicant was given back the paper they had sent.
package struct RecordPaperReturned: Sendable {
  package static let roles: Set<Role> = [.recruiter]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// Refuses while nothing is decided, and impossible days. Recording it again changes nothing.
  package func callAsFunction(
    _ id: ApplicationID, returnedOn: Day, by caller: Caller
  ) async throws {
    try await office.act(by: caller, Self.roles) { act, rows in
      try Locks.exclusive(id, in: rows)
      let found = try office.workable(id, on: act.today, in: rows)
      guard try Outcomes.standing(of: id, in: rows) != nil else { throw Refusal.notDecided }
      guard returnedOn <= act.today else {
        throw Refusal.invalid(field: "returnedOn", .inTheFuture)
      }
      guard returnedOn >= office.time.day(of: found.receivedAt) else {
        throw Refusal.invalid(field: "returnedOn", .beforeReceipt)
      }
      let isNew = try PaperReturns.record(
        of: id, on: returnedOn, by: caller.member.id, at: act.now, in: rows)
      if isNew { try act.note(.paperReturned, of: id, in: rows) }
    }
  }
}
