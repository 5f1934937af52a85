/// The one stylesheet of all pages.
package enum Stylesheet {
  /// Its text, to be sent as `text/css; charset=utf-8`.
  package static let text = String(decoding: PackageResources.pages_css, as: UTF8.self)

  /// Where pages look for it. The name changes with the text, so it may be kept for ever.
  package static let path = "/assets/pages-\(Fingerprint.of(PackageResources.pages_css)).css"
}
