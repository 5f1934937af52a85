package import Domain
import Records
package import struct Foundation.Date

/// Whether the wall clock is believed, and what it was compared with.
package struct ClockState: Sendable {
  /// A sandbox's isn't compared with anything.
  package let isCompared: Bool
  package let now: Date
  /// When it was last seen to be right.
  package let lastSeen: Date?
  /// Why somebody has to look at it; `nil` while it is believed.
  package let doubt: ClockDoubt?
  /// By how many seconds it was ahead of what was expected.
  package let seconds: Int
  /// When that was noticed.
  package let since: Date?

  /// Whether what the clock alone decides may be done.
  package var isTrusted: Bool { doubt == nil }
}

/// Shows how the wall clock stands beside the clock of the machine's start, and lets a person say
/// that it is right.
package struct CheckClock: Sendable {
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// As it stands; keeps nothing.
  package func callAsFunction() async throws -> ClockState {
    try await office.act(as: .timer, .purge) { _, rows in try state(in: rows) }
  }

  /// A person has looked, and the wall clock is right: destructive work goes on.
  package func confirm() async throws -> ClockState {
    try await office.act(as: .console, .purge) { act, rows in
      let before = try state(in: rows)
      guard let doubt = before.doubt, let reading = try office.clockReading() else {
        return before
      }
      try ClockDoubts.settle(in: rows)
      try ClockReadings.forget(in: rows)
      try office.keep(reading, in: rows)
      let detail = EntryDetail(["doubt": doubt.rawValue, "seconds": "\(before.seconds)"])
      try act.note(.clockConfirmed, detail: detail.text, in: rows)
      return try state(in: rows)
    }
  }

  private func state(in rows: borrowing Rows) throws -> ClockState {
    guard let reading = try office.clockReading() else {
      return ClockState(
        isCompared: false, now: office.real.now(), lastSeen: nil, doubt: nil, seconds: 0,
        since: nil)
    }
    let doubt = try office.doubt(about: reading, in: rows)
    return ClockState(
      isCompared: true, now: reading.wall,
      lastSeen: try ClockReadings.last(before: reading.boot, in: rows)?.wall,
      doubt: doubt?.doubt, seconds: doubt?.seconds ?? 0, since: doubt?.since)
  }
}

extension Office {
  /// Whether what only a clock decides may be done now: erasing what has run out, destroying an
  /// epoch. Keeps both clocks as they are, or the doubt, which stands until a person has looked.
  package func clockIsTrusted() async throws -> Bool {
    guard let reading = try clockReading() else { return true }
    return try await act(as: .timer, .purge) { _, rows in
      if let doubt = try doubt(about: reading, in: rows) {
        try ClockDoubts.raise(doubt, in: rows)
        return false
      }
      try keep(reading, in: rows)
      return true
    }
  }

  /// The same inside an act of the timers' login; keeps nothing.
  func trustsTheClock(in rows: borrowing Rows) throws -> Bool {
    guard let reading = try clockReading() else { return true }
    return try doubt(about: reading, in: rows) == nil
  }

  /// Both clocks now; `nil` in a sandbox, whose clock may be set.
  fileprivate func clockReading() throws -> ClockReading? {
    guard let boot = try bootClock?.now() else { return nil }
    return ClockReading(wall: real.now(), sinceBoot: boot.seconds, boot: boot.boot)
  }

  fileprivate func doubt(
    about reading: ClockReading, in rows: borrowing Rows
  ) throws -> ClockDoubtRow? {
    if let standing = try ClockDoubts.current(in: rows) { return standing }
    guard let last = try ClockReadings.last(before: reading.boot, in: rows),
      let (doubt, seconds) = ClockGuard.doubt(reading, after: last)
    else { return nil }
    return ClockDoubtRow(doubt: doubt, seconds: Int(seconds.rounded()), since: reading.wall)
  }

  fileprivate func keep(_ reading: ClockReading, in rows: borrowing Rows) throws {
    try ClockReadings.keep(
      reading, forgetting: reading.wall.addingTimeInterval(-90 * 86_400), in: rows)
  }
}
