import Domain
import Foundation
import Testing

@testable import Vault

/// Data keys open for the subject and the epoch they were made for, and for nobody else.
@Suite struct KeyRingTests {
  private let room: KeyRoom
  private let owner: Applicant
  private let place = FieldPlace(table: "application", column: "email", row: UUID())

  init() throws {
    room = try KeyRoom()
    owner = try room.application()
  }

  private func opens(_ key: WrappedKey, of subject: UUID) throws {
    try room.ring.withDataKey(key, of: subject) { _ in }
  }

  @Test func aKeyOpensForItsSubjectAlone() throws {
    try opens(owner.key.wrappedKey, of: owner.id.uuid)
    expectNotAuthentic { try opens(owner.key.wrappedKey, of: UUID()) }
  }

  @Test func aKeyOpensUnderItsEpochAlone() throws {
    _ = try room.ring.create(epoch: 2)
    let moved = WrappedKey(epoch: 2, bytes: owner.key.wrapped)
    expectNotAuthentic { try opens(moved, of: owner.id.uuid) }
  }

  @Test func theEpochsNumberIsBoundAsWellAsItsKey() throws {
    // The same key file under another number.
    try FileManager.default.copyItem(
      atPath: room.directory.path(of: .epoch(1)), toPath: room.directory.path(of: .epoch(3)))
    let moved = WrappedKey(epoch: 3, bytes: owner.key.wrapped)
    expectNotAuthentic { try opens(moved, of: owner.id.uuid) }
  }

  @Test func anAlteredKeyIsRefused() throws {
    #expect(owner.key.wrapped.count == 73)
    for (bit, bytes) in flips(owner.key.wrapped) {
      expectNotAuthentic("bit \(bit)") {
        try opens(WrappedKey(epoch: 1, bytes: bytes), of: owner.id.uuid)
      }
    }
    for length in 0..<73 {
      let cut = Array(owner.key.wrapped.prefix(length))
      expectNotAuthentic { try opens(WrappedKey(epoch: 1, bytes: cut), of: owner.id.uuid) }
    }
    let long = WrappedKey(epoch: 1, bytes: owner.key.wrapped + [0])
    expectNotAuthentic { try opens(long, of: owner.id.uuid) }
  }

  @Test func aReWrappedKeyIsTheSameKeyUnderAnotherEpoch() throws {
    let sealed = try owner.withKey { $0.seal("a@example.org", as: place) }
    _ = try room.ring.create(epoch: 2)
    let bytes = try room.ring.rewrap(owner.key.wrappedKey, of: owner.id.uuid, to: 2)
    let moved = WrappedKey(epoch: 2, bytes: bytes)
    let text = try room.ring.withDataKey(moved, of: owner.id.uuid) {
      try $0.openText(sealed, as: place)
    }
    #expect(text == "a@example.org")
    expectNotAuthentic {
      _ = try room.ring.rewrap(owner.key.wrappedKey, of: UUID(), to: 2)
    }
  }

  @Test func aDestroyedEpochOpensNothingAndIsNamed() throws {
    try room.directory.remove(.epoch(1))
    room.ring.forget(epoch: 1)
    let path = room.directory.path(of: .epoch(1))
    #expect(throws: VaultError.keyFileMissing(path: path)) {
      try opens(owner.key.wrappedKey, of: owner.id.uuid)
    }
  }

  @Test func anEpochMetForTheFirstTimeIsRead() throws {
    let other = KeyRing(directory: room.directory)
    try other.withDataKey(owner.key.wrappedKey, of: owner.id.uuid) { _ in }
  }

  @Test func nothingIsSealedUnderAnEpochThatWasNotCompared() throws {
    let other = KeyRing(directory: room.directory)
    let unverified = VaultError.epochUnverified(number: 1)
    #expect(throws: unverified) { _ = try other.newDataKey(for: UUID(), epoch: 1) }
    #expect(throws: unverified) { _ = try other.blindIndex(.email, "a", epoch: 1) }
    #expect(throws: unverified) {
      _ = try other.rewrap(owner.key.wrappedKey, of: owner.id.uuid, to: 1)
    }
    try other.load(epoch: 1, fingerprint: room.ring.fingerprint(epoch: 1))
    _ = try other.newDataKey(for: UUID(), epoch: 1)
  }

  @Test func aWrongKeyFileIsNamedUntilItIsPutRight() throws {
    let path = room.directory.path(of: .epoch(2))
    let right = try room.ring.create(epoch: 2)
    let kept = try String(contentsOfFile: path, encoding: .utf8)
    try FileManager.default.removeItem(atPath: path)
    try room.directory.create(.epoch(2))

    let other = KeyRing(directory: room.directory)
    let wrong = VaultError.keyFileWrong(path: path)
    #expect(throws: wrong) { try other.load(epoch: 2, fingerprint: right) }
    #expect(wrong.description.contains(path))
    try kept.write(toFile: path, atomically: true, encoding: .utf8)
    try other.load(epoch: 2, fingerprint: right)
    try other.load(epoch: 2, fingerprint: right)
  }

  @Test func aBlindIndexIsStableAndTellsNothingElseApart() throws {
    let ring = room.ring
    let token = try ring.blindIndex(.email, "a@example.org", epoch: 1)
    #expect(token.count == 16)
    let other = KeyRing(directory: room.directory)
    try other.load(epoch: 1, fingerprint: ring.fingerprint(epoch: 1))
    #expect(try other.blindIndex(.email, "a@example.org", epoch: 1) == token)
    #expect(try ring.blindIndexes(.email, ["b", "a@example.org"], epoch: 1)[1] == token)
    _ = try ring.create(epoch: 2)
    #expect(try ring.blindIndex(.email, "a@example.org", epoch: 2) != token)
    #expect(try ring.blindIndex(.name, "a@example.org", epoch: 1) != token)
    #expect(try ring.blindIndex(.email, "a@example.com", epoch: 1) != token)
  }

  @Test func twoThreadsShareARing() async throws {
    let room = room
    let place = place
    _ = try room.ring.create(epoch: 2)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for thread in 0..<2 {
        group.addTask {
          for round in 0..<1500 {
            let id = UUID()
            let epoch = 1 + (round + thread) % 2
            let key = try room.ring.newDataKey(for: id, epoch: epoch)
            let text = "\(thread) \(round)"
            let sealed = try room.ring.withDataKey(key.wrappedKey, of: id) {
              $0.seal(text, as: place)
            }
            let bytes = try room.ring.rewrap(key.wrappedKey, of: id, to: 3 - epoch)
            let moved = WrappedKey(epoch: 3 - epoch, bytes: bytes)
            let opened = try room.ring.withDataKey(moved, of: id) {
              try $0.openText(sealed, as: place)
            }
            #expect(opened == text)
          }
        }
      }
      try await group.waitForAll()
    }
    let census = room.ring.arena.census
    #expect(census.free == census.all)
    #expect(room.ring.arena.freeSlotsAreWiped)
  }
}
