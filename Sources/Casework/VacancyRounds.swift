import Domain
import Records

/// What a hold on a vacancy brings to its applications, and what its release takes from them: in
/// batches, and finished by the purge wherever a crash ended it. By the login that sees every
/// application and opens none.
struct VacancyRounds: Sendable {
  private static let batch = 500
  private static let patience = 5
  let office: Office

  init(_ office: Office) { self.office = office }

  /// Gives every application of the vacancy its part of a hold.
  func spread(_ hold: VacancyHoldRow, as actor: Actor) async throws {
    var last: ApplicationID?
    while let ids = try await withoutPart(hold, after: last) {
      try await each(of: ids) { waiting, waits in
        try await office.act(as: actor, .purge) { act, rows in
          try Locks.shared(hold.vacancy, in: rows)
          let locked = try Self.lock(waiting, waits: waits, in: rows)
          // Read again under the locks: it may be released, others may have moved away.
          let missing = try VacancyHolds.missing(on: locked, on: act.today, in: rows)
          for id in locked {
            let its = (missing[id] ?? []).filter { $0.id == hold.id }
            try office.cover(id, by: its, at: act, in: rows)
          }
          return locked
        }
      }
      last = ids.last
    }
  }

  /// Releases the parts of a hold that was released, and erases what nothing else keeps.
  func settle(_ hold: HoldID, as actor: Actor) async throws {
    var last: ApplicationID?
    while let ids = try await withPart(hold, after: last) {
      try await each(of: ids) { waiting, waits in
        try await office.act(as: actor, .purge) { act, rows in
          let locked = try Self.lock(waiting, waits: waits, in: rows)
          let parts = try VacancyHolds.parts(of: hold, on: locked, in: rows)
          try VacancyHolds.release(parts: parts.map(\.id), at: act.now, in: rows)
          for part in parts {
            try act.note(
              .holdReleased, of: part.application, detail: HoldEntry.released(part.id), in: rows)
          }
          try Grounds.end(
            parts.map(\.ground), at: act.now, cause: ErasureCause.holdReleased.rawValue, in: rows)
          return locked
        }
      }
      try await Eraser(office).eraseWhereNothingStands(ids)
      last = ids.last
    }
  }

  /// Finishes what was left, and releases what ran out; the purge begins with it. While the wall
  /// clock isn't believed, nothing runs out.
  func finish(trustsTheClock trusts: Bool) async throws {
    let left = try await office.act(as: .timer, .purge) { act, rows in
      try VacancyHolds.unfinished(on: act.today, in: rows)
    }
    let today = try office.today()
    for (hold, isReleased) in left {
      if isReleased {
        try await settle(hold.id, as: .timer)
      } else if let end = hold.eraseFrom, end <= today {
        if trusts { try await runOut(hold) }
      } else {
        try await spread(hold, as: .timer)
      }
    }
  }

  /// Its parts run out with their grounds, one by one and by the purge's own count: what it kept
  /// is many at once, and nobody released it.
  private func runOut(_ hold: VacancyHoldRow) async throws {
    try await office.act(as: .timer, .purge) { act, rows in
      try Locks.exclusive(hold.vacancy, in: rows)
      guard try VacancyHolds.runOut(hold.id, at: act.now, in: rows) else { return }
      try act.note(.vacancyHoldReleased, detail: HoldEntry.released(hold.id), in: rows)
    }
  }

  private func withoutPart(
    _ hold: VacancyHoldRow, after last: ApplicationID?
  ) async throws -> [ApplicationID]? {
    let ids = try await office.act(as: .timer, .purge) { _, rows in
      try VacancyHolds.withoutPart(of: hold, after: last, limit: Self.batch - 1, in: rows)
    }
    return ids.isEmpty ? nil : ids
  }

  private func withPart(
    _ hold: HoldID, after last: ApplicationID?
  ) async throws -> [ApplicationID]? {
    let ids = try await office.act(as: .timer, .purge) { _, rows in
      try VacancyHolds.withPart(of: hold, after: last, limit: Self.batch, in: rows)
    }
    return ids.isEmpty ? nil : ids
  }

  /// Those whose lock can be had are done together; who is in the way is tried again, and in the
  /// end waited for, one by one.
  private func each(
    of ids: [ApplicationID],
    _ work: (_ ids: [ApplicationID], _ waits: Bool) async throws -> [ApplicationID]
  ) async throws {
    var waiting = ids
    for _ in 1...Self.patience {
      let done = Set(try await work(waiting, false))
      waiting = waiting.filter { !done.contains($0) }
      if waiting.isEmpty { return }
      try await Task.sleep(for: .milliseconds(20))
    }
    for id in waiting { _ = try await work([id], true) }
  }

  private static func lock(
    _ ids: [ApplicationID], waits: Bool, in rows: borrowing Rows
  ) throws -> [ApplicationID] {
    guard waits else { return try Locks.tryExclusive(ids, in: rows) }
    for id in ids { try Locks.exclusive(id, in: rows) }
    return ids
  }
}
