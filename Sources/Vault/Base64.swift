/// Base64 (RFC 4648), in the canonical form alone.
import CLibsodium

/// How bytes are written as text.
package enum Base64: Int32 {
  /// `+` and `/` and padding (RFC 4648 4), as signed notes have it.
  case padded = 1
  /// `+` and `/` without padding, as age writes it.
  case standard = 3
  /// `-` and `_` without padding, for links and tokens.
  case url = 7

  /// The text form.
  package func encode(_ bytes: [UInt8]) -> String {
    let capacity = sodium_base64_encoded_len(bytes.count, rawValue)
    var text = [CChar](repeating: 0, count: capacity)
    unsafe sodium_bin2base64(&text, capacity, bytes, bytes.count, rawValue)
    return String(decoding: text.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// The bytes; `nil` for wrong padding, other characters, or bits that no byte needs.
  package func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
    let characters = text.map { CChar(bitPattern: $0) }
    var bytes = [UInt8](repeating: 0, count: characters.count / 4 * 3 + 3)
    var count = 0
    let status = unsafe sodium_base642bin(
      &bytes, bytes.count, characters, characters.count, nil, &count, nil, rawValue)
    guard status == 0 else { return nil }
    bytes.removeLast(bytes.count - count)
    // libsodium 1.0.18 reads the byte 0xC1 as an `A`; only what it would write itself is canonical.
    guard encode(bytes).utf8.elementsEqual(text) else { return nil }
    return bytes
  }
}
