import Synchronization

/// Lets so many in at once, so many wait in order, and turns the rest away.
final class Turnstile: Sendable {
  private struct State {
    var free: Int
    var turn = 0
    var waiting: [(turn: Int, entry: CheckedContinuation<Void, any Error>)] = []
  }

  private let state: Mutex<State>
  private let mostWaiting: Int

  init(atOnce: Int, waiting: Int) {
    state = Mutex(State(free: max(1, atOnce)))
    mostWaiting = waiting
  }

  /// How many wait now.
  var queue: Int { state.withLock { $0.waiting.count } }

  func pass<Result>(_ work: () async throws -> Result) async throws -> Result {
    try await enter()
    defer { leave() }
    return try await work()
  }

  private func enter() async throws {
    let turn = state.withLock { state in
      state.turn += 1
      return state.turn
    }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { entry in admit(entry, turn) }
    } onCancel: {
      // Who isn't in the queue yet sees that the task is cancelled before joining it.
      let entry = state.withLock { state in
        state.waiting.firstIndex { $0.turn == turn }.map { state.waiting.remove(at: $0).entry }
      }
      entry?.resume(throwing: CancellationError())
    }
  }

  private func admit(_ entry: CheckedContinuation<Void, any Error>, _ turn: Int) {
    let answer: Result<Void, any Error>? = state.withLock { state in
      if Task.isCancelled { return .failure(CancellationError()) }
      if state.free > 0 {
        state.free -= 1
        return .success(())
      }
      guard state.waiting.count < mostWaiting else { return .failure(ViewingError.busy) }
      state.waiting.append((turn, entry))
      return nil
    }
    if let answer { entry.resume(with: answer) }
  }

  private func leave() {
    let next = state.withLock { state in
      if state.waiting.isEmpty {
        state.free += 1
        return nil as CheckedContinuation<Void, any Error>?
      }
      return state.waiting.removeFirst().entry
    }
    next?.resume()
  }
}
