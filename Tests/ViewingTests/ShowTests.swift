import Domain
import Testing

@testable import Viewing

/// What honest documents look like.
@Suite(.needsSandbox, .timeLimit(.minutes(3)))
struct ShowTests {
  private let viewer = Machine.viewer()

  @Test func aDocumentIsLaidOutWithTheTextOfEachPage() async throws {
    let layout = try await viewer.layout(of: source(Papers.ordinary(["Kim Beispiel", "Ende"])))
    #expect(layout.pageCount == 2)
    #expect(layout.pages.map(\.number) == [1, 2])
    #expect(layout.pages.map { $0.text?.reveal() } == ["Kim Beispiel", "Ende"])
    #expect(layout.pages[0].width == 1240)
    #expect((1750...1760).contains(layout.pages[0].height))
  }

  @Test(arguments: [
    (size: "0 0 595 842", page: ""), ("0 0 842 595", ""), ("0 0 595 842", "/Rotate 90"),
    ("0 0 100 9000", ""), ("0 0 14400 14400", ""), ("0 0 595 842", "/CropBox [10 10 300 300]"),
  ])
  func anImageHasTheSizeThatTheLayoutSaid(size: String, page: String) async throws {
    let paper = source(Papers.ordinary(["Kim"], size: size, page: page))
    let said = try #require(try await viewer.layout(of: paper).pages.first)
    let image = try await viewer.image(ofPage: 1, of: paper)
    #expect(image.contentType == "image/jpeg")
    let drawn = try #require(Picture(jpeg: image.bytes))
    #expect(abs(drawn.width - said.width) <= 1 && abs(drawn.height - said.height) <= 1)
    #expect(drawn.width <= 1241 && drawn.height <= 6001)
  }

  @Test func aPageThatIsNotThereIsNamedSo() async throws {
    let paper = source(Papers.ordinary(["Kim"]))
    for number in [0, 2, -1, .max] {
      await #expect(throws: ViewingError.noSuchPage) {
        try await viewer.image(ofPage: number, of: paper)
      }
    }
  }

  @Test func aVeryLongDocumentShowsItsBeginningAndSaysHowLongItIs() async throws {
    let viewer = Machine.viewer { $0.pages = 3 }
    let paper = source(Papers.ordinary((1...9).map { "page \($0)" }))
    let layout = try await viewer.layout(of: paper)
    #expect(layout.pages.count == 3 && layout.pageCount == 9)
    await #expect(throws: ViewingError.noSuchPage) {
      try await viewer.image(ofPage: 4, of: paper)
    }
  }

  @Test(.needsThumbnailer) func aPNGIsMadeAnewAndNeverLarger() async throws {
    for (width, height, shown) in [(300, 200, 300), (2480, 1200, 1240)] {
      let original = Papers.png(width: width, height: height)
      let image = try await viewer.image(ofPage: 1, of: source(original, .png))
      let said = try await viewer.layout(of: source(original, .png))
      #expect(image.contentType == "image/png" && image.bytes != original)
      let drawn = try #require(Picture(png: image.bytes))
      #expect(drawn.width == shown && said.pages[0].width == shown)
    }
  }

  @Test func aJPEGIsMadeAnew() async throws {
    let paper = source(Papers.ordinary(["Kim"], size: "0 0 300 600"))
    let original = try await viewer.image(ofPage: 1, of: paper).bytes
    let picture = source(original, .jpeg)
    let said = try #require(try await viewer.layout(of: picture).pages.first)
    let image = try await viewer.image(ofPage: 1, of: picture)
    #expect(image.bytes != original)
    let drawn = try #require(Picture(jpeg: image.bytes))
    #expect(abs(drawn.width - said.width) <= 1 && abs(drawn.height - said.height) <= 1)
  }

  @Test func aJPEGIsTurnedUprightAndLosesWhatTheCameraNoted() async throws {
    let paper = source(Papers.ordinary(["Kim"], size: "0 0 300 600"))
    let plain = try await viewer.image(ofPage: 1, of: paper).bytes
    let sideways = Array(plain[..<2]) + ExifSamples.segment(orientation: 6) + plain[2...]
    let image = try await viewer.image(ofPage: 1, of: source(sideways, .jpeg))
    let (before, after) = (
      try #require(Picture(jpeg: plain)), try #require(Picture(jpeg: image.bytes))
    )
    #expect(before.width < before.height && after.width > after.height)
    #expect(image.bytes.firstRange(of: Array("Exif".utf8)) == nil)
  }

  @Test(.needsOffice) func anOfficeDocumentIsShownByThePage() async throws {
    let reading = Reading()
    let paper = reading.source(Papers.docx("Kim Beispiel"), .docx)
    let layout = try await viewer.layout(of: paper)
    #expect(layout.pages.first?.text?.reveal() == "Kim Beispiel")
    let image = try await viewer.image(ofPage: 1, of: paper)
    #expect(image.contentType == "image/jpeg")
    #expect(reading.times == 1, "the second page doesn't convert again")
  }

  @Test func withoutAProgramATypeIsUnavailable() async throws {
    let bare = DocumentViewer(
      limits: ViewingLimits(atOnce: 1), programs: .installed(below: "/nowhere"))
    let papers: [(MediaType, [UInt8])] = [
      (.pdf, Papers.ordinary(["Kim"])), (.docx, Papers.docx("Kim")),
      (.png, Papers.png(width: 9, height: 9)),
      (.jpeg, [0xFF, 0xD8, 0xFF, 0xC0, 0, 11, 8, 0, 9, 0, 9, 1, 1, 0x11, 0]),
    ]
    for (type, bytes) in papers {
      await #expect(throws: ViewingError.unavailable, "\(type)") {
        try await bare.image(ofPage: 1, of: source(bytes, type))
      }
    }
    let state = await bare.state()
    #expect(state.isolation == .missing && !state.showsPDF && !state.showsOffice)
  }

  @Test func whatReadingTheDocumentThrowsIsPassedOn() async throws {
    struct Torn: Error {}
    let torn = DocumentSource(key: "torn", mediaType: .pdf, bytes: 1000) { each in
      try await each(Array("%PDF-1.7".utf8))
      throw Torn()
    }
    await #expect(throws: Torn.self) { try await viewer.layout(of: torn) }
  }
}
