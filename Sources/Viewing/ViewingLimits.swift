/// What showing one page may cost. The defaults are meant for an installation; tests shorten
/// them.
package struct ViewingLimits: Sendable {
  /// Sandboxes at once; the next ones wait.
  package var atOnce: Int
  /// How many may wait; one more is turned away.
  package var waiting = 32
  /// Pages that are laid out; a longer document says how many there are.
  package var pages = 60
  /// The width of a page in pixels: twice its column, for dense screens.
  package var pageWidth = 1240
  /// The height and area above which a page is made smaller than that.
  package var pageHeight = 6000
  package var pagePixels = 8_000_000
  /// Pixels of an applicant's picture; refused before anything is decoded.
  package var picturePixels = 64_000_000
  package var pictureSide = 30_000
  /// Bytes of a page's image.
  package var imageBytes = 16 << 20
  /// Bytes of text of all laid out pages together.
  package var textBytes = 1 << 20
  /// Bytes of an office document once it is a PDF.
  package var convertedBytes = 32 << 20
  /// Converted documents kept in memory, and for how long after their last use.
  package var keptBytes = 64 << 20
  package var keptFor: Duration = .seconds(180)
  /// Address space of a program, processor seconds, and seconds by the clock.
  package var memory = 1 << 30
  package var processorSeconds = 10
  package var patience: Duration = .seconds(12)
  /// The same for an office program, which is slow to start.
  package var officeMemory = 3 << 29
  package var officeProcessorSeconds = 40
  package var officePatience: Duration = .seconds(50)

  /// The defaults; `atOnce` is the number of processors, four at most.
  package init(atOnce: Int) { self.atOnce = atOnce }
}
