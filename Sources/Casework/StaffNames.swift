import Domain
import Records
import Vault

extension Office {
  /// The names of colleagues, opened.
  func staffNames(
    _ ids: Set<StaffID>, in rows: borrowing Rows
  ) throws -> [StaffID: String] {
    var names: [StaffID: String] = [:]
    for found in try Staff.names(of: Array(ids), in: rows) {
      names[found.id] = try ring.withDataKey(WrappedKey(found.key), of: found.id.uuid) {
        try $0.openText(found.name, as: .staff("name", of: found.id))
      }
    }
    return names
  }
}
