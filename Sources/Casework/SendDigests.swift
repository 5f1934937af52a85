import Domain
import Records

/// Tells reviewers once a working day by mail what waits for their recommendation.
package struct SendDigests: Sendable {
  private static let rememberedDays = 30
  let office: Office
  private let hour: Int

  /// `hour` of the office's day, from which it is sent.
  package init(_ office: Office, hour: Int = 7) {
    self.office = office
    self.hour = hour
  }

  /// Queues the digests of today, if it is time and nobody did; how many. Working days are Monday
  /// to Friday. Without a postman there are none: yesterday's would be of no use.
  @discardableResult
  package func callAsFunction() async throws -> Int {
    let now = try office.clock.now()
    let today = office.time.day(of: now)
    guard office.postman != nil, today.isMondayToFriday, office.time.hour(of: now) >= hour
    else { return 0 }
    let isDone = try await office.act(as: .timer, .mail) { _, rows in
      try StaffMails.areQueued(of: today, in: rows)
    }
    if isDone { return 0 }
    var addressees: [StaffID] = []
    for reviewer in try await reviewers() where try await !waiting(for: reviewer).isEmpty {
      addressees.append(reviewer)
    }
    let awaited = addressees
    return try await office.act(as: .timer, .mail) { act, rows in
      let queued = try StaffMails.queueDigests(to: awaited, of: today, at: act.now, in: rows)
      try StaffMails.forget(before: today.adding(days: -Self.rememberedDays), in: rows)
      return queued ? awaited.count : 0
    }
  }

  /// What waits for somebody, with their own eyes: row policies show nothing else. Empty for one
  /// who is no reviewer any more.
  func waiting(for staff: StaffID) async throws -> [StaffLetter.Waiting] {
    guard try await reviewers().contains(staff) else { return [] }
    let reviewer = StaffMember(id: staff, role: .reviewer)
    return try await office.act(as: .staff(reviewer), .reviewer) { _, rows in
      try AwaitedReviews.byVacancy(of: staff, in: rows)
    }
  }

  private func reviewers() async throws -> [StaffID] {
    try await office.act(as: .timer, .door) { _, rows in try Staff.active(.reviewer, in: rows) }
  }
}
