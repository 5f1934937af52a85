package import struct Foundation.Date
package import struct Foundation.TimeInterval

/// Why a mail didn't leave: all that is ever kept about it.
package enum MailProblem: String, Error, CaseIterable, Sendable {
  /// No server answered, or it fell silent on the way.
  case unreachable
  /// The server put it off (RFC 5321 4.2.1, replies that begin with 4).
  case deferred
  /// The server refuses the recipient or the mail for good (replies that begin with 5).
  case refused
  /// The address isn't one that can be written to.
  case badAddress
  /// The server and the settings don't fit: encryption, login, sender.
  case misconfigured

  /// Whether trying again can't help.
  package var isFinal: Bool { self == .refused || self == .badAddress }

  /// Whether every other mail would meet the same.
  package var concernsAll: Bool { self == .unreachable || self == .misconfigured }
}

/// How long a mail is tried for, and when again. Real time.
package struct MailPatience: Sendable {
  /// RFC 5321 4.5.4.1: give up after four or five days.
  private static let longest: TimeInterval = 5 * 86_400
  private let pauses: [TimeInterval]

  /// A minute, five, a quarter of an hour, an hour, then every four hours.
  package static let standard = MailPatience(pauses: [60, 300, 900, 3600, 14_400])

  /// Seconds between two attempts; the last of them is kept. None means the standard ones.
  package init(pauses: [TimeInterval]) {
    self.pauses = pauses.isEmpty ? Self.standard.pauses : pauses
  }

  /// Seconds until the next attempt, after so many that failed.
  package func pause(after attempts: Int) -> TimeInterval {
    pauses[min(max(attempts, 1), pauses.count) - 1]
  }

  /// Whether one that was tried first then has been tried for long enough. What a person can put
  /// right is waited for.
  package func isOver(_ problem: MailProblem, since first: Date, at now: Date) -> Bool {
    problem.isFinal
      || (problem != .misconfigured && now.timeIntervalSince(first) >= Self.longest)
  }
}
