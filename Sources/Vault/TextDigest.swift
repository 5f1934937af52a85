/// SHA-256 of texts that everybody may read: tells whether one has changed.
package enum TextDigest {
  /// 32 bytes.
  package static func of(_ text: String) -> [UInt8] { TokenHash.of(text) }
}
