import Domain
import Foundation
import Testing

@testable import Vault

/// A directory of keys with epoch 1, for as long as a test.
final class KeyRoom: Sendable {
  let path: String
  let directory: KeyDirectory
  let ring: KeyRing

  init() throws {
    path = NSTemporaryDirectory() + "vault-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    directory = KeyDirectory(path: path + "/keys")
    ring = KeyRing(directory: directory)
    _ = try ring.create(epoch: 1)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// A new data key of a new application.
  func application(epoch: Int = 1) throws -> Applicant {
    let id = ApplicationID.random()
    return Applicant(id: id, key: try ring.newDataKey(for: id.uuid, epoch: epoch), ring: ring)
  }
}

/// One application and its stored key.
struct Applicant {
  let id: ApplicationID
  let key: NewDataKey
  let ring: KeyRing

  func withKey<R: ~Copyable>(_ body: (borrowing DataKey) throws -> R) throws -> R {
    try ring.withDataKey(key.wrappedKey, of: id.uuid, body)
  }

  func open(_ document: SealedDocument) throws -> [UInt8] {
    let key = try withKey {
      try $0.openHeader(document.header, application: id, document: document.id)
    }
    return try opened(document.payload, key)
  }

  func seal(_ plain: [UInt8], as document: DocumentID = .random()) throws -> SealedDocument {
    let key = try FileKey.random()
    return SealedDocument(
      id: document,
      header: try key.header(for: self.key.recipient, application: id, document: document),
      payload: try payload(of: plain, key))
  }
}

/// Header and payload as they are stored; together an age file.
struct SealedDocument {
  let id: DocumentID
  var header: [UInt8]
  var payload: [UInt8]
}

/// A generator whose runs can be repeated (SplitMix64).
struct Dice: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// Bytes from hexadecimal digits.
func hex(_ text: String) -> [UInt8] {
  let digits = text.compactMap(\.hexDigitValue)
  return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
}

/// Seals a whole document in pieces.
func payload(of plain: [UInt8], _ key: borrowing FileKey, pieces: Int = 1 << 20) throws -> [UInt8] {
  var sealer = try PayloadSealer(key)
  var sealed: [UInt8] = []
  for start in stride(from: 0, to: plain.count, by: pieces) {
    sealer.push(Array(plain[start..<min(start + pieces, plain.count)]), into: &sealed)
  }
  sealer.finish(into: &sealed)
  return sealed
}

/// Opens a whole payload, its last chunk first.
func opened(_ sealed: [UInt8], _ key: borrowing FileKey) throws -> [UInt8] {
  let opener = try PayloadOpener(
    key, payloadNonce: Array(sealed.prefix(16)), sealedSize: sealed.count)
  var tail: [UInt8] = []
  let last = opener.lastChunkIndex
  try opener.open(Array(sealed[opener.chunkRange(last)]), index: last, into: &tail)
  var plain: [UInt8] = []
  for index in 0..<last {
    try opener.open(Array(sealed[opener.chunkRange(index)]), index: index, into: &plain)
  }
  return plain + tail
}

/// Expects the one error of every failed opening.
func expectNotAuthentic(
  _ comment: @autoclosure () -> Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation,
  _ body: () throws -> Void
) {
  #expect(throws: VaultError.notAuthentic, comment(), sourceLocation: sourceLocation) {
    try body()
  }
}

/// Every copy of `bytes` in which one bit is another.
func flips(_ bytes: [UInt8]) -> some Sequence<(place: Int, bytes: [UInt8])> {
  (0..<(bytes.count * 8)).lazy.map { bit in
    var changed = bytes
    changed[bit / 8] ^= 1 << UInt8(bit % 8)
    return (bit, changed)
  }
}
