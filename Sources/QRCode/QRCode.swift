/// Text as a QR code (ISO/IEC 18004): squares that a page can draw, made by libqrencode.
import CQRencode

/// A square of dark and light modules, with which a telephone reads a text.
package struct QRCode: Sendable, Equatable {
  /// Modules per side, without the quiet zone.
  package let size: Int
  private let dark: [Bool]

  /// The light border a reader needs around the code, in modules.
  package static let quietZone = 4

  /// The text is longer than a code holds (2,331 bytes), or empty.
  package struct NotEncodable: Error, Sendable, Equatable {}

  /// The smallest code that holds `text` and still reads when a seventh of it is spoilt.
  package init(_ text: String) throws(NotEncodable) {
    let bytes = Array(text.utf8)
    guard !bytes.isEmpty,
      let made = unsafe QRcode_encodeData(Int32(bytes.count), bytes, 0, QR_ECLEVEL_M)
    else { throw NotEncodable() }
    defer { unsafe QRcode_free(made) }
    let size = unsafe Int(made.pointee.width)
    // The lowest bit of each byte is the module; the others are notes of the maker.
    dark = unsafe UnsafeBufferPointer(start: made.pointee.data, count: size * size)
      .map { $0 & 1 == 1 }
    self.size = size
  }

  /// Whether the module in column `x` and row `y` is dark; everything around the code is light.
  package func isDark(_ x: Int, _ y: Int) -> Bool {
    (0..<size).contains(x) && (0..<size).contains(y) && dark[y * size + x]
  }

  /// Modules per side with the quiet zone: width and height of the `viewBox` of ``svgPath``.
  package var svgSize: Int { size + 2 * Self.quietZone }

  /// The dark modules as the `d` of an SVG `<path>`, a rectangle per run, in units of a module.
  package var svgPath: String {
    var path = ""
    for y in 0..<size {
      var x = 0
      while x < size {
        let run = (x..<size).prefix { isDark($0, y) }.count
        if run > 0 {
          path += "M\(x + Self.quietZone) \(y + Self.quietZone)h\(run)v1h-\(run)z"
        }
        x += max(1, run)
      }
    }
    return path
  }
}
