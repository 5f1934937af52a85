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
    let caller = legal(member)
    let ground = Ground(
      id: lost.id("ground") ?? .random(), kind: .hold, since: office.time.day(of: lost.at),
      eraseFrom: lost.day("until")?.adding(days: 1))
    if let whole: HoldID = lost.id("vacancyHold"),
      let outcome = try await part(hold, ground, of: whole, on: id, lost, as: caller, in: office)
    {
      return outcome
    }
    return try await place(hold, ground, on: id, lost, by: member, in: office)
  }

  private static func place(
    _ hold: HoldID, _ ground: Ground, on id: ApplicationID, _ lost: LostAct, by member: StaffID,
    in office: Office
  ) async throws -> Outcome {
    do {
      return try await office.act(as: legal(member), .legal) { act, rows in
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

  /// By the login that released it: an application's part of a hold on its vacancy gives way
  /// without words, whoever may open the application by now.
  static let holdReleased = Replay(.hold) { office, lost in
    guard let hold: HoldID = lost.id("hold"), let member = try await office.member(for: lost)
    else { return .impossible }
    let found = try await office.act(as: legal(member), .legal) { _, rows in
      try Holds.find(hold, in: rows)
    }
    guard let found else { return .nothingToDo }
    if found.vacancyHold == nil {
      do {
        return try await office.act(as: legal(member), .legal) { _, rows in
          try Locks.exclusive(found.application, in: rows)
          guard try Holds.find(hold, in: rows)?.isReleased == false else { return .nothingToDo }
          let words = try office.withKey(of: found.application, in: rows) {
            $0.seal(lost.placeholder, as: .hold("released_because", of: hold))
          }
          try Holds.release(hold, because: words, by: member, at: lost.at, in: rows)
          try Grounds.end(
            [found.ground], at: lost.at, cause: ErasureCause.holdReleased.rawValue, in: rows)
          return .repeated(1)
        }
      } catch Refusal.unknown { /* A restriction hides the key from this login. */  }
    }
    return try await releaseWithoutWords(hold, found, member, lost, in: office)
  }

  private static func releaseWithoutWords(
    _ hold: HoldID, _ found: FoundHold, _ member: StaffID, _ lost: LostAct, in office: Office
  ) async throws -> Outcome {
    try await office.act(as: legal(member), .purge) { _, rows in
      try Locks.exclusive(found.application, in: rows)
      guard try Holds.find(hold, in: rows)?.isReleased == false else { return .nothingToDo }
      if found.vacancyHold == nil {
        try Holds.release(hold, by: member, at: lost.at, in: rows)
      } else {
        try VacancyHolds.release(parts: [hold], at: lost.at, in: rows)
      }
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
