package import Domain
import Records
import Vault

/// Puts the privacy notice that the installation gives out into force. Each text ever used is kept
/// with its version, so that what somebody was shown can be shown again.
package struct UsePrivacyNotice: Sendable {
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// A version names one text for ever; this one was used for another.
  package struct VersionTaken: Error, Sendable {
    package let version: String
  }

  /// The rules in force, which the text states.
  package func rules() async throws -> RetentionRules {
    try await office.act(as: .timer, .mail) { _, rows in try Installations.rules(in: rows) }
  }

  /// The version in force afterwards. A text without a `version` of its own gets the next number
  /// when it differs from the one in force.
  @discardableResult
  package func callAsFunction(
    _ texts: [Language: String], version: String? = nil
  ) async throws -> String {
    let digest = Self.digest(of: texts)
    return try await office.act(as: .console, .admin) { act, rows in
      try Locks.wholeDatabase(in: rows)
      let current = try PrivacyNotices.inForce(in: rows)
      let known = try PrivacyNotices.versions(in: rows)
      let chosen = version ?? Self.version(of: digest, current: current, known: known)
      if let kept = known.first(where: { $0.version == chosen }) {
        guard kept.digest == digest else { throw VersionTaken(version: chosen) }
      } else {
        try PrivacyNotices.keep(chosen, digest: digest, texts: texts, in: rows)
      }
      guard current?.version != chosen else { return chosen }
      try PrivacyNotices.use(chosen, since: act.now, in: rows)
      try act.note(.privacyNoticeUsed, detail: chosen, in: rows)
      return chosen
    }
  }

  private static func version(
    of digest: [UInt8], current: PrivacyNotices.Version?, known: [PrivacyNotices.Version]
  ) -> String {
    if let current, current.digest == digest { return current.version }
    if let again = known.last(where: { $0.digest == digest }) { return again.version }
    var number = known.count + 1
    while known.contains(where: { $0.version == String(number) }) { number += 1 }
    return String(number)
  }

  private static func digest(of texts: [Language: String]) -> [UInt8] {
    TextDigest.of(
      texts.sorted { $0.key.rawValue < $1.key.rawValue }
        .map { "\($0.key.rawValue)\n\($0.value.utf8.count)\n\($0.value)" }.joined(separator: "\n"))
  }
}

/// Shows a version of the privacy notice to anybody.
package struct ShowPrivacyNotice: Sendable {
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// The one in force unless a version is named; `nil` for one that isn't known.
  package func callAsFunction(version: String? = nil) async throws -> PrivacyNotice? {
    if let version, !PrivacyNotice.isVersion(version) { return nil }
    return try await office.act(as: .console, .door) { _, rows in
      try PrivacyNotices.find(version, in: rows)
    }
  }
}
