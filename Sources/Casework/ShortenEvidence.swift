import Domain
import Records

/// Brings open evidence in line with the newest retention rules: it may get shorter, never longer,
/// since a day was told to each applicant. Works in batches under the locks. Every purge looks
/// again: a kill may have interrupted it, and what was restricted then may be so no more.
struct ShortenEvidence: Sendable {
  static let cause = "evidenceShortened"
  private static let batch = 500
  private static let patience = 5
  let office: Office

  init(_ office: Office) { self.office = office }

  /// Does what is still to be done; how many applications got shorter. What somebody's act holds
  /// is left to the next run.
  @discardableResult
  func callAsFunction() async throws -> Int {
    let rules = try await office.act(as: .timer, .purge) { _, rows in
      try Installations.rules(in: rows)
    }
    var shortened = 0
    for turn in 1...Self.patience {
      let (done, left) = try await round(under: rules)
      shortened += done
      if !left {
        try await office.act(as: .timer, .purge) { act, rows in
          try RulesVersions.note(applied: rules.version, at: act.now, in: rows)
        }
        return shortened
      }
      if turn < Self.patience { try await Task.sleep(for: .milliseconds(200)) }
    }
    return shortened
  }

  private func round(under rules: RetentionRules) async throws -> (done: Int, left: Bool) {
    var (done, left) = (0, false)
    var last: ApplicationID?
    while true {
      let place = last
      let long = try await office.act(as: .timer, .purge) { _, rows in
        try RulesVersions.tooLong(under: rules, after: place, limit: Self.batch, in: rows)
      }
      guard let end = long.last?.application else { return (done, left) }
      let ids = long.map(\.application)
      let (shortened, locked) = try await office.act(as: .timer, .purge) { act, rows in
        let locked = try Locks.tryExclusive(ids, in: rows)
        return (try shorten(locked, under: rules, at: act, in: rows), locked.count)
      }
      done += shortened
      left = left || locked < ids.count
      last = end
    }
  }

  /// One application that was left out while it was restricted, in the act that lifts it and under
  /// its lock. Whoever changes the rules waits, or has changed them already.
  func one(_ id: ApplicationID, at act: Act, in rows: borrowing Rows) throws {
    try Locks.sharedRules(in: rows)
    _ = try shorten([id], under: try Installations.rules(in: rows), at: act, in: rows)
  }

  /// Under the locks: the new ground first, the old one last.
  private func shorten(
    _ ids: [ApplicationID], under rules: RetentionRules, at act: Act, in rows: borrowing Rows
  ) throws -> Int {
    let outcomes = try RulesVersions.outcomes(of: ids, in: rows)
    let open = try Grounds.open(of: ids, in: rows)
    var changed: [ApplicationID] = []
    for (id, outcome) in outcomes {
      var ended: [GroundID] = []
      for ground in open[id] ?? [] {
        guard let shorter = rules.shortened(ground, after: outcome) else { continue }
        try Grounds.add(shorter, to: id, rulesVersion: rules.version, in: rows)
        ended.append(ground.id)
      }
      if ended.isEmpty { continue }
      try Grounds.end(ended, at: act.now, cause: Self.cause, in: rows)
      changed.append(id)
    }
    if !changed.isEmpty {
      try act.note(
        .evidenceShortened, of: changed,
        detail: EntryDetail(["version": String(rules.version)]).text, in: rows)
    }
    return changed.count
  }
}
