import Domain
import Foundation
import Testing

@testable import Vault

/// A sealed field opens in its table, column and row, under its application's key.
@Suite struct FieldTests {
  private let room: KeyRoom
  private let owner: Applicant
  private let row = UUID()
  private let place: FieldPlace

  init() throws {
    room = try KeyRoom()
    owner = try room.application()
    place = FieldPlace(table: "note", column: "text", row: row)
  }

  @Test(arguments: ["", "a", "Zoë 👩‍👩‍👧‍👦 مرحبا", String(repeating: "x", count: 100_000), "\u{0}\r\n"])
  func textComesBackAsItWas(text: String) throws {
    let sealed = try owner.withKey { $0.seal(text, as: place) }
    #expect(sealed.count == text.utf8.count + 41)
    #expect(try owner.withKey { try $0.openText(sealed, as: place) } == text)
    #expect(try owner.withKey { try $0.open(sealed, as: place) } == Array(text.utf8))
  }

  @Test func bytesThatAreNoTextAreNotOpenedAsText() throws {
    let sealed = try owner.withKey { $0.seal([0xFF, 0xC0], as: place) }
    #expect(try owner.withKey { try $0.open(sealed, as: place) } == [0xFF, 0xC0])
    expectNotAuthentic { _ = try owner.withKey { try $0.openText(sealed, as: place) } }
  }

  @Test func theSameTextIsSealedDifferentlyEachTime() throws {
    try owner.withKey { key in
      #expect(key.seal("yes", as: place) != key.seal("yes", as: place))
    }
  }

  @Test func anotherPlaceIsRefused() throws {
    let sealed = try owner.withKey { $0.seal("yes", as: place) }
    for other in [
      FieldPlace(table: "notes", column: "text", row: row),
      FieldPlace(table: "note", column: "verdict", row: row),
      FieldPlace(table: "note", column: "text", row: UUID()),
      FieldPlace(table: "not", column: "etext", row: row),
      FieldPlace(table: "notet", column: "ext", row: row),
      FieldPlace(table: "", column: "notetext", row: row),
      FieldPlace(table: "text", column: "note", row: row),
    ] {
      expectNotAuthentic { _ = try owner.withKey { try $0.openText(sealed, as: other) } }
    }
  }

  @Test func anotherApplicationsKeyIsRefused() throws {
    let sealed = try owner.withKey { $0.seal("yes", as: place) }
    let stranger = try room.application()
    expectNotAuthentic { _ = try stranger.withKey { try $0.openText(sealed, as: place) } }
  }

  @Test func everyFlippedBitAndEveryLengthIsRefused() throws {
    try owner.withKey { key in
      let sealed = key.seal("yes", as: place)
      for (bit, changed) in flips(sealed) {
        expectNotAuthentic("bit \(bit)") { _ = try key.open(changed, as: place) }
      }
      for length in 0..<sealed.count {
        expectNotAuthentic { _ = try key.open(Array(sealed.prefix(length)), as: place) }
      }
      expectNotAuthentic { _ = try key.open(sealed + [0], as: place) }
    }
  }
}
