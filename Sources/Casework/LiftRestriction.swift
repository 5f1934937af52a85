package import Domain
import Records

/// Tells the applicant that a restriction is lifted, before it is (Art. 18(3) GDPR).
package struct AnnounceLifting: Sendable {
  package static let roles: Set<Role> = [.privacyOfficer]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// By mail, or `told` by somebody where there is no address; lifted from today on unless another
  /// day is named. Doing it again tells again. Refuses where there is nobody to write to.
  package func callAsFunction(
    _ id: ApplicationID, liftOn: Day?, told: Restriction.Told? = nil, by caller: Caller
  ) async throws {
    try await office.act(by: caller, Self.roles) { act, rows in
      try Locks.exclusive(id, in: rows)
      let (found, restriction) = try office.restricted(id, in: rows)
      let day = liftOn ?? act.today
      try day.mustBeForeseeable(on: act.today, "liftOn")
      if let told {
        guard told.on <= act.today else { throw Refusal.invalid(field: "toldOn", .inTheFuture) }
        guard told.on >= restriction.placedOn else {
          throw Refusal.invalid(field: "toldOn", .outOfRange)
        }
      } else if !found.isMailable {
        throw Refusal.noAddress
      }
      try office.announce(
        restriction, of: id, Restriction.Announcement(liftOn: day, told: told),
        by: caller.member.id, at: act, in: rows)
    }
    await office.deliverAtOnce()
  }
}

/// Lifts a restriction. What stands is counted anew; what became due meanwhile goes in the same
/// request.
package struct LiftRestriction: Sendable {
  package static let roles: Set<Role> = [.privacyOfficer]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// Tells the applicant by mail first, if nobody did. Refuses where no mail can reach them, or it
  /// was given up, and nobody told them; and before the day they were told.
  package func callAsFunction(_ id: ApplicationID, by caller: Caller) async throws {
    try caller.mustBe(Self.roles)
    try office.mustHaveConfirmed(caller)
    do { try await announce(id, by: caller) } catch Refusal.journalUnavailable {
      // They will be told. The lifting waits for the same journal, and says so of itself.
    }
    // Before it is lifted: an erasure would take the letter with it.
    await office.deliverAtOnce()
    try await office.actOnceHeld(id, by: caller, Self.roles) { act, rows in
      let (_, restriction) = try office.restricted(id, in: rows)
      try restriction.mayBeLifted(on: act.today)
      let entry = try act.note(
        .restrictionLifted, of: id,
        detail: EntryDetail(["restriction": restriction.id.text]).text, in: rows)
      if let key = try DataKeys.find(id, in: rows) {
        try office.keepReason(caller.reason, for: entry, of: id, key: key, in: rows)
      }
      try Restrictions.lift(restriction.id, by: caller.member.id, at: act.now, in: rows)
      // Rules that changed meanwhile had left it alone.
      try ShortenEvidence(office).one(id, at: act, in: rows)
    }
    try await Eraser(office).eraseIfNothingStands(id)
    await office.deliverAtOnce()
  }

  private func announce(_ id: ApplicationID, by caller: Caller) async throws {
    try await office.act(by: caller, Self.roles) { act, rows in
      try Locks.exclusive(id, in: rows)
      let (found, restriction) = try office.restricted(id, in: rows)
      guard restriction.announcement == nil else { return }
      guard found.isMailable else { throw Refusal.notTold }
      try office.announce(
        restriction, of: id, Restriction.Announcement(liftOn: act.today),
        by: caller.member.id, at: act, in: rows)
    }
  }
}

extension Office {
  /// The application and the restriction that is open, under the lock; refuses where there is none.
  fileprivate func restricted(
    _ id: ApplicationID, in rows: borrowing Rows
  ) throws -> (ApplicationRow, Restriction) {
    guard let found = try Applications.find(id, in: rows) else { throw Refusal.unknown }
    guard let restriction = try Restrictions.open(of: id, time, in: rows) else {
      throw Refusal.notRestricted
    }
    return (found, restriction)
  }

  fileprivate func announce(
    _ restriction: Restriction, of id: ApplicationID, _ announcement: Restriction.Announcement,
    by staff: StaffID, at act: Act, in rows: borrowing Rows
  ) throws {
    try Restrictions.announce(restriction.id, announcement, by: staff, at: act.now, in: rows)
    if announcement.told == nil {
      try Outbox.queue(
        OutboxRow(application: id, kind: .liftingAnnounced, queuedAt: act.now), in: rows)
    }
    try act.note(
      .restrictionAnnounced, of: id,
      detail: EntryDetail([
        "restriction": restriction.id.text, "lift": announcement.liftOn.description,
      ]).text, in: rows)
  }
}
