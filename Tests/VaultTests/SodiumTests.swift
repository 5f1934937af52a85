import Foundation
import Glibc
import Testing

@testable import Vault

/// Memory for keys is locked and stays out of core dumps, or the program says so and stops.
@Suite struct SodiumTests {
  @Test func afterStartThereAreNoCoreDumps() async {
    await #expect(processExitsWith: .success) {
      try Sodium.start()
      var limit = rlimit()
      unsafe getrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit)
      #expect(limit.rlim_cur == 0 && limit.rlim_max == 0)
      let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
      let locked = status.split(separator: "\n").first { $0.hasPrefix("VmLck") }
      let key = try FileKey.random()
      let after = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
      #expect(after.split(separator: "\n").first { $0.hasPrefix("VmLck") } != locked)
      _ = consume key
    }
  }

  @Test func memoryThatCannotBeLockedIsRefused() async {
    await #expect(processExitsWith: .success) {
      var none = rlimit(rlim_cur: 4096, rlim_max: 4096)
      unsafe setrlimit(__rlimit_resource_t(__RLIMIT_MEMLOCK.rawValue), &none)
      // The administrator may lock what they like; nobody else may.
      if geteuid() == 0 { setuid(65_534) }
      let error = #expect(throws: VaultError.self) { try Sodium.start() }
      #expect(error?.description.contains("cannot be locked") == true)
    }
  }

  @Test func aKeyIsRefusedWhenItsOwnMemoryCannotBeLocked() async {
    await #expect(processExitsWith: .success) {
      var none = rlimit(rlim_cur: 0, rlim_max: 0)
      unsafe setrlimit(__rlimit_resource_t(__RLIMIT_MEMLOCK.rawValue), &none)
      if geteuid() == 0 { setuid(65_534) }
      let error = #expect(throws: VaultError.self) { _ = try FileKey.random() }
      #expect(error?.description.contains("cannot be locked") == true)
    }
  }

  @Test func anArenaGrowsAndWipesWhatComesBack() throws {
    final class Held {
      let slot: KeySlot
      init(_ slot: consuming KeySlot) { self.slot = slot }
    }
    let arena = KeyArena(slotsPerBlock: 8)
    var held: [Held] = []
    for _ in 0..<30 {
      let slot = try arena.slot()
      unsafe slot.bytes.update(repeating: 0xAA, count: KeyArena.slotBytes)
      held.append(Held(slot))
    }
    let places = Set(held.map { unsafe Int(bitPattern: $0.slot.bytes) })
    #expect(places.count == 30)
    #expect(arena.census == (free: 2, all: 32))
    held = []
    #expect(arena.census == (free: 32, all: 32))
    #expect(arena.freeSlotsAreWiped)
  }
}
