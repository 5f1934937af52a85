import Domain
import Records
import Vault

/// Why somebody opened what their role opens only for a reason.
extension Office {
  /// Keeps why an application was opened, with the entry that says so.
  func keepReason(
    _ reason: Private<String>?, for entry: LedgerEntryID, of id: ApplicationID, key: KeyRow,
    in rows: borrowing Rows
  ) throws {
    guard let reason else { return }
    let sealed = try withKey(key, of: id) {
      $0.seal(reason.reveal(), as: .statedReason(of: entry))
    }
    try StatedReasons.keep(sealed, for: entry, application: id, in: rows)
  }
}
