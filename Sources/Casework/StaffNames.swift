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

  /// An applicant's name, of the application or of its ending.
  func opened(_ row: SealedNameRow) throws -> String {
    func place(_ column: StaticString) -> FieldPlace {
      row.isEnding
        ? .ending(column, of: row.application) : .applicant(column, of: row.application)
    }
    return try withKey(row.key, of: row.application) { key in
      let given = try key.openText(row.givenName, as: place("given_name"))
      return "\(given) \(try key.openText(row.familyName, as: place("family_name")))"
    }
  }
}
