package import Domain
import Records
import struct Foundation.Date

/// Records that an applicant's paper was given back or shredded.
package struct ConfirmPaperGone: Sendable {
  /// While the application is here.
  package static let roles: Set<Role> = [.recruiter]
  /// By what stands on the label.
  package static let rolesByLabel: Set<Role> = [.recruiter, .privacyOfficer]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// While the application is here: returned once a decision has been made, shredded unless a
  /// ground forbids it. Recording it again changes nothing.
  package func callAsFunction(
    _ id: ApplicationID, how: PaperEnd, paperClass: PaperClass? = nil, on: Day, by caller: Caller
  ) async throws {
    try await office.act(by: caller, Self.roles) { act, rows in
      try Locks.exclusive(id, in: rows)
      let found = try office.workable(id, on: act.today, in: rows)
      if how == .returned, try Outcomes.standing(of: id, in: rows) == nil {
        throw Refusal.notDecided
      }
      try office.mustBePossible(on, since: found.receivedAt, at: act)
      if how == .shredded { try mustNotBeNeeded(id, on: act.today, in: rows) }
      let paper = try known(of: id, by: caller, at: act, in: rows)
      try finish(paper, how, paperClass, on: on, by: caller, at: act, in: rows)
    }
  }

  /// By the paper alone. After the erasure the answer to it is what closes that; before, originals
  /// of somebody whose procedure has ended are given back, though few still see the application. It
  /// is done by the login that sees every application; nothing is shown of it.
  package func byLabel(
    _ id: PaperID, how: PaperEnd, paperClass: PaperClass? = nil, on: Day, by caller: Caller
  ) async throws {
    try caller.mustBe(Self.rolesByLabel)
    try await office.act(as: .staff(caller.member), .privacy) { act, rows in
      guard let found = try Papers.find(id, in: rows) else { throw Refusal.unknown }
      try Locks.exclusive(found.application, in: rows)
      guard let paper = try Papers.find(id, in: rows) else { throw Refusal.unknown }
      // When an erased application came in nobody knows any more; when its paper was last seen, we
      // do.
      let since = try paper.erasedAt == nil ? mayGoBack(paper, how, in: rows) : paper.recordedAt
      try office.mustBePossible(on, since: since, at: act)
      try finish(paper, how, paperClass, on: on, by: caller, at: act, in: rows)
    }
  }

  /// When the application came in; refuses whatever but giving back after the decision.
  private func mayGoBack(
    _ paper: PaperRow, _ how: PaperEnd, in rows: borrowing Rows
  ) throws -> Date {
    guard how == .returned, let found = try Applications.find(paper.application, in: rows),
      try Outcomes.standing(of: paper.application, in: rows) != nil
    else { throw Refusal.stillKept }
    guard !found.isRestricted else { throw Refusal.restricted }
    return found.receivedAt
  }

  /// Paper is evidence as much as what was scanned from it.
  private func mustNotBeNeeded(
    _ id: ApplicationID, on today: Day, in rows: borrowing Rows
  ) throws {
    let forbids = try Grounds.all(of: id, in: rows).first {
      $0.endedAt == nil && $0.kind.forbidsErasure && $0.stands(on: today)
    }
    if let forbids { throw Refusal.forbidden(by: forbids.kind) }
  }

  /// What nobody had recorded is recorded with its end.
  private func known(
    of id: ApplicationID, by caller: Caller, at act: Act, in rows: borrowing Rows
  ) throws -> PaperRow {
    if try Papers.find(of: id, in: rows) == nil {
      try office.expectPaper(of: id, by: caller, at: act, in: rows)
    }
    guard let paper = try Papers.find(of: id, in: rows) else { throw Refusal.unknown }
    return paper
  }

  private func finish(
    _ paper: PaperRow, _ how: PaperEnd, _ paperClass: PaperClass?, on: Day, by caller: Caller,
    at act: Act, in rows: borrowing Rows
  ) throws {
    let reached = paperClass ?? paper.paperClass
    if how == .shredded, !reached.suffices(for: paper.paperClass) {
      throw Refusal.invalid(field: "class", .notAllowed)
    }
    let gone = PaperGone(
      how: how, paperClass: how == .shredded ? reached : paper.paperClass, on: on,
      by: caller.member.id, at: act.now)
    guard try Papers.finish(paper.id, gone, in: rows) else { return act.waitForJournal() }
    try act.note(
      .paperDestroyed, of: paper.erasedAt == nil ? [paper.application] : [],
      detail: EntryDetail([
        "paper": paper.id.text, "how": how.rawValue, "class": gone.paperClass.rawValue,
        "on": on.description,
      ]).text, in: rows)
  }
}
