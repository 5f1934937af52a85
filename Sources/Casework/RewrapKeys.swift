import Domain
import Records
import Vault
import struct Foundation.UUID

/// Wraps what is under a retired epoch under the open one, some at a time: the data keys of every
/// table, and with them the blind indexes that only the epoch's own key computes.
struct RewrapKeys: Sendable {
  /// Half of what a transaction may lock.
  private static let batch = 250
  let office: Office
  let old: Int

  init(_ office: Office, under old: Int) {
    self.office = office
    self.old = old
  }

  /// What one pass through a table did.
  struct Pass: Sendable {
    var done = 0
    /// What doesn't open: it stays as it is, under the old epoch.
    var damaged: Set<UUID> = []
  }

  /// Goes through a table once. What somebody's act holds is left to the next pass.
  func pass(
    _ table: WrappedTable, afterEachBatch: () async throws -> Void
  ) async throws -> Pass {
    var pass = Pass()
    var last: UUID?
    while true {
      let from = last
      let page = try await office.act(as: .timer, .keys) { _, rows in
        try table.page(under: old, after: from, limit: Self.batch, in: rows)
      }
      guard let end = page.last?.subject else { return pass }
      let some = try await rewrap(page.map(\.subject), in: table)
      pass.done += some.done
      pass.damaged.formUnion(some.damaged)
      try await afterEachBatch()
      last = end
    }
  }

  /// One batch, under its locks: read again, wrapped, opened to prove it, and stored; all of it or
  /// nothing.
  private func rewrap(_ subjects: [UUID], in table: WrappedTable) async throws -> Pass {
    try await office.act(as: .timer, .keys) { _, rows in
      var pass = Pass()
      let free = try locked(subjects, in: table, rows)
      let open = try office.openEpoch(in: rows)
      let stored = try table.keys(of: free, under: old, in: rows)
      let opened = try findable(stored, in: table, rows)
      var new: [WrappedRow] = []
      var indexes = BlindIndexes()
      for row in stored {
        do {
          let key = WrappedKey(row.key)
          let wrapped = try office.ring.rewrap(key, of: row.subject, to: open)
          try indexes.add(row, opened, under: open, office)
          new.append(
            WrappedRow(subject: row.subject, key: KeyRow(epoch: open, wrapped: wrapped)))
        } catch VaultError.notAuthentic {
          pass.damaged.insert(row.subject)
        }
      }
      // Row security hides rows from an update without an error: what is stored now is looked at.
      let now = try table.replace(new, under: old, in: rows)
      guard now.count == new.count, try Set(now.map(proven)) == Set(new.map(\.subject)),
        try indexes.store(under: open, in: rows)
      else { throw RewrapRefused() }
      pass.done = new.count
      return pass
    }
  }

  private func locked(
    _ subjects: [UUID], in table: WrappedTable, _ rows: borrowing Rows
  ) throws -> [UUID] {
    switch table {
    case .application:
      return try Locks.tryExclusive(subjects.map(ApplicationID.init), in: rows).map(\.uuid)
    case .staff:
      try Locks.staff(in: rows)
      return subjects
    case .lastMail, .paper: return subjects
    }
  }

  /// The values whose indexes are computed anew.
  private func findable(
    _ stored: [WrappedRow], in table: WrappedTable, _ rows: borrowing Rows
  ) throws -> Findable {
    let ids = stored.map(\.subject)
    return switch table {
    case .application:
      .applicants(try Applicants.searchable(of: ids.map(ApplicationID.init), in: rows))
    case .staff: .staff(try Staff.addresses(of: ids.map(StaffID.init), in: rows))
    case .lastMail, .paper: .nobody
    }
  }

  /// Opens what the database says is stored now.
  private func proven(_ row: WrappedRow) throws -> UUID {
    try office.ring.withDataKey(WrappedKey(row.key), of: row.subject) { _ in row.subject }
  }
}

/// The database stored something else than was meant, such as nothing. Everything rolls back.
package struct RewrapRefused: Error, Sendable {}

/// What blind indexes are made of, still sealed.
private enum Findable {
  case applicants([ApplicationID: ApplicantRow])
  case staff([StaffID: Sealed])
  case nobody
}

/// The blind indexes of a batch under the open epoch.
private struct BlindIndexes {
  private var tokens: [(application: ApplicationID, token: [UInt8])] = []
  private var applications: [ApplicationID] = []
  private var emails: [(id: StaffID, index: [UInt8])] = []

  mutating func add(
    _ row: WrappedRow, _ findable: Findable, under epoch: Int, _ office: Office
  ) throws {
    switch findable {
    case .applicants(let people):
      let id = ApplicationID(row.subject)
      guard let person = people[id] else { return }
      let own = try office.withKey(row.key, of: id) { key in
        try office.searchTokens(of: person.opened(of: id, with: key).applicant, epoch: epoch)
      }
      applications.append(id)
      tokens += own.map { (id, $0) }
    case .staff(let addresses):
      let id = StaffID(row.subject)
      guard let sealed = addresses[id] else { return }
      let email = try office.withKey(row.key, of: id) {
        try $0.openText(sealed, as: .staff("email", of: id))
      }
      let typed = SearchTerms(email: email).email ?? ""
      emails.append((id, try office.ring.blindIndex(.email, typed, epoch: epoch)))
    case .nobody: return
    }
  }

  /// Whether all of them are stored.
  func store(under epoch: Int, in rows: borrowing Rows) throws -> Bool {
    if !applications.isEmpty {
      let stored = try SearchTokens.renew(tokens, of: applications, epoch: epoch, in: rows)
      guard stored == tokens.count else { return false }
    }
    if emails.isEmpty { return true }
    return try Staff.set(emailIndexes: emails, in: rows) == emails.count
  }
}
