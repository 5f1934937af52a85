import Foundation
import Testing

@testable import Vault

/// Signed notes, held against those of others.
struct NoteTests {
  /// The example of golang.org/x/mod/sumdb/note, the format's first implementation.
  private let verifier = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
  private let secret = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
  private let text = """
    If you think cryptography is the answer to your problem,
    then you don't know what your problem is.

    """
  private let signature =
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
  private var note: String { "\(text)\n\u{2014} PeterNeumann \(signature)\n" }

  private func key() throws -> LedgerKey {
    let path = NSTemporaryDirectory() + "notes-" + UUID().uuidString
    let directory = KeyDirectory(path: path)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let seed = try #require(Base64.padded.decode(Array(secret.utf8))).dropFirst()
    let digits = seed.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    try Data(digits.utf8).write(to: URL(fileURLWithPath: directory.path(of: .ledger)))
    return try LedgerKey(directory)
  }

  @Test func `the published note is signed by its key, byte for byte`() throws {
    let key = try key()
    #expect(NoteSigner(name: "PeterNeumann", key: key.publicKey).text == verifier)
    #expect(try SignedNote.sign(text, as: "PeterNeumann", with: key) == note)
    let signer = try #require(NoteSigner(verifier))
    #expect(try SignedNote.open(note, by: signer) == text)
  }

  @Test func `a signer that others configure is read back`() throws {
    let published = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
    let signer = try #require(NoteSigner(published))
    #expect(signer.name == "example.com/foo" && signer.text == published)
    let note =
      "This is an example message.\n\n\u{2014} example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq"
      + "6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
    #expect(try SignedNote.open(note, by: signer) == "This is an example message.\n")
    for wrong in [
      published.replacing("530d903a", with: "530d903b"), published.replacing("+A", with: "+B"),
      String(published.dropLast(4)), "a b" + published, published.replacing("530d", with: "530D"),
      "", "+", "a+b+c",
    ] {
      #expect(NoteSigner(wrong) == nil, "\(wrong)")
    }
  }

  @Test func `others' signatures beside it are passed over, alone they don't count`() throws {
    let signer = try #require(NoteSigner(verifier))
    let other = "\u{2014} witness.example/1 \(Base64.padded.encode([1, 2, 3, 4] + [9, 9]))\n"
    #expect(try SignedNote.open(note + other, by: signer) == text)
    #expect(throws: SignedNote.Doubt.signedByOthers) {
      try SignedNote.open("\(text)\n\(other)", by: signer)
    }
    let namesake = NoteSigner(name: "Somebody", key: signer.key)
    #expect(throws: SignedNote.Doubt.signedByOthers) { try SignedNote.open(note, by: namesake) }
  }

  @Test func `no changed byte of a note is believed`() throws {
    let signer = try #require(NoteSigner(verifier))
    for (bit, bytes) in flips(Array(note.utf8)) {
      guard let changed = String(validating: bytes, as: UTF8.self) else { continue }
      #expect(throws: SignedNote.Doubt.self, "bit \(bit)") {
        try SignedNote.open(changed, by: signer)
      }
    }
  }

  @Test(
    "what isn't a note is none",
    arguments: [
      "", "\n", "\n\n", "text\n", "text\n\n", "text\n\nsignature\n", "text\n\n\u{2014} \n",
    ])
  func noNotes(note: String) throws {
    let signer = try #require(NoteSigner(verifier))
    #expect(throws: SignedNote.Doubt.notANote) { try SignedNote.open(note, by: signer) }
  }

  @Test func `a signature of another length or by another key isn't one`() throws {
    let key = try key()
    let signature = try key.sign([1, 2, 3])
    #expect(key.publicKey.verifies(signature, of: [1, 2, 3]))
    #expect(!key.publicKey.verifies(signature, of: [1, 2, 4]))
    #expect(!key.publicKey.verifies(Array(signature.dropLast()), of: [1, 2, 3]))
    #expect(!key.publicKey.verifies([], of: [1, 2, 3]))
    let other = try #require(LedgerPublicKey([UInt8](repeating: 7, count: 32)))
    #expect(!other.verifies(signature, of: [1, 2, 3]))
    #expect(LedgerPublicKey([1, 2, 3]) == nil)
  }
}
