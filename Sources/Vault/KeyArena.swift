/// Guarded memory for keys that live for one request, in slots that are reused: allocating guarded
/// memory for each key would cost more than everything done with it.
import CLibsodium
import Synchronization

/// A free list of 32-byte slots in libsodium's guarded memory. Grows by a page when all are in
/// use, never shrinks.
///
/// The slots stay writable: protecting a page for every use costs two system calls and a flush of
/// every core's address cache, and a page holds slots of several threads, whose uses would have
/// to wait for each other. The guard pages, the canary and the lock stay in force.
final class KeyArena: Sendable {
  static let slotBytes = 32

  private struct State {
    var blocks: [Address] = []
    var free: [Address] = []
  }

  /// Sendable: a number; what it points to is handed from owner to owner under the lock.
  @safe struct Address: @unchecked Sendable {
    let start: UnsafeMutableRawPointer
  }

  private let state = Mutex(State())
  private let slotsPerBlock: Int

  /// A block should fill most of one page.
  init(slotsPerBlock: Int = 96) { self.slotsPerBlock = slotsPerBlock }

  deinit {
    state.withLock { state in
      for block in state.blocks { unsafe sodium_free(block.start) }
    }
  }

  /// A slot of its own for the caller, until it lets go of it. Its content is undefined.
  func slot() throws(VaultError) -> KeySlot {
    let address = try state.withLock { (state) throws(VaultError) -> Address in
      if let address = state.free.popLast() { return address }
      let block = unsafe try Sodium.guarded(bytes: slotsPerBlock * Self.slotBytes)
      unsafe sodium_memzero(block, slotsPerBlock * Self.slotBytes)
      unsafe state.blocks.append(Address(start: block))
      for index in 1..<slotsPerBlock {
        unsafe state.free.append(Address(start: block + index * Self.slotBytes))
      }
      return unsafe Address(start: block)
    }
    return KeySlot(address, of: self)
  }

  fileprivate func takeBack(_ address: Address) {
    unsafe sodium_memzero(address.start, Self.slotBytes)
    state.withLock { $0.free.append(address) }
  }

  /// Slots not in use and slots in all; tests ask.
  var census: (free: Int, all: Int) {
    state.withLock { ($0.free.count, $0.blocks.count * slotsPerBlock) }
  }

  /// Whether every slot that is not in use has been wiped; tests ask.
  var freeSlotsAreWiped: Bool {
    state.withLock { state in
      state.free.allSatisfy {
        unsafe sodium_is_zero(
          $0.start.assumingMemoryBound(to: UInt8.self), Self.slotBytes) == 1
      }
    }
  }
}

/// 32 bytes of an arena, wiped and given back at the end of its life.
///
/// Sendable: there is one owner, who fills it before anyone borrows it.
@safe struct KeySlot: ~Copyable, @unchecked Sendable {
  let bytes: UnsafeMutablePointer<UInt8>
  let arena: KeyArena

  fileprivate init(_ address: KeyArena.Address, of arena: KeyArena) {
    unsafe bytes = address.start.assumingMemoryBound(to: UInt8.self)
    self.arena = arena
  }

  deinit { unsafe arena.takeBack(KeyArena.Address(start: UnsafeMutableRawPointer(bytes))) }
}
