package import Domain
import Postgres

/// The person as stored: every value sealed.
package struct ApplicantRow: Sendable {
  package var givenName: Sealed
  package var familyName: Sealed
  package var email: Sealed?
  package var phone: Sealed?
  package var address: Sealed?
  package var language: Sealed
  package var externalID: Sealed?

  package init(
    givenName: Sealed, familyName: Sealed, email: Sealed?, phone: Sealed?, address: Sealed?,
    language: Sealed, externalID: Sealed?
  ) {
    self.givenName = givenName
    self.familyName = familyName
    self.email = email
    self.phone = phone
    self.address = address
    self.language = language
    self.externalID = externalID
  }
}

/// Who the applicants are.
package enum Applicants {
  /// Stores the person behind a new application.
  package static func insert(
    _ new: ApplicantRow, of id: ApplicationID, in rows: borrowing Rows
  ) throws {
    try rows.later(
      """
      INSERT INTO applicant (application_id, given_name, family_name, email, phone, address,
        language, external_id)
      VALUES (\(id.uuid), \(new.givenName), \(new.familyName), \(new.email), \(new.phone),
        \(new.address), \(new.language), \(new.externalID))
      """)
  }

  /// The person, if the actor may see the application.
  package static func find(
    _ id: ApplicationID, in rows: borrowing Rows
  ) throws -> ApplicantRow? {
    try rows.first(
      """
      SELECT given_name, family_name, email, phone, address, language, external_id
      FROM applicant WHERE application_id = \(id.uuid)
      """
    ) { row in
      ApplicantRow(
        givenName: try row("given_name"), familyName: try row("family_name"),
        email: try row("email"), phone: try row("phone"), address: try row("address"),
        language: try row("language"), externalID: try row("external_id"))
    }
  }

  /// What a letter needs of the person: names, address, language.
  package static func addressee(
    of id: ApplicationID, in rows: borrowing Rows
  ) throws -> ApplicantRow? {
    try rows.first(
      """
      SELECT given_name, family_name, email, language FROM applicant
      WHERE application_id = \(id.uuid)
      """
    ) { row in
      ApplicantRow(
        givenName: try row("given_name"), familyName: try row("family_name"),
        email: try row("email"), phone: nil, address: nil, language: try row("language"),
        externalID: nil)
    }
  }

  /// What some people are found by: names and address.
  package static func searchable(
    of ids: [ApplicationID], in rows: borrowing Rows
  ) throws -> [ApplicationID: ApplicantRow] {
    let found = try rows.all(
      """
      SELECT application_id, given_name, family_name, email, language FROM applicant
      WHERE application_id = ANY(\(ids.map(\.uuid)))
      """
    ) { row in
      (
        try row.id("application_id") as ApplicationID,
        ApplicantRow(
          givenName: try row("given_name"), familyName: try row("family_name"),
          email: try row("email"), phone: nil, address: nil, language: try row("language"),
          externalID: nil)
      )
    }
    return Dictionary(uniqueKeysWithValues: found)
  }

  /// The postal address, sealed, for a letter on paper.
  package static func postalAddress(
    of id: ApplicationID, in rows: borrowing Rows
  ) throws -> Sealed? {
    try rows.first("SELECT address FROM applicant WHERE application_id = \(id.uuid)") {
      try $0("address", as: Sealed?.self)
    } ?? nil
  }

  /// Replaces all values.
  package static func replace(
    _ row: ApplicantRow, of id: ApplicationID, in rows: borrowing Rows
  ) throws {
    try rows.later(
      """
      UPDATE applicant SET given_name = \(row.givenName), family_name = \(row.familyName),
        email = \(row.email), phone = \(row.phone), address = \(row.address),
        language = \(row.language), external_id = \(row.externalID)
      WHERE application_id = \(id.uuid)
      """)
  }
}

/// What applications can be found by: keyed hashes, a row each.
package enum SearchTokens {
  /// Stores the tokens of an application, made under `epoch`'s index key.
  package static func insert(
    _ tokens: [[UInt8]], epoch: Int, of id: ApplicationID, in rows: borrowing Rows
  ) throws {
    try rows.later(
      """
      INSERT INTO search_token (application_id, token, epoch)
      SELECT \(id.uuid), t, \(epoch) FROM unnest(\(tokens)) AS t
      """)
  }

  /// Replaces them, when the person is corrected.
  package static func replace(
    _ tokens: [[UInt8]], epoch: Int, of id: ApplicationID, in rows: borrowing Rows
  ) throws {
    try rows.later("DELETE FROM search_token WHERE application_id = \(id.uuid)")
    try insert(tokens, epoch: epoch, of: id, in: rows)
  }

  /// Replaces those of many applications by the ones made under `epoch`; how many were stored.
  package static func renew(
    _ tokens: [(application: ApplicationID, token: [UInt8])], of ids: [ApplicationID],
    epoch: Int, in rows: borrowing Rows
  ) throws -> Int {
    try rows.later(
      """
      DELETE FROM search_token WHERE application_id = ANY(\(ids.map(\.uuid)))
      """)
    return try rows.run(
      """
      INSERT INTO search_token (application_id, token, epoch)
      SELECT new.application_id, new.token, \(epoch)
      FROM unnest(\(tokens.map(\.application.uuid)), \(tokens.map(\.token)))
        AS new (application_id, token)
      """)
  }
}
