import Domain
import Records
import Vault

/// What applicants asked for comes back without its words, which were sealed and lost.
extension Replay {
  static let restrictionPlaced = Replay(.restriction) { office, lost in
    guard let id = lost.applications.first, let restriction: RestrictionID = lost.id("restriction"),
      let member = try await office.member(for: lost)
    else { return .impossible }
    return try await office.again(by: member) { _, rows in
      try Locks.exclusive(id, in: rows)
      guard let found = try Applications.find(id, in: rows) else { return .impossible }
      guard try !found.isRestricted && !Restrictions.isKnown(restriction, in: rows) else {
        return .nothingToDo
      }
      try Restrictions.place(
        restriction, on: id, because: nil, by: member, at: lost.at, in: rows)
      return .repeated(1)
    }
  }

  static let restrictionAnnounced = Replay(.restriction) { office, lost in
    try await office.onRestriction(of: lost) { restriction, member, rows in
      if restriction.announcement != nil { return .nothingToDo }
      try Restrictions.announce(
        restriction.id,
        Restriction.Announcement(
          liftOn: lost.day("lift") ?? office.time.day(of: lost.at)),
        by: member, at: lost.at, in: rows)
      return .repeated(1)
    }
  }

  static let restrictionLifted = Replay(.restriction) { office, lost in
    try await office.onRestriction(of: lost) { restriction, member, rows in
      if restriction.announcement == nil {
        try Restrictions.announce(
          restriction.id, Restriction.Announcement(liftOn: office.time.day(of: lost.at)),
          by: member, at: lost.at, in: rows)
      }
      try Restrictions.lift(restriction.id, by: member, at: lost.at, in: rows)
      return .repeated(1)
    }
  }

  static let objectionReceived = Replay(.other) { office, lost in
    guard let id = lost.applications.first, let objection: ObjectionID = lost.id("objection"),
      let against: ObjectionTarget = lost.word("against"), let received = lost.day("received"),
      let member = try await office.member(for: lost)
    else { return .impossible }
    return try await office.again(by: member) { _, rows in
      try Locks.exclusive(id, in: rows)
      guard try Applications.find(id, in: rows) != nil else { return .impossible }
      let known = try Objections.all(of: id, in: rows).contains {
        $0.id == objection
          || $0.against == against && (against == .contact || $0.decision == nil)
      }
      if known { return .nothingToDo }
      try Objections.receive(
        ObjectionRow(
          id: objection, application: id, against: against, receivedOn: received,
          channel: lost.word("channel") ?? .email, text: nil,
          answerBy: against == .evidence ? AnswerPeriod.lastDay(receivedOn: received) : nil),
        by: member, at: lost.at, in: rows)
      return .repeated(1)
    }
  }

  static let objectionDecided = Replay(.other) { office, lost in
    guard let objection: ObjectionID = lost.id("objection"),
      let decision: ObjectionDecision = lost.word("decision"),
      let member = try await office.member(for: lost)
    else { return .impossible }
    return try await office.again(by: member) { _, rows in
      guard let found = try Objections.find(objection, in: rows) else { return .nothingToDo }
      try Locks.exclusive(found.application, in: rows)
      guard try Objections.find(objection, in: rows)?.decision == nil else { return .nothingToDo }
      let words = try office.withKey(of: found.application, in: rows) {
        $0.seal(lost.placeholder, as: .objection("reason", of: objection))
      }
      try Objections.decide(
        objection, decision, because: words, by: member, at: lost.at, in: rows)
      if decision == .upheld {
        let evidence = try Grounds.all(of: found.application, in: rows).filter {
          $0.kind == .evidence && $0.endedAt == nil
        }
        try Grounds.end(
          evidence.map(\.id), at: lost.at, cause: ErasureCause.objection.rawValue, in: rows)
      }
      return .repeated(1)
    }
  }
}

extension Office {
  fileprivate func again(
    by member: StaffID, _ body: @Sendable (Act, borrowing Rows) throws -> Replay.Outcome
  ) async throws -> Replay.Outcome {
    let officer = Actor.staff(StaffMember(id: member, role: .privacyOfficer))
    do { return try await act(as: officer, .privacy, body) } catch {
      guard Replay.isGone(error) else { throw error }
      return .impossible
    }
  }

  fileprivate func onRestriction(
    of lost: LostAct,
    _ body: @escaping @Sendable (Restriction, StaffID, borrowing Rows) throws -> Replay.Outcome
  ) async throws -> Replay.Outcome {
    guard let id = lost.applications.first, let named: RestrictionID = lost.id("restriction"),
      let member = try await member(for: lost)
    else { return .impossible }
    return try await again(by: member) { _, rows in
      try Locks.exclusive(id, in: rows)
      guard let open = try Restrictions.open(of: id, time, in: rows), open.id == named else {
        return .nothingToDo
      }
      return try body(open, member, rows)
    }
  }
}
