import Domain
import Foundation
import Testing

/// A wall clock that moves against the clock of the machine's start isn't believed.
@Suite struct ClockGuardTests {
  private static let wall = Date(timeIntervalSince1970: 1_800_000_000)
  private let last = ClockReading(wall: wall, sinceBoot: 5000, boot: "a")

  private func doubt(wall: TimeInterval, boot: TimeInterval, _ name: String = "a") -> ClockDoubt? {
    ClockGuard.doubt(
      ClockReading(
        wall: Self.wall.addingTimeInterval(wall), sinceBoot: 5000 + boot, boot: name), after: last
    )?.doubt
  }

  @Test func aQuarterOfAnHourEitherWayIsNoJumpAndASecondMoreIs() {
    let day = 86_400.0
    #expect(doubt(wall: day, boot: day) == nil)
    #expect(doubt(wall: day + 900, boot: day) == nil)
    #expect(doubt(wall: day - 900, boot: day) == nil)
    #expect(doubt(wall: day + 901, boot: day) == .jumped)
    #expect(doubt(wall: day - 901, boot: day) == .jumped)
  }

  @Test func aMachineThatSleptForAYearIsBelieved() {
    #expect(doubt(wall: 365 * 86_400, boot: 365 * 86_400) == nil)
  }

  @Test func afterANewStartItIsNeitherMuchEarlierNorAWeekLater() {
    #expect(doubt(wall: -900, boot: -4990, "b") == nil)
    #expect(doubt(wall: -901, boot: -4990, "b") == .backwards)
    #expect(doubt(wall: 7 * 86_400, boot: -4990, "b") == nil)
    #expect(doubt(wall: 7 * 86_400 + 1, boot: -4990, "b") == .farAhead)
  }

  @Test func theJumpIsTold() throws {
    let now = ClockReading(
      wall: Self.wall.addingTimeInterval(31_536_100), sinceBoot: 5100, boot: "a")
    #expect(try #require(ClockGuard.doubt(now, after: last)).seconds == 31_536_000)
  }
}
