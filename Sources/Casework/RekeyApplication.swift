import Domain
import Records
import Vault

/// Gives an application a new data key: every field is sealed anew, every document header written
/// anew, payloads stay. Afterwards an old backup's key opens nothing of what is stored now.
struct RekeyApplication: Sendable {
  let office: Office

  init(_ office: Office) { self.office = office }

  /// Does nothing unless it was asked for.
  func callAsFunction(_ id: ApplicationID) async throws {
    try await office.act(as: .timer, .keys) { act, rows in
      try Locks.exclusive(id, in: rows)
      guard try Rekeyings.waits(id, in: rows), let old = try DataKeys.find(id, in: rows) else {
        return
      }
      let new = try office.newDataKey(for: id.uuid, in: rows)
      let newRow = KeyRow(epoch: new.epoch, wrapped: new.wrapped)
      let fields = try SealedFields.all(of: id, in: rows)
      let documents = try Documents.all(of: id, in: rows)
      try office.withKey(old, of: id) { old in
        try office.withKey(newRow, of: id) { key in
          for field in fields {
            let place = FieldPlace(field)
            let resealed = key.seal(try old.open(field.value, as: place), as: place)
            try SealedFields.replace(field, with: resealed, of: id, in: rows)
          }
          for document in documents {
            let fileKey = try old.openHeader(
              document.header, application: id, document: document.id)
            try Documents.replace(
              header: fileKey.header(
                for: new.recipient, application: id, document: document.id),
              of: document.id, in: rows)
          }
        }
      }
      try DataKeys.replace(newRow, of: id, in: rows)
      try renewTokens(of: id, under: newRow, in: rows)
      try Applications.set(recipient: new.recipient, of: id, in: rows)
      try Rekeyings.finish(id, in: rows)
      try act.note(.applicationRekeyed, of: id, in: rows)
    }
  }

  /// What it is found by was computed under the epoch of the old key.
  private func renewTokens(
    of id: ApplicationID, under key: KeyRow, in rows: borrowing Rows
  ) throws {
    guard let row = try Applicants.searchable(of: [id], in: rows)[id] else { return }
    let tokens = try office.withKey(key, of: id) {
      try office.searchTokens(of: row.opened(of: id, with: $0).applicant, epoch: key.epoch)
    }
    let stored = try SearchTokens.renew(
      tokens.map { (id, $0) }, of: [id], epoch: key.epoch, in: rows)
    guard stored == tokens.count else { throw RewrapRefused() }
  }

  /// All that wait; how many were done.
  func all() async throws -> Int {
    let waiting = try await office.act(as: .timer, .keys) { _, rows in
      try Rekeyings.waiting(limit: 1000, in: rows)
    }
    for id in waiting { try await self(id) }
    return waiting.count
  }
}
