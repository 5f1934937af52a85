import Domain
import Records

/// Who had lost access has lost it. Somebody whom the older state doesn't know has none.
extension Replay {
  static let staffDisabled = Replay(.other) { office, lost in
    guard let id: StaffID = lost.id("staff") else { return .nothingToDo }
    let isDisabled = lost.action == .staffDisabled
    return try await office.act(as: .console, .admin) { act, rows in
      try Locks.staff(in: rows)
      guard try StaffList.disable(id, at: isDisabled ? lost.at : nil, in: rows) else {
        return .nothingToDo
      }
      if isDisabled {
        try Sessions.endAll(of: id, in: rows)
        try SetUpLinks.remove(for: id, in: rows)
      }
      return .repeated(1)
    }
  }

  static let role = Replay(.other) { office, lost in
    guard let id: StaffID = lost.id("staff"), let role: Role = lost.word("role") else {
      return .nothingToDo
    }
    return try await office.act(as: .console, .admin) { act, rows in
      try Locks.staff(in: rows)
      guard try Staff.exists(id, in: rows) else { return .nothingToDo }
      let isNew =
        lost.action == .roleGranted
        ? try StaffList.grant(role, to: id, at: lost.at, in: rows)
        : try StaffList.revoke(role, from: id, in: rows)
      return isNew ? .repeated(1) : .nothingToDo
    }
  }

  static let teamChanged = Replay(.other) { office, lost in
    guard let vacancy: VacancyID = lost.id("vacancy"), let staff: StaffID = lost.id("staff"),
      let part: TeamPart = lost.word("part")
    else { return .nothingToDo }
    let row = TeamRow(vacancy: vacancy, staff: staff, part: part, until: lost.day("until"))
    return try await office.act(as: .console, .recruiter) { act, rows in
      guard try Vacancies.find(vacancy, in: rows) != nil, try Staff.exists(staff, in: rows),
        try !Teams.all(of: vacancy, in: rows).contains(row)
      else { return .nothingToDo }
      // Whoever decided it may be somebody the older state doesn't know.
      let by = try lost.actor.map { try Staff.exists($0, in: rows) ? $0 : staff } ?? staff
      try Teams.set(row, by: by, at: lost.at, in: rows)
      return .repeated(1)
    }
  }

  static let teamLeft = Replay(.other) { office, lost in
    guard let vacancy: VacancyID = lost.id("vacancy"), let staff: StaffID = lost.id("staff")
    else { return .nothingToDo }
    return try await office.act(as: .console, .recruiter) { _, rows in
      try Teams.remove(staff, from: vacancy, in: rows) ? .repeated(1) : .nothingToDo
    }
  }

  static let tokenRevoked = Replay(.other) { office, lost in
    guard let token: TokenID = lost.id("token") else { return .nothingToDo }
    return try await office.act(as: .console, .admin) { _, rows in
      try Tokens.revoke(token, at: lost.at, in: rows) ? .repeated(1) : .nothingToDo
    }
  }
}
