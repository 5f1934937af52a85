/// How long a client may take. Time that we ourselves take never counts against a client.
package struct Pace: Sendable, Equatable {
  /// A connection on which nothing is under way, or on which nothing moves, is closed.
  package var idle: Duration = .seconds(30)
  /// A client may be slow for so long, summed up over a request, before its rate counts.
  package var grace: Duration = .seconds(30)
  /// Bytes a second, averaged over the time spent waiting for the client.
  package var leastRate = 16_384
  /// No request holds a connection for longer without a byte of its answer moving: an answer may
  /// be of any length, at that rate.
  package var total: Duration = .seconds(600)
  /// What is under way may take so long once the service is told to stop.
  package var farewell: Duration = .seconds(7)

  package init() {}
}

/// Bytes moved in one direction, and the time spent waiting for the other side to move them.
struct Progress: Sendable {
  private(set) var bytes = 0
  private var waited: Duration = .zero
  private var waitingSince: Duration?
  private var movedAt: Duration = .zero

  /// The other side's turn begins; `now` counts from any fixed point.
  mutating func wait(at now: Duration) {
    if waitingSince == nil {
      waitingSince = now
      movedAt = now
    }
  }

  /// It moved so many bytes and is still to move more, or not.
  mutating func move(_ count: Int, at now: Duration, more: Bool) {
    bytes += count
    if let since = waitingSince { waited += now - since }
    waitingSince = more ? now : nil
    movedAt = now
  }

  /// Whether the other side has lost its claim to our patience.
  func isTooSlow(at now: Duration, _ pace: Pace) -> Bool {
    guard let since = waitingSince else { return false }
    if now - movedAt > pace.idle { return true }
    let total = waited + (now - since)
    guard total > pace.grace else { return false }
    return Double(bytes) < (total / .seconds(1)) * Double(pace.leastRate)
  }
}
