import Domain
import Foundation
import Testing

/// When a mail is tried again, and when no more.
@Suite struct MailPatienceTests {
  private let first = Date(timeIntervalSince1970: 1_772_442_000)

  @Test func pausesGrowAndTheLastIsKept() {
    let pauses = (0...7).map { MailPatience.standard.pause(after: $0) }
    #expect(pauses == [60, 60, 300, 900, 3600, 14_400, 14_400, 14_400])
    #expect(MailPatience(pauses: [2]).pause(after: 9) == 2)
    #expect(MailPatience(pauses: []).pause(after: 1) == 60)
  }

  @Test(arguments: MailProblem.allCases)
  func fiveDaysAreEnoughButForWhatAPersonCanPutRight(problem: MailProblem) {
    let patience = MailPatience.standard
    let almost = first.addingTimeInterval(5 * 86_400 - 1)
    #expect(patience.isOver(problem, since: first, at: almost) == problem.isFinal)
    let late = first.addingTimeInterval(5 * 86_400)
    #expect(patience.isOver(problem, since: first, at: late) == (problem != .misconfigured))
  }

  @Test func workingDaysAndHours() throws {
    let days = (0..<14).map { Day(daysSince1970: $0 - 7).isMondayToFriday }
    // From Thursday, 25 December 1969.
    let week = [true, true, false, false, true, true, true]
    #expect(days == week + week)
    let berlin = try #require(OfficeTime(zoneNamed: "Europe/Berlin"))
    let monday: (Int, Int) = (1_772_442_000, 10)
    #expect(berlin.hour(of: Date(timeIntervalSince1970: Double(monday.0))) == monday.1)
    // 06:59:59 in summer time.
    #expect(berlin.hour(of: Date(timeIntervalSince1970: 1_782_881_999)) == 6)
    #expect(berlin.hour(of: Date(timeIntervalSince1970: 1_782_882_000)) == 7)
  }
}
