import Casework
import Domain
import Foundation
import Postgres
import Records
import Support
import Synchronization
import Testing

/// While the wall clock can't be believed, nothing is erased whose time ran out.
@Suite(.office) struct ClockTests {
  let here = TestOffice.current
  private let boot = TestBoot()

  /// Counts from a machine's start, by hand.
  private final class TestBoot: Sendable {
    private let state = Mutex((boot: "first", seconds: 1000.0))
    var clock: BootClock { BootClock { [self] in state.withLock { $0 } } }
    func pass(_ seconds: Double) { state.withLock { $0.seconds += seconds } }
    func startAgain() { state.withLock { $0 = ("second", 10) } }
  }

  /// The office of an installation for real people: its clock is compared.
  private var office: Office {
    var office = here.office
    office.bootClock = boot.clock
    return office
  }

  /// Time that passes for both clocks.
  private func pass(_ seconds: Double) {
    here.watch.pass(seconds: seconds)
    boot.pass(seconds)
  }

  @Test func aClockThatRunsWithTheMachineIsBelieved() async throws {
    let office = office
    for _ in 0..<3 {
      #expect(try await office.clockIsTrusted())
      pass(86_400)
    }
    let state = try await CheckClock(office)()
    #expect(state.isCompared && state.isTrusted && state.lastSeen != nil)
  }

  @Test func aJumpStopsWhatTimeDecidesUntilAPersonConfirms() async throws {
    let office = office
    let (due, withdrawn) = (try await here.rejected(.ada), try await here.receive(.karl))
    #expect(try await office.clockIsTrusted())
    here.clock.pass(days: 300)
    here.watch.pass(seconds: 300 * 86_400)
    try await here.asSuperuser { try Shortcut.endEverything(of: withdrawn, in: $0) }
    let report = try await Purge(office)()
    #expect(report.stop == .clock && report.erased == 1)
    #expect(try await here.isErased(withdrawn), "acts of people aren't the clock's")
    #expect(try await here.standing(due) == [.evidence])
    #expect(try await here.count("announcement") == 0)
    let state = try await CheckClock(office)()
    #expect(state.doubt == .jumped && abs(state.seconds - 300 * 86_400) < 600)
    #expect(try await Health(office).metrics().isClockTrusted == false)
    let findings = try await Checkup(office)(isPrivate: true)
    #expect(findings.first { $0.name == "clock" }?.isFine == false)

    // It doesn't pass by itself, not even when the clock is set back.
    here.watch.pass(seconds: -300 * 86_400)
    #expect(try await office.clockIsTrusted() == false)
    here.watch.pass(seconds: 300 * 86_400)
    #expect(try await CheckClock(office).confirm().isTrusted)
    #expect(
      try await here.everyEntry(of: nil).contains {
        $0.hasPrefix("console clockConfirmed doubt=jumped seconds=2592")
      })
    #expect(try await Purge(office)().erased == 1)
    #expect(try await here.isErased(due))
  }

  @Test func anActThatEndsTheLastConsentErasesNothingThatAWrongClockEnded() async throws {
    let office = office
    let id = try await here.rejected()
    let token = try await here.invite(id)
    try await here.answer(token, .give)
    #expect(try await office.clockIsTrusted())
    here.clock.pass(days: 300)
    here.watch.pass(seconds: 300 * 86_400)
    let confirmation = try #require(here.post.tokens.last)
    _ = try await AnswerLink(office)(token: confirmation, .withdraw)
    #expect(try await here.standing(id) == [.evidence])
  }

  @Test func afterANewStartAClockAMonthAheadNeedsAPerson() async throws {
    let office = office
    #expect(try await office.clockIsTrusted())
    boot.startAgain()
    here.watch.pass(seconds: 30 * 86_400)
    #expect(try await office.clockIsTrusted() == false)
    #expect(try await CheckClock(office)().doubt == .farAhead)
    _ = try await CheckClock(office).confirm()
    #expect(try await office.clockIsTrusted())
  }

  @Test func aSandboxIsNotCompared() async throws {
    here.watch.pass(seconds: 300 * 86_400)
    #expect(try await here.office.clockIsTrusted())
    let state = try await CheckClock(here.office).confirm()
    #expect(!state.isCompared && state.isTrusted)
    #expect(try await here.count("clock_reading") == 0)
    #expect(!(try await here.everyEntry(of: nil)).contains { $0.contains("clockConfirmed") })
  }

  @Test func confirmingWhatNobodyDoubtsIsNoAct() async throws {
    let office = office
    #expect(try await office.clockIsTrusted())
    #expect(try await CheckClock(office).confirm().isTrusted)
    #expect(!(try await here.everyEntry(of: nil)).contains { $0.contains("clockConfirmed") })
  }
}
