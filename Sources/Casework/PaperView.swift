package import Domain
import Records
import Vault
package import struct Foundation.Date

/// Paper, with its place opened: what a label and a list of what to fetch say.
package struct PaperView: Sendable {
  package let id: PaperID
  package let code: PaperCode
  package let plan: PaperPlan
  package let paperClass: PaperClass
  /// Where it is; `nil` while nobody recorded that, and once it is gone.
  package let location: Private<String>?
  package let recordedAt: Date
  /// The day since which it has to be fetched: that of the erasure.
  package let dueSince: Day?
  /// How it went and on which day.
  package let gone: (how: PaperEnd, on: Day)?
}

extension Office {
  /// Opens the place of some paper.
  func opened(_ row: PaperRow) throws -> PaperView {
    let location = try row.place.map { place in
      try ring.withDataKey(WrappedKey(place.key), of: row.id.uuid) {
        Private(try $0.openText(place.location, as: .location(of: row.id)))
      }
    }
    return PaperView(
      id: row.id, code: row.code, plan: row.plan, paperClass: row.paperClass, location: location,
      recordedAt: row.recordedAt, dueSince: row.erasedAt.map(time.day(of:)), gone: row.gone)
  }

  /// Seals a place under a key of its own, wrapped by the open epoch.
  func sealed(
    _ location: Private<String>, of paper: PaperID, plan: PaperPlan, paperClass: PaperClass,
    in rows: borrowing Rows
  ) throws -> PaperRecord {
    let new = try newDataKey(for: paper.uuid, in: rows)
    let key = KeyRow(epoch: new.epoch, wrapped: new.wrapped)
    let sealed = try ring.withDataKey(WrappedKey(key), of: paper.uuid) {
      $0.seal(location.reveal(), as: .location(of: paper))
    }
    return PaperRecord(plan: plan, paperClass: paperClass, key: key, location: sealed)
  }

  /// Refuses a day on which the paper of an application can't have gone.
  func mustBePossible(_ on: Day, since received: Date, at act: Act) throws(Refusal) {
    guard on <= act.today else { throw .invalid(field: "on", .inTheFuture) }
    guard on >= time.day(of: received) else { throw .invalid(field: "on", .beforeReceipt) }
  }
}
