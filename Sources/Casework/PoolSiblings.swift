import Domain
import Records
import Vault

/// The entries of one address in the pool. Their common mark is a keyed hash that only the address
/// itself leads to, another one under each epoch.
extension Office {
  /// The address of the application whose link it is; `nil` without one, or where damage keeps it
  /// from being opened: its own entry can be withdrawn all the same.
  func ownAddress(
    of id: ApplicationID, in rows: borrowing Rows
  ) throws -> Private<String>? {
    guard let sealed = try PoolEntries.address(of: id, in: rows),
      let key = try DataKeys.find(id, in: rows)
    else { return nil }
    do {
      return try withKey(key, of: id) {
        Private(try $0.openText(sealed, as: .applicant("email", of: id)))
      }
    } catch let error as VaultError where error == .notAuthentic {
      return nil
    }
  }

  /// The other applications of the same address that are in the pool.
  func siblings(
    of id: ApplicationID, in rows: borrowing Rows
  ) throws -> (address: Private<String>?, entries: [PoolEntryRow]) {
    guard let address = try ownAddress(of: id, in: rows) else { return (nil, []) }
    return (address, try poolEntries(of: address, in: rows).filter { $0.id != id })
  }

  /// What is in the pool under an address; the rest of the transaction sees it as well.
  func poolEntries(
    of address: Private<String>, in rows: borrowing Rows
  ) throws -> [PoolEntryRow] {
    let marks = try marks(of: address.reveal(), in: rows)
    try PoolEntries.see(address: marks, in: rows)
    return try PoolEntries.all(carrying: marks, in: rows)
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
    let (address, entries) = try await office.act(as: .applicant(link.application), .link) {
      _, rows in
      try Locks.shared(link.application, in: rows)
      return try office.siblings(of: link.application, in: rows)
    }
    guard let address else { return }
    for entry in entries {
      // A yes to a proposal is kept before its source goes, as for the link's own entry.
      await CarryOutProposal(office).atOnce(of: entry.id)
      do {
        try await office.actOnceHeld(entry.id, as: .applicant(entry.id), .link) { act, rows in
          // Its address may have been corrected meanwhile.
          guard
            try office.poolEntries(of: address, in: rows).contains(where: { $0.id == entry.id })
          else { return }
          try withdraw(entry.id, through: hash, at: act, in: rows)
        }
        try await Eraser(office).eraseIfNothingStands(entry.id)
      } catch Refusal.journalUnavailable {
        // It is taken back. The link's own entry goes last, and is told of the same journal.
      }
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
