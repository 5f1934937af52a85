import ArgumentParser
import Domain
import Foundation
import Glibc
import Vault

/// Writes applicants as lines for COPY, really sealed under the keys of an installation, so that
/// a server opens them: id, recipient, epoch, wrapped key, given name, family name, e-mail
/// address, language, tokens.
struct Rows: ParsableCommand {
  @Option(help: "The installation's keys.") var keys: String
  @Option var count: Int
  @Option(help: "The file to write.") var to: String

  private struct Answer: Encodable { let rows: Int }

  func run() throws {
    try Sodium.start()
    let ring = KeyRing(directory: KeyDirectory(path: keys))
    try ring.load(epoch: 1, fingerprint: try ring.fingerprint(epoch: 1))
    guard FileManager.default.createFile(atPath: to, contents: nil),
      let file = FileHandle(forWritingAtPath: to)
    else { throw SystemFault("open") }
    var text = CopyText()
    for number in 0..<count {
      try append(number, ring, to: &text)
      if text.bytes.count > 1 << 20 {
        try file.write(contentsOf: text.bytes)
        text.bytes.removeAll(keepingCapacity: true)
      }
    }
    try file.write(contentsOf: text.bytes)
    try file.close()
    try Bench.print(Answer(rows: count))
  }

  private func append(_ number: Int, _ ring: KeyRing, to text: inout CopyText) throws {
    let id = UUID()
    let person = Applicant(
      givenName: Private(Self.given[number % Self.given.count]),
      familyName: Private("Muster\(number)"), email: Private("a\(number)@example.org"),
      phone: nil, address: nil, language: .german)
    let new = try ring.newDataKey(for: id, epoch: 1)
    text.field(id.uuidString)
    text.field(new.recipient)
    text.field("\(new.epoch)")
    text.field(new.wrapped)
    try ring.withDataKey(new.wrappedKey, of: id) { key in
      for (column, value) in [
        ("given_name" as StaticString, person.givenName.reveal()),
        ("family_name", person.familyName.reveal()), ("email", person.email?.reveal() ?? ""),
        ("language", person.language.rawValue),
      ] {
        text.field(key.seal(value, as: FieldPlace(table: "applicant", column: column, row: id)))
      }
    }
    let terms = SearchTerms(of: person)
    let tokens =
      try ring.blindIndexes(.email, terms.email.map { [$0] } ?? [], epoch: 1)
      + ring.blindIndexes(.name, Array(terms.nameBeginnings.prefix(5)), epoch: 1)
    text.array(tokens)
    text.endLine()
  }

  private static let given = ["Anna", "Berta", "Cem", "Dörte", "Émile", "Fatma", "Giorgos"]
}

/// The text format of COPY.
private struct CopyText {
  var bytes: [UInt8] = []
  private var needsTab = false

  mutating func field(_ text: String) {
    tab()
    bytes += text.utf8
  }

  mutating func field(_ value: [UInt8]) {
    tab()
    bytes += Array("\\\\x".utf8)
    hexadecimal(value)
  }

  /// Bytes inside an array are quoted once more.
  mutating func array(_ values: [[UInt8]]) {
    tab()
    bytes.append(UInt8(ascii: "{"))
    for (place, value) in values.enumerated() {
      if place > 0 { bytes.append(UInt8(ascii: ",")) }
      bytes += Array("\"\\\\\\\\x".utf8)
      hexadecimal(value)
      bytes.append(UInt8(ascii: "\""))
    }
    bytes.append(UInt8(ascii: "}"))
  }

  mutating func endLine() {
    bytes.append(UInt8(ascii: "\n"))
    needsTab = false
  }

  private mutating func tab() {
    if needsTab { bytes.append(UInt8(ascii: "\t")) }
    needsTab = true
  }

  private static let digits = Array("0123456789abcdef".utf8)

  private mutating func hexadecimal(_ value: [UInt8]) {
    for byte in value {
      bytes.append(Self.digits[Int(byte >> 4)])
      bytes.append(Self.digits[Int(byte & 15)])
    }
  }
}
