/// The desk's one script. Everything works without it; it adds progress and shortcuts.
package enum Script {
  /// Its text, to be sent as `text/javascript; charset=utf-8`.
  package static let text = String(decoding: PackageResources.desk_js, as: UTF8.self)

  /// Where pages look for it. The name changes with the text, so it may be kept for ever.
  package static let path = "/assets/desk-\(Fingerprint.of(PackageResources.desk_js)).js"
}

/// FNV-1a, 64 bits: tells versions of a text apart, nothing more.
enum Fingerprint {
  static func of(_ bytes: [UInt8]) -> String {
    let hash = bytes.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { hash, byte in
      (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
    }
    return String(hash, radix: 16)
  }
}
