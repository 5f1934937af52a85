/// Tokens with which staff and programs use the API, and sessions are told apart.
package import Domain

/// Made once, shown once; the database holds the hash.
package enum BearerToken {
  /// `lethe_` and 43 characters of base64url: 256 random bits. The prefix lets scanners for leaked
  /// secrets find it.
  package static func random() -> Private<String> {
    Private("lethe_" + Base64.url.encode(Random.bytes(32)))
  }

  /// What the database holds of a token, 32 bytes. Any text has one; look it up.
  package static func hash(_ text: String) -> [UInt8] { TokenHash.of(text) }
}
