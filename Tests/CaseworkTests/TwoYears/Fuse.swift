import Domain
import Support
import Synchronization

/// A process that dies: its clock is asked before each transaction, and at some point there is
/// nobody left to answer.
final class Fuse: Sendable {
  struct Died: Error {}
  private let left: Mutex<Int>
  private let clock: TestClock

  /// Answers so many times.
  init(_ times: Int, _ clock: TestClock) {
    left = Mutex(times)
    self.clock = clock
  }

  var legal: LegalClock {
    LegalClock { [self] in
      try left.withLock { left in
        if left == 0 { throw Died() }
        left -= 1
      }
      return clock.now
    }
  }
}
