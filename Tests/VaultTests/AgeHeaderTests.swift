import Domain
import Foundation
import Testing

@testable import Vault

/// The header's grammar (C2SP age.md), read strictly. Each refused text differs from the accepted
/// one in a single way.
@Suite struct AgeHeaderTests {
  private static let share = "TEiF0ypqr+bpvcqXNyCVJpL7OuwPdVwPL7KQEbFDOCc"
  private static let body = "EmECAEcKN+n/Vs9SbWiV+Hu0r+E8R77DdWYyd83nw7U"
  private static let code = "Vn+54jqiiUCE+WZcEVY3f1sqHjlu/z1LCQ/T7Xm7qI0"
  private static let good = """
    age-encryption.org/v1
    -> X25519 \(share)
    \(body)
    -> lethe/document a b 1

    --- \(code)

    """

  @Test func aWellFormedHeaderIsReadAndWrittenAlike() throws {
    let bytes = Array(Self.good.utf8)
    let header = try AgeHeader(parsing: bytes + Array("payload".utf8))
    #expect(header.byteCount == bytes.count)
    #expect(
      header.stanzas.map(\.arguments) == [
        ["X25519", Self.share], ["lethe/document", "a", "b", "1"],
      ])
    #expect(header.stanzas.map(\.body.count) == [32, 0])
    #expect(header.code.count == 32)
    let again = AgeHeader.versionLine + "\n" + header.stanzas.map(\.text).joined() + "---"
    #expect(header.signed == Array(again.utf8))
  }

  @Test(arguments: [0, 1, 47, 48, 49, 95, 96, 97])
  func bodiesAreWrappedAt64Columns(size: Int) throws {
    let stanza = AgeStanza(arguments: ["grease", "x"], body: [UInt8](repeating: 9, count: size))
    let text = "\(AgeHeader.versionLine)\n\(stanza.text)--- \(Self.code)\n"
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 64 })
    #expect(try AgeHeader(parsing: Array(text.utf8)).stanzas == [stanza])
  }

  static let faults: [(String, @Sendable (String) -> String)] = [
    ("another version", { $0.replacing("/v1", with: "/v2") }),
    ("carriage returns", { $0.replacing("\n", with: "\r\n") }),
    ("one carriage return", { $0.replacing("a b 1\n", with: "a b 1\r\n") }),
    ("a byte order mark", { "\u{FEFF}" + $0 }),
    ("an empty line first", { "\n" + $0 }),
    ("no stanzas", { _ in "age-encryption.org/v1\n--- \(code)\n" }),
    ("a stanza without arguments", { $0.replacing("-> lethe/document a b 1", with: "->") }),
    ("an empty argument", { $0.replacing("a b 1", with: "a  b 1") }),
    ("a space at the end of a line", { $0.replacing("a b 1", with: "a b 1 ") }),
    ("a tabulator", { $0.replacing("a b 1", with: "a\tb 1") }),
    ("letters beyond ASCII", { $0.replacing("a b 1", with: "ä b 1") }),
    ("a delete character", { $0.replacing("a b 1", with: "a\u{7F} b 1") }),
    ("padded base64", { $0.replacing(body, with: body + "=") }),
    ("a padded code", { $0.replacing(code, with: code + "=") }),
    ("base64 with spare bits", { $0.replacing(body, with: body.dropLast() + "V") }),
    ("a code with spare bits", { $0.replacing(code, with: code.dropLast() + "1") }),
    ("base64 for addresses", { $0.replacing("N+n/Vs", with: "N-n_Vs") }),
    ("a body that is missing", { $0.replacing("a b 1\n\n", with: "a b 1\n") }),
    (
      "a body line that is too long",
      {
        $0.replacing(body, with: String(repeating: "A", count: 66))
      }
    ),
    (
      "a full body line without a last one",
      {
        $0.replacing("a b 1\n\n", with: "a b 1\n" + String(repeating: "A", count: 64) + "\n")
      }
    ),
    ("two short body lines", { $0.replacing("a b 1\n\n", with: "a b 1\nAAAA\nAAAA\n") }),
    ("no code", { $0.replacing(" " + code, with: "") }),
    ("an empty code", { $0.replacing(code, with: "") }),
    ("a short code", { $0.replacing(code, with: String(code.dropLast(3))) }),
    ("a second space", { $0.replacing("--- ", with: "---  ") }),
    ("a space after the code", { $0.replacing(code, with: code + " ") }),
    ("no line feed at the end", { String($0.dropLast()) }),
    ("nothing", { _ in "" }),
    (
      "more than 4 KiB",
      {
        $0.replacing("a b 1", with: String(repeating: "a", count: 4096) + " b 1")
      }
    ),
  ]

  @Test(arguments: faults.indices)
  func whatIsNotExactlyAHeaderIsRefused(index: Int) {
    let (name, change) = Self.faults[index]
    let text = change(Self.good)
    #expect(text != Self.good)
    expectNotAuthentic("\(name)") { _ = try AgeHeader(parsing: Array(text.utf8)) }
  }

  @Test func aStanzaOfTheRightTypeHasTheRightShape() throws {
    let room = try KeyRoom()
    let owner = try room.application()
    let long = Base64.standard.encode([UInt8](repeating: 9, count: 33))
    let point = Base64.standard.encode([UInt8](repeating: 0, count: 32))
    let changes: [(String, String)] = [
      ("-> X25519 \(Self.share)", "-> X25519"),
      ("-> X25519 \(Self.share)", "-> X25519 \(Self.share) more"),
      ("-> X25519 \(Self.share)", "-> X25519 \(long)"),
      ("-> X25519 \(Self.share)", "-> X25519 \(Self.share)="),
      ("-> X25519 \(Self.share)", "-> X25519 \(point)"),
      ("-> X25519", "-> x25519"),
      (Self.body, Base64.standard.encode([UInt8](repeating: 9, count: 31))),
      (Self.body, ""),
    ]
    for (old, new) in changes {
      let header = try AgeHeader(parsing: Array(Self.good.replacing(old, with: new).utf8))
      expectNotAuthentic("\(new)") {
        _ = try owner.withKey { try header.fileKey(for: $0.identity()) }
      }
    }
  }

  @Test func aHeaderOfOursHasTwoStanzasInThisOrder() throws {
    let room = try KeyRoom()
    let owner = try room.application()
    let document = DocumentID.random()
    let key = try FileKey.random()
    let whole = try AgeHeader(
      parsing: key.header(for: owner.key.recipient, application: owner.id, document: document))
    let (recipient, place) = (whole.stanzas[0], whole.stanzas[1])
    let grease = AgeStanza(arguments: ["x"], body: [])
    for (stanzas, opens) in [
      ([recipient, place], true), ([place, recipient], false), ([recipient], false),
      ([recipient, place, grease], false), ([recipient, place, place], false),
      ([grease, recipient, place], false), ([recipient, grease], false),
    ] {
      let signed = AgeHeader.versionLine + "\n" + stanzas.map(\.text).joined() + "---"
      let code = Base64.standard.encode(try key.authenticate(Array(signed.utf8)))
      let header = Array("\(signed) \(code)\n".utf8)
      let result = Result {
        _ = try owner.withKey {
          try $0.openHeader(header, application: owner.id, document: document)
        }
      }
      let didOpen = (try? result.get()) != nil
      #expect(didOpen == opens, "\(stanzas.map(\.arguments))")
    }
  }
}
