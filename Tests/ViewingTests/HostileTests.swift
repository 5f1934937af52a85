import Domain
import Foundation
import Testing

@testable import Viewing

/// Documents that want to do harm: each gives an image, or an error of the closed set.
@Suite(.needsSandbox, .serialized, .timeLimit(.minutes(5)))
struct HostileTests {
  private let viewer = Machine.viewer {
    // By the processor's clock, so that a busy machine changes nothing.
    $0.patience = .seconds(120)
    $0.processorSeconds = 3
  }

  @Test func scriptsAndLaunchActionsAreNotRun() async throws {
    let mark = "/tmp/lethe-launched-\(UUID().uuidString)"
    let action =
      "/OpenAction << /S /Launch /F (/usr/bin/touch) /Win << /F (touch) /P (\(mark)) >> >>"
      + " /AA << /O << /S /JavaScript /JS (app.launchURL\\(\"file://\(mark)\"\\)) >> >>"
    let paper = source(Papers.ordinary(["Kim"], catalogue: action))
    #expect(try await viewer.layout(of: paper).pages.count == 1)
    #expect(try await viewer.image(ofPage: 1, of: paper).contentType == "image/jpeg")
    #expect(!FileManager.default.fileExists(atPath: mark))
  }

  @Test func whatNeverEndsIsEndedAndNotTriedAgain() async throws {
    let reading = Reading()
    let paper = reading.source(Papers.endless, .pdf)
    await #expect(throws: ViewingError.tookTooLong) {
      try await viewer.image(ofPage: 1, of: paper)
    }
    let times = reading.times
    await #expect(throws: ViewingError.tookTooLong) {
      try await viewer.image(ofPage: 1, of: paper)
    }
    #expect(reading.times == times)
  }

  @Test func aDocumentThatContainsItselfHarmsNobody() async throws {
    await expectImageOrError(source(Papers.selfish))
  }

  @Test func aDecompressionBombHarmsNobody() async throws {
    await expectImageOrError(source(Papers.bomb(megabytes: 2000)))
    await expectImageOrError(source(Papers.pictureBomb))
  }

  @Test(arguments: [("<html><script>alert(1)</script>", ""), ("", "PK\u{3}\u{4}<html>")])
  func aPolyglotIsAPictureOfItsPageAndNothingElse(before: String, after: String) async throws {
    // What stands before the header is refused at the upload; a reader looks further.
    let bytes = Array(before.utf8) + Papers.ordinary(["Kim"]) + Array(after.utf8)
    let image = try await viewer.image(ofPage: 1, of: source(bytes))
    #expect(image.bytes.starts(with: [0xFF, 0xD8, 0xFF]))
    #expect(image.bytes.firstRange(of: Array("<html>".utf8)) == nil)
  }

  @Test(arguments: MediaType.allCases.filter { $0 != .docx })
  func aRenamedSVGIsBroken(type: MediaType) async throws {
    let svg = Array(
      #"<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>"#.utf8)
    for bytes in [svg, [], [0xFF, 0xD8, 0xFF], Array("%PDF-1.7".utf8)] {
      await #expect(throws: ViewingError.broken) {
        try await viewer.image(ofPage: 1, of: source(bytes, type))
      }
    }
  }

  @Test func aHugePictureIsRefusedBeforeItIsDecoded() async throws {
    let filler = [UInt8](repeating: 0, count: 3 << 20)
    let reading = Reading()
    let png = Papers.png(width: 50_000, height: 50_000, rows: 1) + filler
    await #expect(throws: ViewingError.tooLarge) {
      try await viewer.image(ofPage: 1, of: reading.source(png, .png))
    }
    #expect(reading.bytesAsked < png.count)
    let jpeg: [UInt8] = [0xFF, 0xD8, 0xFF, 0xC0, 0, 11, 8, 0xC3, 0x50, 0xC3, 0x50, 1, 1, 0x11, 0]
    await #expect(throws: ViewingError.tooLarge) {
      try await viewer.layout(of: source(jpeg + filler, .jpeg))
    }
  }

  @Test(.needsThumbnailer) func aPictureThatEndsEarlyIsAnImageOrAnError() async throws {
    let bytes = Papers.png(width: 900, height: 900, rows: 3)
    await expectImageOrError(source(bytes, .png))
    await expectImageOrError(source(Array(bytes.prefix(60)), .png))
  }

  @Test func anEncryptedDocumentIsBroken() async throws {
    let key = String(repeating: "41", count: 32)
    let encrypt =
      "/Encrypt << /Filter /Standard /V 1 /R 2 /O <\(key)> /U <\(key)> /P -4 >>"
      + " /ID [<41> <41>]"
    await #expect(throws: ViewingError.broken) {
      try await viewer.layout(of: source(Papers.ordinary(["Kim"], trailer: encrypt)))
    }
  }

  @Test(.needsOffice) func aCorruptOfficeDocumentIsBroken() async throws {
    let whole = Papers.docx("Kim Beispiel")
    for bytes in [Array(whole.prefix(300)), [0x50, 0x4B, 3, 4] + Array(repeating: 7, count: 999)] {
      await #expect(throws: ViewingError.broken) {
        try await viewer.layout(of: source(bytes, .docx))
      }
    }
  }

  @Test func anImageLargerThanAllowedIsRefused() async throws {
    let strict = Machine.viewer { $0.imageBytes = 1000 }
    await #expect(throws: ViewingError.tooLarge) {
      try await strict.image(ofPage: 1, of: source(Papers.ordinary(["Kim"])))
    }
  }

  @Test func moreTextThanAllowedIsCut() async throws {
    let strict = Machine.viewer { $0.textBytes = 40 }
    let lines = (0..<9).map { "line number \($0) of a long document" }
    let layout = try await strict.layout(of: source(Papers.ordinary(lines)))
    #expect(layout.pages.count == 9)
    #expect(layout.pages.reduce(0) { $0 + ($1.text?.reveal().utf8.count ?? 0) } <= 40)
  }

  private func expectImageOrError(_ paper: DocumentSource) async {
    do {
      _ = try await viewer.image(ofPage: 1, of: paper)
    } catch {
      #expect(error is ViewingError)
    }
    await #expect(throws: Never.self, "the next document is shown as ever") {
      try await viewer.image(ofPage: 1, of: source(Papers.ordinary(["Kim"])))
    }
  }
}
