/// Two people's acts at the same time, again and again, each a little earlier or later.
package enum Race {
  /// How often a race is run.
  package static let turns = 200

  /// How long both wait at most where one is the purge, which counts what is due before it erases:
  /// as long as two purges take here and now, or the other side would always come first.
  package static func againstThePurge(of here: TestOffice) async throws -> Duration {
    try await max(.milliseconds(40), twice { _ = try await here.purge() })
  }

  /// How long an act takes here and now, twice: waits of up to that let either side come first.
  package static func twice(_ act: () async throws -> Void) async throws -> Duration {
    let began = ContinuousClock.now
    for _ in 0..<2 { try await act() }
    return ContinuousClock.now - began
  }

  /// How an act ended: with its answer, or with the error it threw.
  package typealias Ending<Answer> = Result<Answer, any Error>

  /// Runs both at once, after a random wait of up to `spread` each.
  package static func run<One: Sendable, Other: Sendable>(
    _ chance: inout Chance, spread: Duration = .milliseconds(4),
    _ one: @escaping @Sendable () async throws -> One,
    _ other: @escaping @Sendable () async throws -> Other
  ) async -> (Ending<One>, Ending<Other>) {
    let waits = (wait(&chance, spread), wait(&chance, spread))
    async let first = ending(after: waits.0, of: one)
    async let second = ending(after: waits.1, of: other)
    return await (first, second)
  }

  private static func wait(_ chance: inout Chance, _ spread: Duration) -> Duration {
    spread * Double.random(in: 0..<1, using: &chance)
  }

  private static func ending<Answer: Sendable>(
    after wait: Duration, of act: @escaping @Sendable () async throws -> Answer
  ) async -> Ending<Answer> {
    do {
      try await Task.sleep(for: wait)
      return .success(try await act())
    } catch {
      return .failure(error)
    }
  }
}
