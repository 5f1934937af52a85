import Domain
import Foundation
import Testing

@testable import Vault

/// A sealed document opens whole, in its place and under its key, or not at all.
@Suite struct DocumentTests {
  private let room: KeyRoom
  private let owner: Applicant
  private let plain = Array("Sehr geehrte Damen und Herren".utf8)

  init() throws {
    room = try KeyRoom()
    owner = try room.application()
  }

  @Test(arguments: [0, 1, 65_535, 65_536, 65_537, 131_072, 200_000], [1 << 20, 10_007])
  func aDocumentOfAnySizeGoesInAndOutInAnyPieces(size: Int, pieces: Int) throws {
    let plain = Random.bytes(size)
    let key = try FileKey.random()
    let sealed = try payload(of: plain, key, pieces: pieces)
    #expect(sealed.count == PayloadSealer.sealedSize(plainSize: size))
    #expect(try PayloadShape(sealedSize: sealed.count).plainSize == size)
    #expect(try opened(sealed, key) == plain)
  }

  @Test func everyFlippedBitOfAHeaderIsRefused() throws {
    let document = try owner.seal(plain)
    try owner.withKey { key in
      for (bit, header) in flips(document.header) {
        expectNotAuthentic("bit \(bit)") {
          _ = try key.openHeader(header, application: owner.id, document: document.id)
        }
      }
    }
  }

  @Test func everyFlippedBitOfAPayloadIsRefused() throws {
    let key = try FileKey.random()
    for (bit, sealed) in flips(try payload(of: plain, key)) {
      expectNotAuthentic("bit \(bit)") { _ = try opened(sealed, key) }
    }
  }

  @Test func everyOtherLengthIsRefused() throws {
    let document = try owner.seal(plain)
    for length in 0..<document.header.count {
      var cut = document
      cut.header = Array(document.header.prefix(length))
      expectNotAuthentic("header cut to \(length)") { _ = try owner.open(cut) }
    }
    for length in 0..<document.payload.count {
      var cut = document
      cut.payload = Array(document.payload.prefix(length))
      expectNotAuthentic("payload cut to \(length)") { _ = try owner.open(cut) }
    }
    for extra in [[0], [10], Array(document.header.suffix(1)), document.header, document.payload] {
      var longer = document
      longer.header += extra
      expectNotAuthentic { _ = try owner.open(longer) }
      longer = document
      longer.payload += extra
      expectNotAuthentic { _ = try owner.open(longer) }
    }
  }

  @Test func aLongPayloadCutAnywhereIsRefused() throws {
    let key = try FileKey.random()
    let sealed = try payload(of: Random.bytes(2 * 65_536 + 40), key)
    let seed = UInt64.random(in: 0...UInt64.max)
    print("aLongPayloadCutAnywhereIsRefused seed \(seed)")
    var dice = Dice(seed: seed)
    let ends = [16, 16 + 65_552, 16 + 2 * 65_552, sealed.count]
    let near = ends.flatMap { end in (max(0, end - 40)...end + 40).filter { $0 < sealed.count } }
    let far = (0..<200).map { _ in Int.random(in: 0..<sealed.count, using: &dice) }
    for length in near + far {
      expectNotAuthentic("cut to \(length)") { _ = try opened(Array(sealed.prefix(length)), key) }
    }
  }

  @Test func chunksCannotChangePlaces() throws {
    let key = try FileKey.random()
    let sealed = try payload(of: Random.bytes(3 * 65_536), key)
    let nonce = Array(sealed[..<16])
    let chunks = (0..<3).map { Array(sealed[(16 + $0 * 65_552)..<(16 + ($0 + 1) * 65_552)]) }
    let orders = [
      [1, 0, 2], [0, 2, 1], [2, 1, 0], [0, 0, 2], [0, 1, 1], [0, 1], [0, 2], [2], [1, 2],
      [0, 1, 2, 2], [0, 1, 2, 0], [0, 1, 1, 2], [],
    ]
    for order in orders {
      expectNotAuthentic("\(order)") { _ = try opened(nonce + order.flatMap { chunks[$0] }, key) }
    }
    expectNotAuthentic("an empty chunk at the end") {
      var sealer = try PayloadSealer(key)
      var empty: [UInt8] = []
      sealer.push([], into: &empty)
      sealer.finish(into: &empty)
      _ = try opened(sealed + empty.dropFirst(16), key)
    }
  }

  @Test func aDocumentMovedElsewhereIsRefused() throws {
    let document = try owner.seal(plain)
    let other = try owner.seal(plain)
    let stranger = try room.application()
    var moved = SealedDocument(id: .random(), header: document.header, payload: document.payload)
    expectNotAuthentic("another row") { _ = try owner.open(moved) }
    moved = SealedDocument(id: document.id, header: document.header, payload: other.payload)
    expectNotAuthentic("another's payload") { _ = try owner.open(moved) }
    expectNotAuthentic("another's key") { _ = try stranger.open(document) }
    let header = try FileKey.random().header(
      for: stranger.key.recipient, application: owner.id, document: document.id)
    expectNotAuthentic("another application's id") {
      _ = try stranger.withKey {
        try $0.openHeader(header, application: stranger.id, document: document.id)
      }
    }
  }

  @Test func noChunkOpensBeforeTheEndIsSeen() throws {
    let key = try FileKey.random()
    let sealed = try payload(of: Random.bytes(100_000), key)
    let opener = try PayloadOpener(
      key, payloadNonce: Array(sealed[..<16]), sealedSize: sealed.count)
    let first = Array(sealed[opener.chunkRange(0)])
    var out: [UInt8] = [7]
    expectNotAuthentic { try opener.open(first, index: 0, into: &out) }
    expectNotAuthentic { try opener.open(first, index: 1, into: &out) }
    expectNotAuthentic { try opener.open(first, index: 2, into: &out) }
    expectNotAuthentic { try opener.open(first, index: -1, into: &out) }
    #expect(out == [7])
    try opener.open(Array(sealed[opener.chunkRange(1)]), index: 1, into: &out)
    try opener.open(first, index: 0, into: &out)
    #expect(out.count == 1 + 100_000)
  }

  @Test func aChunkThatFailsLeavesNothingBehind() throws {
    let key = try FileKey.random()
    var sealed = try payload(of: plain, key)
    let opener = try PayloadOpener(
      key, payloadNonce: Array(sealed[..<16]), sealedSize: sealed.count)
    sealed[sealed.count - 1] ^= 1
    var out = Array("before".utf8)
    expectNotAuthentic {
      try opener.open(Array(sealed[opener.chunkRange(0)]), index: 0, into: &out)
    }
    #expect(out == Array("before".utf8))
  }

  @Test(arguments: UInt64(0)..<40)
  func anyRangeOpensWithoutTheRest(seed: UInt64) throws {
    var dice = Dice(seed: seed)
    let size = Int.random(in: 1...400_000, using: &dice)
    let plain = Random.bytes(size)
    let key = try FileKey.random()
    let sealed = try payload(of: plain, key, pieces: Int.random(in: 1000...90_000, using: &dice))
    let opener = try PayloadOpener(
      key, payloadNonce: Array(sealed[..<16]), sealedSize: sealed.count)
    #expect(opener.plainSize == size)
    var ignored: [UInt8] = []
    let last = opener.lastChunkIndex
    try opener.open(Array(sealed[opener.chunkRange(last)]), index: last, into: &ignored)
    for _ in 0..<20 {
      let start = Int.random(in: 0..<size, using: &dice)
      let range = start..<Int.random(in: start...size, using: &dice)
      let chunks = opener.shape.chunks(covering: range)
      var out: [UInt8] = []
      for index in chunks {
        try opener.open(sealed.span.extracting(opener.chunkRange(index)), index: index, into: &out)
      }
      let offset = chunks.isEmpty ? 0 : opener.shape.plainRange(chunks.lowerBound).lowerBound
      let found = out[(range.lowerBound - offset)...].prefix(range.count)
      #expect(Array(range.isEmpty ? [] : found) == Array(plain[range]), "seed \(seed) \(range)")
    }
  }

  @Test func aReKeyedDocumentKeepsItsPayload() throws {
    var document = try owner.seal(plain)
    let renewed = Applicant(
      id: owner.id, key: try room.ring.newDataKey(for: owner.id.uuid, epoch: 1), ring: room.ring)
    document.header = try owner.withKey {
      try $0.openHeader(document.header, application: owner.id, document: document.id)
        .header(for: renewed.key.recipient, application: owner.id, document: document.id)
    }
    #expect(try renewed.open(document) == plain)
    expectNotAuthentic { _ = try owner.open(document) }
  }

  @Test func aRecipientEveryoneCanOpenForIsRefused() throws {
    let key = try FileKey.random()
    for recipient in [[UInt8](repeating: 0, count: 32), [1] + [UInt8](repeating: 0, count: 31), []]
    {
      expectNotAuthentic {
        _ = try key.header(for: recipient, application: owner.id, document: .random())
      }
    }
  }
}
