import Domain
import Foundation
import Testing

@testable import Journal

/// What a line of the journal says, and that it can say it in one way only.
struct RecordTests {
  private let id = "0b2f3c4d-5e6f-4a1b-8c2d-3e4f5a6b7c8d"
  private let application = "11111111-2222-4333-8444-555555555555"

  private func record(detail: String? = nil, actor: UUID? = nil) throws -> JournalRecord {
    JournalRecord(
      id: try #require(LedgerEntryID(id)), at: "2026-03-31T22:00:00.000000Z", actor: actor,
      function: "purge", action: "applicationErased",
      applications: [try #require(ApplicationID(application))], detail: detail)
  }

  @Test func `an entry is canonical JSON, and what isn't there is left out`() throws {
    let text = String(decoding: try record().line, as: UTF8.self)
    #expect(
      text == #"{"action":"applicationErased","applications":[""# + application
        + #""],"at":"2026-03-31T22:00:00.000000Z","function":"purge","id":""# + id + #""}"#)
    let full = try record(detail: "a=b", actor: UUID(uuidString: application))
    #expect(
      String(decoding: full.line, as: UTF8.self)
        .hasPrefix(#"{"action":"applicationErased","actor":""# + application + #"","applications"#))
    #expect(try JournalRecord(reading: full.line) == full)
  }

  @Test(
    "every text survives the journal, and never breaks its line",
    arguments: [
      "", "\n", "\r\n\t\u{8}\u{c}\u{0}\u{1f}", "\"\\/", "ü😀\u{2028}\u{7f}", "</script>", "e\u{301}",
    ])
  func texts(text: String) throws {
    let record = try record(detail: text)
    #expect(!record.line.contains(10))
    let read = try JournalRecord(reading: record.line)
    #expect(read.detail.map { Array($0.utf8) } == Array(text.utf8))
    #expect(LogLine(LogLine.bytes(of: record).dropLast())?.record == record)
  }

  @Test func `the same entry in any other form is refused`() throws {
    let line = String(decoding: try record(detail: "x").line, as: UTF8.self)
    let others = [
      line + " ", " " + line, line.replacing(",", with: ", "), line.replacing("x", with: "\\u0078"),
      line.replacing(id, with: id.uppercased()), line.replacing("{", with: #"{"a":1,"#),
      line.replacing(#""detail":"x","#, with: #""detail":null,"#),
      line.replacing(#""detail":"x","#, with: #""detail":"x","detail":"x","#),
      line.replacing(application, with: "someone"), String(line.dropLast()), "", "[]", "null",
    ]
    for other in others {
      #expect(throws: JournalError.notCanonical, "\(other)") {
        try JournalRecord(reading: Array(other.utf8))
      }
    }
    #expect(throws: JournalError.notCanonical) { try JournalRecord(reading: [0xff, 0x00]) }
  }

  @Test(
    "instants have six digits, in UTC",
    arguments: [
      (0.0, "1970-01-01T00:00:00.000000Z"), (1_774_994_399.9999996, "2026-03-31T22:00:00.000000Z"),
      (1_709_164_800.000_001, "2024-02-29T00:00:00.000001Z"),
      (-0.5, "1969-12-31T23:59:59.500000Z"),
    ])
  func instants(seconds: Double, text: String) {
    #expect(JournalRecord.instant(Date(timeIntervalSince1970: seconds)) == text)
  }

  @Test func `a line with another entry's hash is no line`() throws {
    let one = LogLine.bytes(of: try record())
    let two = LogLine.bytes(of: try record(detail: "x"))
    #expect(LogLine(Array(one.prefix(45) + two.dropFirst(45).dropLast())) == nil)
    #expect(LogLine([]) == nil)
    #expect(LogLine(one) == nil, "the newline doesn't belong to the line")
  }
}
