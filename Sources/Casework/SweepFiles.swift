import Domain
package import Records
import struct Foundation.TimeInterval

/// Compares the document files with what the database knows of them, both ways.
package struct SweepFiles: Sendable {
  /// An upload that takes longer has been given up. Real time, never a sandbox's.
  private static let oldSeconds: TimeInterval = 3600
  /// How long a payload that nothing names is kept: the backup life.
  private static let quarantineSeconds: TimeInterval = 14 * 86_400
  private static let batch = 1000
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// Removes what interrupted uploads left, and moves payloads that nothing names to the
  /// quarantine, where a second, correct restore may need them for the backup life; how many
  /// moved.
  @discardableResult
  package func callAsFunction(quarantine: DocumentFiles) async throws -> Int {
    try await quarantine.remove(
      try await quarantine.older(than: Self.quarantineSeconds).files)
    let old = try await office.documents.older(than: Self.oldSeconds)
    try await office.documents.removeRemains(old.remains)
    let strays = try await unknown(among: old.files)
    try await office.documents.move(strays, to: quarantine)
    return strays.count
  }

  /// What doctor tells: payloads that nothing names, and documents whose payload is missing.
  package func compare() async throws -> (unknown: Int, missing: Int) {
    let files = try await office.documents.older(than: Self.oldSeconds).files
    let unknown = try await unknown(among: files).count
    var missing = 0
    var last: FileID?
    while true {
      let place = last
      let named = try await office.act(as: .timer, .purge) { _, rows in
        try Documents.files(after: place, limit: Self.batch, in: rows)
      }
      missing += try await office.documents.missing(named).count
      guard named.count == Self.batch else { return (unknown, missing) }
      last = named.last
    }
  }

  private func unknown(among files: [FileID]) async throws -> [FileID] {
    var unknown: [FileID] = []
    for start in stride(from: 0, to: files.count, by: Self.batch) {
      let some = Array(files[start..<min(start + Self.batch, files.count)])
      let known = try await office.act(as: .timer, .purge) { _, rows in
        try Documents.known(some, in: rows)
      }
      unknown += some.filter { !known.contains($0) }
    }
    return unknown
  }
}
