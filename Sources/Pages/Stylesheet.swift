/// The one stylesheet of all pages.
package enum Stylesheet {
  /// Its text, to be sent as `text/css; charset=utf-8`.
  package static let text = String(decoding: PackageResources.pages_css, as: UTF8.self)

  /// Where pages look for it. The name changes with the text, so it may be kept for ever.
  package static let path = "/assets/pages-\(fingerprint).css"

  /// FNV-1a, 64 bits: tells versions apart, nothing more.
  private static let fingerprint: String = {
    let hash = PackageResources.pages_css.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { hash, byte in
      (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
    }
    return String(hash, radix: 16)
  }()
}
