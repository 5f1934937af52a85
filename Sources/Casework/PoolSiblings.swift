import Domain
import Records
import Vault

/// The entries of one address in the pool. Their common mark is a keyed hash that only the address
/// itself leads to.
extension Office {
  /// The mark of the application whose link it is; `nil` without an address, or where damage keeps
  /// it from being opened: its own entry can be withdrawn all the same.
  func addressMark(
    of id: ApplicationID, in rows: borrowing Rows
  ) throws -> [UInt8]? {
    guard let sealed = try PoolEntries.address(of: id, in: rows),
      let key = try DataKeys.find(id, in: rows)
    else { return nil }
    do {
      let email = try withKey(key, of: id) {
        try $0.openText(sealed, as: .applicant("email", of: id))
      }
      return try tokens(SearchTerms(email: email), epoch: openEpoch(in: rows)).first
    } catch let error as VaultError where error == .notAuthentic {
      return nil
    }
  }

  /// The other applications of the same address that are in the pool.
  func siblings(
    of id: ApplicationID, in rows: borrowing Rows
  ) throws -> (mark: [UInt8], entries: [PoolEntryRow]) {
    guard let mark = try addressMark(of: id, in: rows) else { return ([], []) }
    try PoolEntries.see(address: mark, in: rows)
    return (mark, try PoolEntries.all(carrying: mark, in: rows).filter { $0.id != id })
  }

  /// The same as the page lists them.
  func others(
    than id: ApplicationID, on today: Day, in rows: borrowing Rows
  ) throws -> [PoolEntry] {
    let entries = try siblings(of: id, in: rows).entries
    let grounds = try Grounds.open(of: entries.map(\.id), in: rows)
    return entries.compactMap { entry in
      let standing = (grounds[entry.id] ?? []).filter { $0.stands(on: today) }
      guard let pool = standing.first(where: { $0.kind == .pool }), let end = pool.eraseFrom else {
        return nil
      }
      return PoolEntry(
        vacancyTitle: entry.vacancyTitle, givenOn: pool.since, eraseOn: end,
        remaining: standing.filter { $0.kind != .pool })
    }
  }
}

/// Withdraws the other entries of an address, each in its own name and under its own lock.
struct WithdrawOthers: Sendable {
  let office: Office

  init(_ office: Office) { self.office = office }

  func callAsFunction(than link: LinkRow, hash: [UInt8]) async throws {
    let (mark, entries) = try await office.act(as: .applicant(link.application), .link) {
      _, rows in
      try Locks.shared(link.application, in: rows)
      return try office.siblings(of: link.application, in: rows)
    }
    for entry in entries {
      // A yes to a proposal is kept before its source goes, as for the link's own entry.
      await CarryOutProposal(office).atOnce(of: entry.id)
      try await office.coverFirst(entry.id)
      try await office.act(as: .applicant(entry.id), .link) { act, rows in
        try Locks.exclusive(entry.id, in: rows)
        // Its address may have been corrected meanwhile.
        try PoolEntries.see(address: mark, in: rows)
        guard try PoolEntries.all(carrying: mark, in: rows).contains(where: { $0.id == entry.id })
        else { return }
        try withdraw(entry.id, through: hash, at: act, in: rows)
      }
      await Eraser(office).eraseIfNothingStands(entry.id)
    }
  }

  private func withdraw(
    _ id: ApplicationID, through hash: [UInt8], at act: Act, in rows: borrowing Rows
  ) throws {
    let given = try Consents.all(of: id, in: rows).filter { $0.state == .given }
    let pool = try Grounds.all(of: id, in: rows).first { $0.kind == .pool && $0.endedAt == nil }
    guard !given.isEmpty, let pool else { return }
    try JointReceipts.write(
      for: hash, of: id, givenOn: pool.since, withdrawnAt: act.now,
      shownThrough: act.today.adding(days: Window.receiptDays), in: rows)
    try office.withdraw(
      given, of: id, channel: .link, receivedAt: act.now, at: act, in: rows)
  }
}
