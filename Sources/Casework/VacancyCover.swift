import Domain
import Records

/// How a hold on a vacancy reaches its applications: whoever receives, moves or would erase one
/// holds both locks, and adds the part that is missing.
extension Office {
  /// Gives an application its part of holds on its vacancy, under the locks of both; the grounds
  /// that keep it now.
  @discardableResult
  func cover(
    _ id: ApplicationID, by holds: [VacancyHoldRow], at act: Act, in rows: borrowing Rows
  ) throws -> [Ground] {
    try holds.map { hold in
      let ground = Ground(kind: .hold, since: act.today, eraseFrom: hold.eraseFrom)
      let part = HoldID.random()
      try Grounds.add(ground, to: id, in: rows)
      try Holds.place(part, of: hold, on: id, ground: ground.id, at: act.now, in: rows)
      let detail = HoldEntry.placed(
        part, ground, reviewOn: hold.reviewOn, vacancyHold: hold.id)
      try act.note(.holdPlaced, of: id, detail: detail, in: rows)
      return ground
    }
  }

  /// Lets holds on its vacancy reach an application before an act that may end its last ground:
  /// whoever placed one may have died in between, and what that act ends is final.
  func coverFirst(_ id: ApplicationID) async throws {
    let vacancy = try await act(as: .timer, .purge) { act, rows in
      try VacancyHolds.missing(on: [id], on: act.today, in: rows)[id]?.first?.vacancy
    }
    guard let vacancy else { return }
    try await act(as: .timer, .purge) { act, rows in
      try Locks.shared(vacancy, in: rows)
      try Locks.exclusive(id, in: rows)
      let missing = try VacancyHolds.missing(on: [id], on: act.today, in: rows)[id] ?? []
      // Moved meanwhile: whoever moved it has seen to that.
      try cover(id, by: missing.filter { $0.vacancy == vacancy }, at: act, in: rows)
    }
  }
}

/// What the ledger says of holds and obligations, so that whoever repeats an act after a restore
/// needs nothing else.
enum HoldEntry {
  static func placed(
    _ hold: HoldID, _ ground: Ground, reviewOn: Day, vacancyHold: HoldID? = nil
  ) -> String {
    EntryDetail([
      "hold": hold.text, "ground": ground.id.text, "review": reviewOn.description,
      "until": ground.through?.description, "vacancyHold": vacancyHold?.text,
    ]).text
  }

  static func placed(_ hold: VacancyHoldRow) -> String {
    EntryDetail([
      "hold": hold.id.text, "vacancy": hold.vacancy.text, "review": hold.reviewOn.description,
      "until": hold.eraseFrom?.adding(days: -1).description,
    ]).text
  }

  static func reviewed(_ hold: HoldID, on day: Day, of vacancy: VacancyID? = nil) -> String {
    EntryDetail([
      "hold": hold.text, "review": day.description, "vacancy": vacancy?.text,
    ]).text
  }

  static func released(_ hold: HoldID) -> String { EntryDetail(["hold": hold.text]).text }

  static func placed(_ obligation: ObligationID, _ ground: Ground) -> String {
    EntryDetail([
      "obligation": obligation.text, "ground": ground.id.text,
      "until": ground.through?.description,
    ]).text
  }

  static func ended(_ obligation: ObligationID) -> String {
    EntryDetail(["obligation": obligation.text]).text
  }
}
