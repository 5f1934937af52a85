import Domain
import Records
import Vault

/// Holds come back with a text that names the ledger entry: their own was sealed and lost. An
/// application that the older state doesn't have can't be held again.
extension Replay {
  static let holdPlaced = Replay(.hold) { office, lost in
    guard let id = lost.applications.first, let hold: HoldID = lost.id("hold"),
      let member = try await office.member(for: lost)
    else { return .impossible }
    let caller = Actor.staff(StaffMember(id: member, role: .legal))
    let ground = Ground(
      id: lost.id("ground") ?? .random(), kind: .hold, since: office.time.day(of: lost.at),
      eraseFrom: lost.day("until")?.adding(days: 1))
    if let whole: HoldID = lost.id("vacancyHold") {
      return try await part(hold, ground, of: whole, on: id, lost, as: caller, in: office)
    }
    do {
      return try await office.act(as: caller, .legal) { act, rows in
        try Locks.exclusive(id, in: rows)
        if try Holds.find(hold, in: rows) != nil { return .nothingToDo }
        try Grounds.add(ground, to: id, in: rows)
        let row = try office.withKey(of: id, in: rows) { key in
          HoldRow(
            id: hold, application: id, ground: ground.id,
            matter: key.seal(lost.placeholder, as: .hold("matter", of: hold)),
            reason: key.seal(lost.placeholder, as: .hold("reason", of: hold)),
            reviewOn: lost.day("review") ?? act.today)
        }
        try Holds.place(row, by: member, at: lost.at, in: rows)
        return .repeated(1)
      }
    } catch {
      guard isGone(error) else { throw error }
      return .impossible
    }
  }

  static let holdReleased = Replay(.hold) { office, lost in
    guard let hold: HoldID = lost.id("hold"), let member = try await office.member(for: lost)
    else { return .impossible }
    let caller = Actor.staff(StaffMember(id: member, role: .legal))
    return try await office.act(as: caller, .legal) { act, rows in
      guard let found = try Holds.find(hold, in: rows) else { return .nothingToDo }
      try Locks.exclusive(found.application, in: rows)
      if found.isReleased { return .nothingToDo }
      let words = try office.withKey(of: found.application, in: rows) {
        $0.seal(lost.placeholder, as: .hold("released_because", of: hold))
      }
      try Holds.release(hold, because: words, by: member, at: lost.at, in: rows)
      try Grounds.end(
        [found.ground], at: lost.at, cause: ErasureCause.holdReleased.rawValue, in: rows)
      return .repeated(1)
    }
  }

  /// Whether the application isn't there, or nothing stands for it any more.
  static func isGone(_ error: any Error) -> Bool {
    if case Refusal.unknown = error { return true }
    let fault = DatabaseFault(error)
    return fault == .referenceMissing || fault == .nothingStands
  }
}
