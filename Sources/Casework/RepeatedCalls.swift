import Domain
import Records
import Vault
import struct Foundation.UUID

/// Creating calls that come again with the same key get their first answer again.
extension Office {
  /// The answer to the same call, given before; refuses a key that was used for another call.
  func earlierAnswer(
    to call: String, by caller: Caller, in rows: borrowing Rows
  ) throws -> FirstAnswers.Answer? {
    guard let key = caller.idempotencyKey else { return nil }
    let found = try FirstAnswers.find(
      keyHash: BearerToken.hash(key), of: caller.member.id, in: rows)
    if let found, found.call != call { throw Refusal.keyReused }
    // The first answer may have been that the journal doesn't have it yet.
    if found != nil { try sequencer.mustBeUpToDate() }
    return found
  }

  /// Keeps the answer, if the call came with a key; `number` is a document's size.
  func keepAnswer(
    _ id: UUID, number: Int? = nil, to call: String, by caller: Caller, at act: Act,
    in rows: borrowing Rows
  ) throws {
    guard let key = caller.idempotencyKey else { return }
    try FirstAnswers.keep(
      id, number: number, call: call, keyHash: BearerToken.hash(key), of: caller.member.id,
      at: act.now, in: rows)
  }
}
