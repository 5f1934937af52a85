package import Domain
import Records

/// Records where the originals of an application are, and what is to become of them.
package struct RecordPaper: Sendable {
  package static let roles: Set<Role> = [.recruiter]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// Anew if it was recorded before: what it says then holds. Refuses paper that is gone.
  package func callAsFunction(
    _ id: ApplicationID, location: Private<String>, plan: PaperPlan, paperClass: PaperClass,
    by caller: Caller
  ) async throws -> PaperView {
    let row = try await office.act(by: caller, Self.roles) { act, rows in
      try Locks.exclusive(id, in: rows)
      _ = try office.workable(id, on: act.today, in: rows)
      let known = try Papers.find(of: id, in: rows)
      guard known?.gone == nil else { throw Refusal.paperGone }
      let paper = known?.id ?? .random()
      let record = try office.sealed(
        location, of: paper, plan: plan, paperClass: paperClass, in: rows)
      if known == nil {
        try Papers.record(
          record, id: paper, code: .random(), of: id, by: caller.member.id, at: act.now, in: rows)
      } else {
        try Papers.change(paper, to: record, by: caller.member.id, at: act.now, in: rows)
      }
      try act.note(
        .paperRecorded, of: id, detail: EntryDetail(["paper": paper.text]).text, in: rows)
      return try Papers.find(paper, in: rows)
    }
    guard let row else { throw Refusal.unknown }
    return try office.opened(row)
  }

  /// Records that it lies elsewhere now. Refuses an application without paper.
  package func move(
    _ id: ApplicationID, to location: Private<String>, by caller: Caller
  ) async throws {
    try await office.act(by: caller, Self.roles) { act, rows in
      try Locks.exclusive(id, in: rows)
      _ = try office.workable(id, on: act.today, in: rows)
      guard let paper = try Papers.find(of: id, in: rows) else { throw Refusal.unknown }
      try move(paper, to: location, by: caller, at: act, in: rows)
    }
  }

  /// The same by its label: boxes move whatever became of the applications.
  package func move(
    _ code: PaperCode, to location: Private<String>, by caller: Caller
  ) async throws {
    try await office.act(by: caller, Self.roles) { act, rows in
      guard let found = try Papers.find(code, in: rows) else { throw Refusal.unknown }
      try Locks.exclusive(found.application, in: rows)
      guard let paper = try Papers.find(found.id, in: rows) else { throw Refusal.unknown }
      try move(paper, to: location, by: caller, at: act, in: rows)
    }
  }

  private func move(
    _ paper: PaperRow, to location: Private<String>, by caller: Caller, at act: Act,
    in rows: borrowing Rows
  ) throws {
    guard paper.gone == nil else { throw Refusal.paperGone }
    let record = try office.sealed(
      location, of: paper.id, plan: paper.plan, paperClass: paper.paperClass, in: rows)
    try Papers.change(paper.id, to: record, by: caller.member.id, at: act.now, in: rows)
    try act.note(
      .paperRecorded, of: paper.erasedAt == nil ? [paper.application] : [],
      detail: EntryDetail(["paper": paper.id.text]).text, in: rows)
  }
}

extension Office {
  /// What has come by post is paper, and somebody has to say where it lies.
  func expectPaper(
    of id: ApplicationID, by caller: Caller, at act: Act, in rows: borrowing Rows
  ) throws {
    try Papers.record(
      PaperRecord(plan: .return, paperClass: .p4), id: .random(), code: .random(), of: id,
      by: caller.member.id, at: act.now, in: rows)
  }
}
