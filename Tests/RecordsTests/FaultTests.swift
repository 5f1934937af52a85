import Domain
import Foundation
import Postgres
import Records
import Support
import Testing

/// What a failed transaction means for whoever asked.
struct DatabaseFaultTests {
  @Test(arguments: [
    ("53100", DatabaseFault.diskFull), ("58030", .diskFull), ("55P03", .outage),
    ("40P01", .outage), ("57014", .outage), ("57P01", .outage), ("08006", .outage),
    ("53300", .outage), ("LT001", .nothingStands), ("23503", .referenceMissing),
    ("23505", .duplicate), ("42501", .forbidden), ("22012", .other(code: "22012")),
  ])
  func eachStateOfTheServerHasItsMeaning(state: String, meaning: DatabaseFault) {
    #expect(DatabaseFault(PostgresError.rejected(sqlState: state, constraint: nil)) == meaning)
  }

  @Test func aLostConnectionIsAnOutageAndOnlyALostCommitMayHaveHappened() {
    for error in [PostgresError.unreachable, .busy, .commitUnknown] {
      #expect(DatabaseFault(error) == .outage)
      #expect(DatabaseFault.mayHaveCommitted(error) == (error == .commitUnknown))
    }
    #expect(DatabaseFault(Refusal.unknown) == nil)
    #expect(
      DatabaseFault(PostgresError.unexpectedShape(column: "kind")) == .other(code: "kind"))
  }
}

/// Scheduled runs, once per installation.
@Suite(.office) struct TimerTests {
  let here = TestOffice.current
  private let start = Date(timeIntervalSince1970: 1_800_000_000)

  private func claim(at seconds: Double, notSince: Double) async throws -> Bool {
    let now = start + seconds
    return try await here.as(.purge) { [start] rows in
      try Timers.claim(
        "purge", at: now, until: now + 3600, notSince: start + notSince, in: rows)
    }
  }

  private func finish(at seconds: Double, succeeded: Bool) async throws {
    let now = start + seconds
    try await here.as(.purge) {
      try Timers.finish("purge", at: now, succeeded: succeeded, in: $0)
    }
  }

  @Test func whoClaimsItHasItUntilTheClaimEndsByItself() async throws {
    #expect(try await claim(at: 0, notSince: -900))
    #expect(try await !claim(at: 1, notSince: -899))
    #expect(try await !claim(at: 3599, notSince: 2699))
    #expect(try await claim(at: 3600, notSince: 2700))
  }

  @Test func afterARunItRestsForItsInterval() async throws {
    #expect(try await claim(at: 0, notSince: -900))
    try await finish(at: 10, succeeded: true)
    #expect(try await !claim(at: 900, notSince: 0))
    #expect(try await claim(at: 910, notSince: 10))
  }

  @Test func aClockThatWentBackDoesNotStopIt() async throws {
    #expect(try await claim(at: 0, notSince: -900))
    try await finish(at: 100_000, succeeded: true)
    #expect(try await claim(at: 50, notSince: -850))
  }

  @Test func aFailedRunIsNoSuccess() async throws {
    _ = try await claim(at: 0, notSince: -900)
    try await finish(at: 1, succeeded: true)
    _ = try await claim(at: 2000, notSince: 1100)
    try await finish(at: 2001, succeeded: false)
    let last = try await here.as(.purge) { try Timers.lastSuccess("purge", in: $0) }
    #expect(last == start + 1)
  }
}
