import Domain
import Foundation
import Testing

@testable import Vault

/// A directory of keys that lasts as long as a test.
final class Bench {
  let path: String
  let directory: KeyDirectory
  let ring: KeyRing

  /// Makes epoch 1.
  init() throws {
    try Sodium.load()
    path = NSTemporaryDirectory() + "vault-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    directory = KeyDirectory(path: path + "/keys")
    ring = KeyRing(directory: directory)
    _ = try ring.create(epoch: 1)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// A new data key of a new application.
  func application() throws -> (id: ApplicationID, key: NewDataKey) {
    let id = ApplicationID.random()
    return (id, try ring.newDataKey(for: id.uuid, epoch: 1))
  }
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

  mutating func bytes(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in .random(in: 0...255, using: &self) }
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
    key, payloadNonce: Array(sealed.prefix(16)), sealedBytes: sealed.count)
  var tail: [UInt8] = []
  let last = opener.shape.lastChunkIndex
  try opener.open(Array(sealed[opener.shape.chunkRange(last)]), index: last, into: &tail)
  var plain: [UInt8] = []
  for index in 0..<last {
    try opener.open(Array(sealed[opener.shape.chunkRange(index)]), index: index, into: &plain)
  }
  return plain + tail
}
