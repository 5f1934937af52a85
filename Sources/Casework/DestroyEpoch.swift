import Domain
import Records
import Vault
package import struct Foundation.Date

/// Destroys an epoch: its row, then its key file and the copy of it. Whatever was erased while it
/// lived can then be opened by nobody, from no backup.
package struct DestroyEpoch: Sendable {
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// What became of it.
  package enum Answer: Sendable, Equatable {
    case destroyed
    /// By an earlier run, which may have died before the file was gone; it is now.
    case destroyedBefore
    /// Something is under it: so many data keys, or everything that is new.
    case inUse(dataKeys: Int)
    /// Backups that hold its keys may still live.
    case tooEarly(from: Date)
    /// Time decides, and the wall clock jumped: a person has to look first.
    case clockInDoubt
    /// There is a key file and no epoch, and no entry says that it was destroyed: after a wrong
    /// restore it may be the only key to live data.
    case strayFile
    case unknown
  }

  /// Durable on return. A file or copy that can't be removed is an error; the epoch has gone all
  /// the same, and calling again removes it.
  package func callAsFunction(_ number: Int) async throws -> Answer {
    let trusts = try await office.clockIsTrusted()
    let found = try await office.act(as: .console, .keys) { act, rows -> Answer? in
      guard let epoch = try Epochs.all(in: rows).first(where: { $0.number == number }) else {
        return nil
      }
      guard let emptiedAt = epoch.emptiedAt else {
        return .inUse(dataKeys: try Epochs.dataKeyCounts(in: rows)[number] ?? 0)
      }
      let from = office.epochs.destroyable(emptiedAt: emptiedAt)
      guard act.now >= from else { return .tooEarly(from: from) }
      guard trusts else { return .clockInDoubt }
      // Another process may have been first.
      guard try Epochs.destroy(number, in: rows) else { return nil }
      try act.note(
        .epochDestroyed, detail: EntryDetail(["epoch": "\(number)"]).text, in: rows)
      return .destroyed
    }
    switch found {
    case .destroyed:
      try removeFiles(of: number)
      return .destroyed
    case let answer?: return answer
    case nil: return try await finish(number)
    }
  }

  /// What has no row any more, or never had one.
  private func finish(_ number: Int) async throws -> Answer {
    let destroyed = try await office.act(as: .console, .auditor) { _, rows in
      try Ledger.destroyedEpochs(in: rows)
    }
    if destroyed.contains(number) {
      // An earlier run may have ended before the journal had its entry.
      try await office.journalNow()
      try removeFiles(of: number)
      return .destroyedBefore
    }
    return office.ring.directory.exists(.epoch(number)) ? .strayFile : .unknown
  }

  private func removeFiles(of number: Int) throws {
    office.ring.forget(epoch: number)
    try office.ring.directory.remove(.epoch(number))
    if let copy = office.keysCopy {
      try office.ring.directory.mustBeCopy(copy)
      try copy.remove(.epoch(number))
    }
  }

  /// Removes what runs that died left: files, here and in the copy, of epochs that were destroyed.
  func finishInterrupted() async throws {
    let left = try await StrayKeyFiles(office)().destroyed
    if !left.isEmpty { try await office.journalNow() }
    for number in left { try removeFiles(of: number) }
  }
}

/// Key files of epochs, here or in the copy, that the database doesn't have.
package struct StrayKeyFiles: Sendable {
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// Numbers of epochs: those that were destroyed, whose files are to go, and those that nobody
  /// destroyed, whose files may be the only key to something.
  package func callAsFunction() async throws -> (destroyed: [Int], unknown: [Int]) {
    let known = try await office.act(as: .timer, .keys) { _, rows in
      Set(try Epochs.all(in: rows).map(\.number))
    }
    let copies = try office.keysCopy.map { try $0.epochs() } ?? []
    let strays = Set(try office.ring.directory.epochs() + copies).subtracting(known).sorted()
    if strays.isEmpty { return ([], []) }
    let destroyed = try await office.act(as: .timer, .auditor) { _, rows in
      try Ledger.destroyedEpochs(in: rows)
    }
    return (
      strays.filter(destroyed.contains), strays.filter { !destroyed.contains($0) }
    )
  }
}
