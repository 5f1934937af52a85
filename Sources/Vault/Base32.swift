/// Base32 (RFC 4648) for what people type: without padding, in two alphabets.

enum Base32 {
  /// What authenticator apps read.
  case standard
  /// Without letters that are taken for digits, or for one another (Crockford's).
  case readable

  private var alphabet: [UInt8] {
    switch self {
    case .standard: Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
    case .readable: Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
    }
  }

  /// Five bits a character, the last one filled up with zeros.
  func encode(_ bytes: [UInt8]) -> String {
    let alphabet = alphabet
    var text: [UInt8] = []
    var (held, bits): (UInt32, UInt32) = (0, 0)
    for byte in bytes {
      held = held << 8 | UInt32(byte)
      bits += 8
      while bits >= 5 {
        bits -= 5
        text.append(alphabet[Int(held >> bits & 31)])
      }
      held &= 0xFF
    }
    if bits > 0 { text.append(alphabet[Int(held << (5 - bits) & 31)]) }
    return String(decoding: text, as: UTF8.self)
  }
}
