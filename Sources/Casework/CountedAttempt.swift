import Domain
import Records
import Vault
import struct Foundation.Date

/// A try that is counted by account and address before it is looked at.
struct CountedAttempt: Sendable {
  enum Kind: String, Sendable {
    case password, code
  }

  private let kind: Kind
  private let account: [UInt8]
  private let pair: [UInt8]
  private let address: [UInt8]

  /// `account` is what was typed or who is known to try, whether or not there is such an account.
  init(_ kind: Kind, account: String, from address: ClientAddress, _ links: LinkKey) {
    let network = address.network.reveal()
    self.kind = kind
    self.account = links.attemptBucket("account", [kind.rawValue, account])
    pair = links.attemptBucket("pair", [kind.rawValue, account, network])
    self.address = links.attemptBucket("address", [kind.rawValue, network])
  }

  /// Counts it as failed; or, when it comes too early, the seconds it has to wait, and then it
  /// isn't counted.
  func begin(at now: Date, in rows: borrowing Rows) throws -> Int? {
    let counts = try Attempts.counts(of: [account, pair, address], in: rows)
    let wait =
      switch kind {
      case .password:
        Throttle.waitForPassword(
          pair: counts[1], address: counts[2], account: counts[0], at: now)
      case .code: Throttle.waitForCode(pair: counts[1], account: counts[0], at: now)
      }
    if wait > 0 { return Int(wait.rounded(.up)) }
    let since = now.addingTimeInterval(-Throttle.memorySeconds)
    for bucket in [account, pair, address] {
      try Attempts.count(bucket, at: now, since: since, in: rows)
    }
    return nil
  }

  /// It failed. Writes even where nothing else is written, so that no answer is quicker.
  func fail(at now: Date, in rows: borrowing Rows) throws {
    try Attempts.fail(pair, at: now, in: rows)
  }

  /// It succeeded, and from here its owner isn't slowed down by what strangers do.
  func succeed(at now: Date, in rows: borrowing Rows) throws {
    try Attempts.succeed(pair, entirely: true, at: now, in: rows)
    try Attempts.succeed(address, entirely: false, at: now, in: rows)
    try Attempts.succeed(account, entirely: false, at: now, in: rows)
  }
}

extension Office {
  func attempt(
    _ kind: CountedAttempt.Kind, at account: String, from address: ClientAddress
  ) -> CountedAttempt {
    CountedAttempt(kind, account: account, from: address, links)
  }
}
