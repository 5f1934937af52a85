import Foundation

/// Random numbers that can be had again: every run prints its seed, and `LETHE_TEST_SEED` repeats
/// one.
struct Seed: RandomNumberGenerator {
  /// What `LETHE_TEST_SEED` asks for, or a fresh one.
  static let ofThisRun: UInt64 = {
    let named = ProcessInfo.processInfo.environment["LETHE_TEST_SEED"].flatMap { UInt64($0) }
    let seed = named ?? UInt64.random(in: .min ... .max)
    print("DomainTests: LETHE_TEST_SEED=\(seed)")
    return seed
  }()

  private var state: UInt64

  /// `salt` keeps two tests of one run from drawing the same numbers.
  init(salt: UInt64 = 0) { state = Self.ofThisRun &+ salt &* 0x9E37_79B9_7F4A_7C15 }

  /// SplitMix64 (Steele, Lea, Flood 2014).
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }

  mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

  /// One of `choices`, which must not be empty.
  mutating func one<Choice>(of choices: [Choice]) -> Choice {
    choices[number(0...(choices.count - 1))]
  }

  /// The text with one to three characters changed, dropped, doubled or put in.
  mutating func mutate(_ text: String, with alphabet: [Character]) -> String {
    var characters = Array(text)
    for _ in 0..<number(1...3) {
      let place = number(0...characters.count)
      switch number(0...3) {
      case 0 where place < characters.count: characters[place] = one(of: alphabet)
      case 1 where place < characters.count: characters.remove(at: place)
      case 2 where place < characters.count: characters.insert(characters[place], at: place)
      default: characters.insert(one(of: alphabet), at: place)
      }
    }
    return String(characters)
  }
}
