import Journal
import Support
import Testing

@testable import Casework

extension TestOffice {
  /// Makes a backup, does something, restores, and reconciles.
  func losing(
    documents: Bool = true, _ acts: () async throws -> Void
  ) async throws -> ReconcileReport {
    try await office.sequencer()
    let backup = try await backUp()
    try await acts()
    try await office.sequencer()
    try await restore(backup, documents: documents)
    let standing = try await JournalStanding(of: office)
    guard case .restored = standing else {
      Issue.record("the restore isn't noticed: \(standing)")
      return ReconcileReport()
    }
    let report = try await Reconcile(office)()
    let settled = try await JournalStanding(of: office)
    guard case .agrees(waiting: 0) = settled else {
      Issue.record("journal and database don't agree: \(settled)")
      return report
    }
    #expect(report.imported > 0)
    let entries = try await everyEntry(of: nil)
    #expect(entries.count { $0.hasPrefix("console reconciled") } == 1)
    // Once more, and nothing is found.
    #expect(try await Reconcile(office)().imported == 0)
    return report
  }
}
