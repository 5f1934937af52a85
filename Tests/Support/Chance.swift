import Foundation

/// Random numbers that can be had again: every run prints its seed, and `LETHE_TEST_SEED` repeats
/// one.
package struct Chance: RandomNumberGenerator, Sendable {
  /// What `LETHE_TEST_SEED` asks for, or a fresh one.
  package static let seed: UInt64 = {
    let named = ProcessInfo.processInfo.environment["LETHE_TEST_SEED"].flatMap { UInt64($0) }
    let seed = named ?? UInt64.random(in: .min ... .max)
    print("Support: LETHE_TEST_SEED=\(seed)")
    return seed
  }()

  private static let step: UInt64 = 0x9E37_79B9_7F4A_7C15
  private var state: UInt64

  /// `salt` keeps two tests, or two people of one, from drawing the same numbers. It is mixed, or
  /// they would draw from one row of numbers, each beginning a little later.
  package init(salt: UInt64) { state = Self.mix(Self.seed &+ Self.mix(salt &+ Self.step)) }

  /// SplitMix64 (Steele, Lea, Flood 2014).
  package mutating func next() -> UInt64 {
    state &+= Self.step
    return Self.mix(state)
  }

  private static func mix(_ state: UInt64) -> UInt64 {
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
