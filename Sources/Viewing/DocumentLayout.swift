package import Domain

/// How a document will look before any of it has been drawn.
package struct DocumentLayout: Sendable {
  /// The pages that can be shown, in order.
  package let pages: [Page]
  /// How many the document has; more than ``pages`` when it is very long.
  package let pageCount: Int

  /// One page: the size of its image in pixels, and its text.
  package struct Page: Sendable {
    package let number: Int
    package let width: Int
    package let height: Int
    /// `nil` when it has none, as a scan, or when it could not be read.
    package let text: Private<String>?
  }
}

/// A page that has been drawn.
package struct PageImage: Sendable {
  /// The image's own type, which isn't the document's.
  package let contentType: String
  package let bytes: [UInt8]
}

/// A size in points or pixels, and what becomes of it on the screen.
struct PageSize: Sendable, Equatable {
  let width: Double
  let height: Double

  /// `nil` for what no page can be.
  init?(width: Double, height: Double) {
    guard width.isFinite, height.isFinite, width >= 1, height >= 1, width <= 1e6, height <= 1e6
    else { return nil }
    self.width = width
    self.height = height
  }

  var turned: PageSize { PageSize(swapping: self) }

  private init(swapping other: PageSize) {
    width = other.height
    height = other.width
  }

  /// How much larger than itself a page is drawn.
  func scale(_ limits: ViewingLimits) -> Double {
    min(
      Double(limits.pageWidth) / width, Double(limits.pageHeight) / height,
      (Double(limits.pagePixels) / (width * height)).squareRoot())
  }

  func scaled(by scale: Double) -> (width: Int, height: Int) {
    (max(1, Int((width * scale).rounded(.up))), max(1, Int((height * scale).rounded(.up))))
  }
}
