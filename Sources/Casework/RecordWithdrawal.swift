package import Domain
import Records
package import struct Foundation.Date

/// Records that a consent, to the pool or to longer storage, was taken back without the link, with
/// the same effect: informal messages count.
package struct RecordWithdrawal: Sendable {
  package static let roles: Set<Role> = [.recruiter, .privacyOfficer]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// Erases in the same request when nothing else stands.
  package func callAsFunction(
    _ id: ApplicationID, for purpose: ConsentPurpose = .pool, channel: ConsentChannel,
    receivedAt: Date, by caller: Caller
  ) async throws {
    guard channel != .link else { throw Refusal.invalid(field: "channel", .notAllowed) }
    try caller.mustBe(Self.roles)
    // A yes to a proposal is kept before its source is erased.
    await CarryOutProposal(office).atOnce(of: id)
    try await office.actOnceHeld(id, by: caller, Self.roles) { act, rows in
      guard receivedAt <= act.now else {
        throw Refusal.invalid(field: "receivedAt", .inTheFuture)
      }
      _ = try office.workable(id, on: act.today, evenRestricted: true, in: rows)
      let given = try Consents.all(of: id, for: purpose, in: rows).filter { $0.state == .given }
      guard !given.isEmpty else {
        throw purpose == .pool ? Refusal.notInPool : Refusal.notStoredLonger
      }
      try office.withdraw(
        given, of: id, channel: channel, receivedAt: receivedAt, by: caller.member.id, at: act,
        in: rows)
    }
    try await Eraser(office).eraseIfNothingStands(id)
    await office.deliverAtOnce()
  }
}

extension Office {
  /// Takes everything back that was given and ends what it was given for. The receipt is queued
  /// here if something else keeps the application, and by the eraser otherwise. `staff` recorded
  /// what came without the link.
  func withdraw(
    _ given: [Consent], of id: ApplicationID, channel: ConsentChannel, receivedAt: Date,
    by staff: StaffID? = nil, at act: Act, in rows: borrowing Rows
  ) throws {
    let open = try Grounds.all(of: id, in: rows).filter { $0.endedAt == nil }
    let kinds = Set(given.map(\.purpose.ground))
    let taken = open.filter { kinds.contains($0.kind) }
    let isKept = open.contains { !kinds.contains($0.kind) && $0.stands(on: act.today) }
    for consent in given {
      if let staff { try Consents.set(withdrawalRecordedBy: staff, of: consent.id, in: rows) }
      try Consents.withdraw(
        consent.id, channel: channel, receivedAt: receivedAt, at: act.now, in: rows)
      try act.note(
        .consentWithdrawn, of: id,
        detail: EntryDetail([
          "consent": consent.id.text, "channel": channel.rawValue,
          "at": InstantPrinter(zone: .gmt).text(receivedAt),
          "purpose": consent.purpose == .pool ? nil : consent.purpose.rawValue,
        ]).text, in: rows)
      // Of several, the last one's receipt speaks for all.
      let isLast = consent.id == given.last?.id
      if isKept || !isLast { try Consents.noteReceipt(of: consent.id, at: act.now, in: rows) }
      if isKept && isLast {
        try Outbox.queue(
          OutboxRow(application: id, kind: .receipt, consent: consent.id, queuedAt: act.now),
          in: rows)
      }
    }
    try Grounds.end(
      taken.map(\.id), at: act.now, cause: ErasureCause.consentWithdrawn.rawValue, in: rows)
  }

  /// The applicant's language, for whoever may open the application; German where they may not.
  func language(of id: ApplicationID, in rows: borrowing Rows) throws -> Language {
    guard let person = try Applicants.find(id, in: rows) else { return .german }
    return try withKey(of: id, in: rows) { key in
      try person.opened(of: id, with: key).applicant.language
    }
  }
}
