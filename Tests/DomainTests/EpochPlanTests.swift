import Domain
import Foundation
import Testing

/// Receipts name a day from which no backup opens what was erased: the plan keeps it.
@Suite struct EpochPlanTests {
  private func time() throws -> OfficeTime {
    try #require(OfficeTime(zoneNamed: OfficeTime.defaultZoneName))
  }

  @Test func whateverIsErasedIsFinalWhenTheDayOfItsReceiptBegins() throws {
    let (time, plan) = (try time(), EpochPlan.standard)
    // Every three hours of a year and a half, both changes of the clocks among them.
    let start = time.start(of: try #require(Day("2026-01-01")))
    for step in 0..<4400 {
      let opened = start.addingTimeInterval(Double(step) * 3 * 3600)
      // The rotation, and a minute until the schedule looks again.
      let emptied = plan.rotates(openedAt: opened, in: time).addingTimeInterval(600)
      let gone = plan.destroyable(emptiedAt: emptied).addingTimeInterval(60)
      // Whoever is erased in its first moment waits the longest.
      let final = time.start(of: time.day(of: opened).adding(days: Window.finalAfterDays))
      #expect(gone <= final, "\(opened)")
      #expect(emptied > opened.addingTimeInterval(5.5 * 86_400), "\(opened)")
    }
  }

  @Test func aLongerLifeWouldBreakThePromise() {
    #expect(EpochPlan(lifeDays: 7) == .standard)
    #expect(EpochPlan(lifeDays: 1) != nil)
    for days in [0, -1, 8, 365] { #expect(EpochPlan(lifeDays: days) == nil) }
  }

  @Test func itIsLateADayAfterItWasDue() {
    let due = Date(timeIntervalSince1970: 1_800_000_000)
    #expect(!EpochPlan.standard.isLate(due, at: due.addingTimeInterval(86_399)))
    #expect(EpochPlan.standard.isLate(due, at: due.addingTimeInterval(86_400)))
  }
}
