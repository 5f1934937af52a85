package import Domain
package import Foundation

/// One entry of the ledger as it stands in the journal.
package struct JournalRecord: Sendable, Equatable {
  package let id: LedgerEntryID
  /// RFC 3339 in UTC with six digits, such as `2026-03-31T22:00:00.000000Z`.
  package let at: String
  package let actor: UUID?
  package let function: String
  package let action: String
  package let applications: [ApplicationID]
  package let detail: String?

  package init(
    id: LedgerEntryID, at: String, actor: UUID?, function: String, action: String,
    applications: [ApplicationID] = [], detail: String? = nil
  ) {
    self.id = id
    self.at = at
    self.actor = actor
    self.function = function
    self.action = action
    self.applications = applications
    self.detail = detail
  }

  /// How ``at`` is written, to the microsecond, which is what the database keeps.
  package static func instant(_ date: Date) -> String {
    let microseconds = Int((date.timeIntervalSince1970 * 1_000_000).rounded())
    let days = Int((Double(microseconds) / 86_400_000_000).rounded(.down))
    let rest = microseconds - days * 86_400_000_000
    let seconds = rest / 1_000_000
    return "\(Day(daysSince1970: days))T\(digits(seconds / 3600, 2)):"
      + "\(digits(seconds / 60 % 60, 2)):\(digits(seconds % 60, 2))."
      + "\(digits(rest % 1_000_000, 6))Z"
  }

  private static func digits(_ number: Int, _ count: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: count - text.count) + text
  }
}

extension JournalRecord {
  /// Canonical JSON (RFC 8785) in UTF-8, without newline: the leaf of the tree. What isn't there
  /// is left out.
  package var line: [UInt8] {
    var text = "{" + Self.member("action", Self.quoted(action))
    if let actor {
      text += "," + Self.member("actor", Self.quoted(actor.uuidString.lowercased()))
    }
    let applications = applications.map { Self.quoted($0.text) }.joined(separator: ",")
    text += "," + Self.member("applications", "[\(applications)]")
    text += "," + Self.member("at", Self.quoted(at))
    if let detail { text += "," + Self.member("detail", Self.quoted(detail)) }
    text += "," + Self.member("function", Self.quoted(function))
    return Array((text + "," + Self.member("id", Self.quoted(id.text)) + "}").utf8)
  }

  /// 32 bytes: SHA-256 of a zero byte and the line (RFC 6962 2.1).
  package var leafHash: [UInt8] { Merkle.leaf(line) }

  /// Reads what ``line`` wrote, and nothing else.
  package init(reading line: [UInt8]) throws(JournalError) {
    let members: Members
    do {
      members = try JSONDecoder().decode(Members.self, from: Data(line))
    } catch {
      throw .notCanonical
    }
    let applications = members.applications.compactMap(ApplicationID.init)
    guard let id = LedgerEntryID(members.id), applications.count == members.applications.count
    else { throw .notCanonical }
    self.init(
      id: id, at: members.at, actor: members.actor.flatMap { UUID(uuidString: $0) },
      function: members.function, action: members.action, applications: applications,
      detail: members.detail)
    // One entry has one form, or its hash would be another's.
    guard self.line == line else { throw .notCanonical }
  }

  private struct Members: Decodable {
    let action: String
    let actor: String?
    let applications: [String]
    let at: String
    let detail: String?
    let function: String
    let id: String
  }

  private static func member(_ name: String, _ value: String) -> String { "\"\(name)\":\(value)" }

  /// RFC 8785 3.2.2.2: only what must be escaped is, and in the shortest form.
  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\u{8}": quoted += "\\b"
      case "\t": quoted += "\\t"
      case "\n": quoted += "\\n"
      case "\u{C}": quoted += "\\f"
      case "\r": quoted += "\\r"
      case "\u{0}"..."\u{1F}":
        quoted += (scalar.value < 16 ? "\\u000" : "\\u00") + String(scalar.value, radix: 16)
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
