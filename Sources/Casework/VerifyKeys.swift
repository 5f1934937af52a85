import Domain
import Records
package import Vault
import struct Foundation.UUID

/// Opens every data key, and compares every key file with its fingerprint and its copy.
package struct VerifyKeys: Sendable {
  private static let batch = 1000
  let office: Office
  private let names: [KeyName]

  /// `names` are the key files that belong to no epoch.
  package init(_ office: Office, besides names: [KeyName]) {
    self.office = office
    self.names = names
  }

  /// What was found.
  package struct Report: Sendable {
    /// Data keys that open.
    package internal(set) var opened = 0
    /// Sentences that name what is wrong.
    package internal(set) var problems: [String] = []
  }

  /// Reads all of them; changes nothing.
  package func callAsFunction() async throws -> Report {
    var report = Report()
    let epochs = try await epochs()
    let files = try await files(epochs)
    report.problems = files.here + files.copy
    for epoch in epochs {
      for table in WrappedTable.allCases { try await open(table, under: epoch, &report) }
    }
    return report
  }

  /// What is wrong with the files alone: here, and in the copy.
  package func files() async throws -> (here: [String], copy: [String]) {
    try await files(epochs())
  }

  private func epochs() async throws -> [EpochRow] {
    try await office.act(as: .console, .keys) { _, rows in try Epochs.all(in: rows) }
  }

  private func files(
    _ epochs: [EpochRow]
  ) async throws -> (here: [String], copy: [String]) {
    var problems = epochs.compactMap { epoch in
      problem {
        let found = try office.ring.fingerprint(epoch: epoch.number)
        guard found == epoch.fingerprint else {
          throw VaultError.keyFileWrong(path: path(of: .epoch(epoch.number)))
        }
      }
    }
    problems += names.compactMap { name in problem { _ = try office.ring.directory.load(name) } }
    let strays = try await StrayKeyFiles(office)()
    problems += strays.unknown.map {
      "There is a key file of epoch \($0), here or in the copy, which this database doesn't have."
        + " It may be the only key to another state of it; keep it until that is known."
    }
    problems += strays.destroyed.filter { office.ring.directory.exists(.epoch($0)) }
      .map(Self.stillThere)
    guard let copy = office.keysCopy else { return (problems, []) }
    let all = names + epochs.map { .epoch($0.number) }
    return (
      problems,
      all.compactMap { problem(with: $0, in: copy) }
        + strays.destroyed.filter { copy.exists(.epoch($0)) }.map(Self.stillThere)
    )
  }

  private static func stillThere(_ number: Int) -> String {
    "The key of epoch \(number), which was destroyed, is still there. Run: lethe keys destroy"
      + " \(number)"
  }

  private func path(of name: KeyName) -> String { office.ring.directory.path(of: name) }

  private func problem(with name: KeyName, in copy: KeyDirectory) -> String? {
    // What is missing here was said already.
    guard office.ring.directory.exists(name) else { return nil }
    return problem {
      guard try copy.holdsSame(name, as: office.ring.directory) else {
        throw VaultError.keyFileWrong(path: copy.path(of: name))
      }
    }
  }

  private func problem(_ check: () throws -> Void) -> String? {
    do {
      try check()
      return nil
    } catch {
      return (error as? VaultError)?.description ?? Fault.code(of: error)
    }
  }

  private func open(
    _ table: WrappedTable, under epoch: EpochRow, _ report: inout Report
  ) async throws {
    var last: UUID?
    while true {
      let from = last
      let page = try await office.act(as: .console, .keys) { _, rows in
        try table.page(under: epoch.number, after: from, limit: Self.batch, in: rows)
      }
      guard let end = page.last?.subject else { return }
      for row in page {
        do {
          try office.ring.withDataKey(WrappedKey(row.key), of: row.subject) { _ in }
          report.opened += 1
        } catch {
          report.problems.append(
            "A data key under epoch \(epoch.number) doesn't open: \(table.rawValue)"
              + " \(row.subject.uuidString.lowercased())")
        }
      }
      last = end
    }
  }
}
