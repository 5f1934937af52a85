import Domain
import Foundation
import Testing

@testable import Vault

/// Other programs open what we seal, and we what they seal.
@Suite struct AgeTests {
  private let room: KeyRoom
  private let owner: Applicant

  init() throws {
    room = try KeyRoom()
    owner = try room.application()
  }

  /// Runs a program of the `age` package (Debian, Ubuntu: apt-get install age).
  private func run(_ name: String, _ arguments: [String]) throws -> (status: Int32, out: [UInt8]) {
    let program = Process()
    program.executableURL = URL(fileURLWithPath: "/usr/bin/" + name)
    program.arguments = arguments
    let out = Pipe()
    program.standardOutput = out
    program.standardError = FileHandle.nullDevice
    try program.run()
    let bytes = try out.fileHandleForReading.readToEnd() ?? Data()
    program.waitUntilExit()
    return (program.terminationStatus, Array(bytes))
  }

  private func write(_ bytes: [UInt8], _ name: String) throws -> String {
    let path = room.path + "/" + name
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    return path
  }

  private func identityFile() throws -> String {
    let text = try owner.withKey { try $0.identityText().reveal() }
    return try write(Array((text + "\n").utf8), "identity")
  }

  @Test func ageKnowsTheIdentityAndItsRecipient() throws {
    let text = try owner.withKey { try $0.identityText().reveal() }
    #expect(text.hasPrefix("AGE-SECRET-KEY-1") && text.count == 74)
    let answer = try run("age-keygen", ["-y", identityFile()])
    #expect(answer.status == 0)
    let recipient = Age.recipientText(owner.key.recipient)
    #expect(String(decoding: answer.out, as: UTF8.self) == recipient + "\n")
    #expect(try owner.withKey { try $0.recipient } == owner.key.recipient)
  }

  @Test(arguments: [0, 1, 65_535, 65_536, 65_537, 131_072, 300_001])
  func ageOpensOurDocuments(size: Int) throws {
    let plain = Random.bytes(size)
    let document = try owner.seal(plain)
    let file = try write(document.header + document.payload, "ours.age")
    let answer = try run("age", ["-d", "-i", identityFile(), file])
    #expect(answer.status == 0)
    #expect(answer.out == plain)
  }

  @Test func ageRefusesAChangedDocumentStanza() throws {
    let document = try owner.seal(Array("cv".utf8))
    let text = String(decoding: document.header, as: UTF8.self)
    let stanza = try #require(text.split(separator: "\n").first { $0.hasPrefix("-> lethe/doc") })
    #expect(stanza == "-> lethe/document \(owner.id.text) \(document.id.text) 1")
    let identity = try identityFile()
    for place in [3, 12, 18, 53, 55, 90, 92] {
      var characters = Array(stanza)
      characters[place] = characters[place] == "2" ? "3" : "2"
      let changed = text.replacing(stanza, with: String(characters))
      #expect(changed != text)
      let file = try write(Array(changed.utf8) + document.payload, "changed.age")
      let answer = try run("age", ["-d", "-i", identity, file])
      #expect(answer.status != 0, "\(String(characters))")
      #expect(answer.out.isEmpty)
    }
  }

  @Test(arguments: [0, 1, 65_536, 65_537, 300_001])
  func weOpenWhatAgeSealed(size: Int) throws {
    let plain = Random.bytes(size)
    let source = try write(plain, "plain")
    let stranger = try room.application()
    let file = room.path + "/theirs.age"
    let answer = try run(
      "age",
      [
        "-r", Age.recipientText(stranger.key.recipient),
        "-r", Age.recipientText(owner.key.recipient), "-o", file, source,
      ])
    #expect(answer.status == 0)
    let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: file)))
    let header = try AgeHeader(parsing: bytes)
    let key = try owner.withKey { try header.fileKey(for: $0.identity()) }
    #expect(try opened(Array(bytes[header.byteCount...]), key) == plain)

    expectNotAuthentic("it belongs to no document of ours") {
      _ = try owner.withKey {
        try $0.openHeader(
          Array(bytes[..<header.byteCount]), application: owner.id, document: .random())
      }
    }
  }
}
