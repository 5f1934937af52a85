/// What somebody types when their telephone is lost: printed once, each good for one time.
package import Domain

/// 80 random bits, which nobody guesses: a plain hash of them is enough.
package enum RecoveryCode {
  /// How many somebody is given.
  package static let count = 10

  /// Such as `7K2M-9QXT-B4ZN-0RHE`.
  package static func random() -> Private<String> {
    let text = Array(Base32.readable.encode(Random.bytes(10)))
    return Private(
      stride(from: 0, to: text.count, by: 4).map { String(text[$0..<($0 + 4)]) }
        .joined(separator: "-"))
  }

  /// What the database holds of one, 32 bytes. Forgives case, spaces, hyphens, and letters that
  /// were read for digits.
  package static func hash(_ typed: Private<String>) -> [UInt8] {
    let read = typed.reveal().uppercased().compactMap { letter -> Character? in
      switch letter {
      case "O": "0"
      case "I", "L": "1"
      case "-": nil
      default: letter.isWhitespace ? nil : letter
      }
    }
    return TokenHash.of(String(read))
  }
}
