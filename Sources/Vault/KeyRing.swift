/// The epoch keys this process knows, and what only they can do: make, open and re-wrap the data
/// keys of applications, and compute blind indexes. No data key leaves it but into a closure.
import CLibsodium
import Domain
package import struct Foundation.UUID
import Synchronization

/// A data key as it is stored: wrapped under the key of an epoch.
package struct WrappedKey: Hashable, Sendable {
  package let epoch: Int
  package let bytes: [UInt8]

  /// Adopts a stored key; `bytes` are 73.
  package init(epoch: Int, bytes: [UInt8]) {
    self.epoch = epoch
    self.bytes = bytes
  }
}

/// What is stored of a new data key.
package struct NewDataKey: Sendable {
  package let epoch: Int
  /// 73 bytes, for ``WrappedKey/bytes``.
  package let wrapped: [UInt8]
  /// The public half of its X25519 identity, 32 bytes, stored in clear.
  package let recipient: [UInt8]

  /// The key, ready to be opened.
  package var wrappedKey: WrappedKey { WrappedKey(epoch: epoch, bytes: wrapped) }
}

/// One for the whole process; safe to share between threads.
package final class KeyRing: Sendable {
  /// Where the key files are.
  package let directory: KeyDirectory
  private let epochs = Mutex<[Int: Epoch]>([:])
  let arena = KeyArena()

  package init(directory: KeyDirectory) { self.directory = directory }

  /// Reads an epoch's key file, unless it is known, and compares it with the fingerprint from the
  /// database. Call it before anything is sealed under the epoch; repeated, it costs a look.
  package func load(epoch number: Int, fingerprint: [UInt8]) throws(VaultError) {
    var epoch = epochs.withLock { $0[number] }
    if epoch?.keys.fingerprint != fingerprint {
      epoch = Epoch(keys: try EpochKeys(directory.load(.epoch(number))), isVerified: false)
    }
    guard let epoch, epoch.keys.fingerprint == fingerprint else {
      throw .keyFileWrong(path: directory.path(of: .epoch(number)))
    }
    if !epoch.isVerified {
      epochs.withLock { $0[number] = Epoch(keys: epoch.keys, isVerified: true) }
    }
  }

  /// Makes the key file of a new epoch; answers its fingerprint, 16 bytes, for the database.
  package func create(epoch number: Int) throws(VaultError) -> [UInt8] {
    try directory.create(.epoch(number))
    let keys = try EpochKeys(directory.load(.epoch(number)))
    epochs.withLock { $0[number] = Epoch(keys: keys, isVerified: true) }
    return keys.fingerprint
  }

  /// The fingerprint of an epoch's key file as it is on disk now, 16 bytes.
  package func fingerprint(epoch number: Int) throws(VaultError) -> [UInt8] {
    try EpochKeys(directory.load(.epoch(number))).fingerprint
  }

  /// Drops an epoch from memory, for one that has been destroyed. The file is not touched.
  package func forget(epoch number: Int) {
    epochs.withLock { $0[number] = nil }
  }

  /// Drops every other epoch from memory: whoever destroyed one may have been another process.
  package func forget(allBut numbers: Set<Int>) {
    epochs.withLock { epochs in
      for number in epochs.keys where !numbers.contains(number) { epochs[number] = nil }
    }
  }

  /// A new random data key, wrapped under `epoch` and bound to `subject` (an application's, staff
  /// member's or message's id) and to the epoch. Throws ``VaultError/epochUnverified(number:)``
  /// if the epoch was not loaded with its fingerprint.
  package func newDataKey(
    for subject: UUID, epoch number: Int
  ) throws(VaultError) -> NewDataKey {
    let keys = try keysForSealing(number)
    let slot = try arena.slot()
    unsafe randombytes_buf(slot.bytes, KeyArena.slotBytes)
    let wrapped = Self.wrap(slot, under: keys, of: subject, epoch: number)
    let key = try DataKey(adopting: slot)
    return NewDataKey(epoch: number, wrapped: wrapped, recipient: try key.recipient)
  }

  /// Opens a wrapped key for the time of `body`. An epoch met for the first time is read from its
  /// file. Throws ``VaultError/notAuthentic`` if the key belongs to another subject or epoch.
  package func withDataKey<R: ~Copyable>(
    _ wrapped: WrappedKey, of subject: UUID, _ body: (borrowing DataKey) throws -> R
  ) throws -> R {
    let key = try DataKey(adopting: try unwrap(wrapped, of: subject))
    return try body(key)
  }

  /// The same data key, wrapped under another epoch, opened once to prove it: 73 bytes. Throws as
  /// ``newDataKey(for:epoch:)`` and ``withDataKey(_:of:_:)`` do.
  package func rewrap(
    _ wrapped: WrappedKey, of subject: UUID, to number: Int
  ) throws(VaultError) -> [UInt8] {
    let keys = try keysForSealing(number)
    let slot = try unwrap(wrapped, of: subject)
    let bytes = Self.wrap(slot, under: keys, of: subject, epoch: number)
    let proof = try unwrap(WrappedKey(epoch: number, bytes: bytes), of: subject)
    guard unsafe sodium_memcmp(slot.bytes, proof.bytes, KeyArena.slotBytes) == 0 else {
      throw .notAuthentic
    }
    return bytes
  }

  /// What finds a value without showing it: 16 bytes, keyed BLAKE2b of the text under the index
  /// key of `epoch`. `text` comes normalised. Throws ``VaultError/epochUnverified(number:)``.
  package func blindIndex(
    _ kind: BlindIndexKind, _ text: String, epoch number: Int
  ) throws(VaultError) -> [UInt8] {
    try blindIndexes(kind, [text], epoch: number)[0]
  }

  /// ``blindIndex(_:_:epoch:)`` of many texts, in their order.
  package func blindIndexes(
    _ kind: BlindIndexKind, _ texts: [String], epoch number: Int
  ) throws(VaultError) -> [[UInt8]] {
    let keys = try keysForSealing(number)
    return texts.map {
      unsafe KeyedHash.of(text: $0, label: kind.label, key: keys.index.bytes, byteCount: 16)
    }
  }

  private static func wrap(
    _ slot: borrowing KeySlot, under keys: EpochKeys, of subject: UUID, epoch: Int
  ) -> [UInt8] {
    let plain = unsafe UnsafeBufferPointer(start: slot.bytes, count: KeyArena.slotBytes)
    return unsafe SealedBox.seal(
      plain, key: keys.wrapping.bytes, binding: binding(of: subject, epoch: epoch))
  }

  private func unwrap(
    _ wrapped: WrappedKey, of subject: UUID
  ) throws(VaultError) -> KeySlot {
    guard try SealedBox.plainBytes(wrapped.bytes) == KeyArena.slotBytes else {
      throw .notAuthentic
    }
    let keys = try epoch(wrapped.epoch).keys
    let slot = try arena.slot()
    unsafe try SealedBox.open(
      wrapped.bytes, key: keys.wrapping.bytes,
      binding: Self.binding(of: subject, epoch: wrapped.epoch), into: slot.bytes)
    return slot
  }

  /// A label, 8 bytes of epoch and 16 of subject: fixed lengths, so no two frames are alike.
  private static func binding(of subject: UUID, epoch: Int) -> [UInt8] {
    let number = UInt64(bitPattern: Int64(epoch))
    return Array("lethe data key".utf8)
      + stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: number >> $0) }
      + ApplicationID(subject).bytes
  }

  private func epoch(_ number: Int) throws(VaultError) -> Epoch {
    if let known = epochs.withLock({ $0[number] }) { return known }
    let met = Epoch(keys: try EpochKeys(directory.load(.epoch(number))), isVerified: false)
    return epochs.withLock { epochs in
      if let known = epochs[number] { return known }
      epochs[number] = met
      return met
    }
  }

  private func keysForSealing(_ number: Int) throws(VaultError) -> EpochKeys {
    let known = try epoch(number)
    // Under a wrong file's key, what is sealed now would be lost once the file is put right.
    guard known.isVerified else { throw .epochUnverified(number: number) }
    return known.keys
  }
}

/// What the ring knows of an epoch. What opens proves its key by opening; what seals needs the
/// fingerprint to have been compared.
private struct Epoch: Sendable {
  let keys: EpochKeys
  let isVerified: Bool
}

/// The keys derived from an epoch's key, which itself is not kept.
private final class EpochKeys: Sendable {
  let wrapping: SecretKey
  let index: SecretKey
  let fingerprint: [UInt8]

  init(_ key: consuming SecretKey) throws(VaultError) {
    fingerprint = key.fingerprint("epoch")
    wrapping = try SecretKey(derivedFrom: key, for: .wrapping)
    index = try SecretKey(derivedFrom: key, for: .index)
  }
}

/// What a blind index is of; tokens of one kind never equal those of another.
package enum BlindIndexKind: String, CaseIterable, Sendable {
  case email
  case name

  var label: StaticString {
    switch self {
    case .email: "blind index: email"
    case .name: "blind index: name"
    }
  }
}
