import Domain
import Testing

@testable import Viewing

/// A camera's note about how it was held.
enum ExifSamples {
  static func segment(orientation: UInt8, little: Bool = false) -> [UInt8] {
    let tiff: [UInt8] =
      little
      ? Array("II".utf8) + [42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, orientation]
        + [0, 0, 0, 0, 0, 0, 0]
      : Array("MM".utf8) + [0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation]
        + [0, 0, 0, 0, 0, 0]
    let body = Array("Exif".utf8) + [0, 0] + tiff
    return [0xFF, 0xE1, 0, UInt8(body.count + 2)] + body
  }
}

/// What is read without a sandbox: sizes, orientations, lists.
@Suite struct ReadingTests {
  private let frame: [UInt8] = [
    0xFF, 0xC2, 0, 17, 8, 0, 200, 1, 0x2C, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0,
  ]

  @Test(arguments: [(1, 0), (2, 0), (3, 2), (4, 2), (5, 1), (6, 1), (7, 3), (8, 3), (99, 0)])
  func anOrientationIsATurn(orientation: Int, turns: Int) throws {
    for little in [true, false] {
      let exif = ExifSamples.segment(orientation: UInt8(orientation), little: little)
      let picture = try #require(Picture(jpeg: [0xFF, 0xD8] + exif + frame))
      #expect(picture.width == 300 && picture.height == 200 && picture.components == 3)
      #expect(picture.turns == turns)
      #expect(picture.size?.width == (turns % 2 == 0 ? 300 : 200))
    }
  }

  @Test func aJPEGCutAnywhereHasNoSizeAndHarmsNobody() {
    let whole = [0xFF, 0xD8] + ExifSamples.segment(orientation: 6) + frame
    for count in 0..<whole.count {
      #expect(Picture(jpeg: Array(whole.prefix(count))) == nil)
      var bent = whole
      for value: UInt8 in [0, 0x7F, 0xFF] {
        bent[count] = value
        _ = Picture(jpeg: bent)?.size
      }
    }
  }

  @Test func aPNGWithoutItsHeaderHasNoSize() {
    let whole = Papers.png(width: 3, height: 4)
    #expect(Picture(png: whole).map { [$0.width, $0.height] } == [3, 4])
    #expect(Picture(png: Array(whole.prefix(23))) == nil)
    #expect(Picture(png: [UInt8](repeating: 65, count: 64)) == nil)
    #expect(Picture(png: Papers.png(width: 0, height: 0))?.size == nil)
  }

  @Test func aListOfPagesIsReadWithSuspicion() {
    func list(_ text: String) -> PageList? { PageList(printed: Array(text.utf8)[...], atMost: 9) }
    #expect(list("") == nil)
    #expect(list("Pages:  5\n") == nil)
    #expect(list("Page 1 size: nan x inf pts\n") == nil)
    #expect(list("Page 1 size: -3 x 4 pts\n") == nil)
    #expect(list("Page 2 size: 3 x 4 pts\n") == nil)
    #expect(list("Page 99999999999999999999 size: 3 x 4 pts\n") == nil)
    let fine = list(
      "Pages: 2\nPage    1 size:  595.3 x 842 pts (A4)\nPage    1 rot:   90\nPage 3 size: 1 x 1 pts"
    )
    #expect(fine?.count == 2 && fine?.sizes.first?.width == 842)
    #expect(list("Pages: -7\nPage 1 size: 3 x 4 pts")?.count == 1)
  }

  @Test func textsLoseWhatATerminalWouldObey() {
    let texts = PageList.texts(printed: Array("a\u{1B}[31m b\n\u{0C} \n\u{0C}c\u{0}".utf8)[...])
    #expect(texts.map { $0?.reveal() } == ["a[31m b", nil, "c"])
  }

  @Test func whatIsKnownIsBoundedAndForgotten() async throws {
    var limits = ViewingLimits(atOnce: 1)
    limits.keptBytes = 100
    limits.keptFor = .milliseconds(1)
    let known = KnownDocuments(limits)
    known.keep(pdf: [UInt8](repeating: 1, count: 101), of: "large")
    #expect(known.keptBytes == 0)
    known.keep(pdf: [UInt8](repeating: 1, count: 100), of: "fits")
    #expect(known.keptBytes == 100)
    try await Task.sleep(for: .milliseconds(20))
    #expect(known.pdf(of: "fits") == nil)
    known.forgetStale()
    #expect(known.keptBytes == 0)
  }

  @Test func theFilterOfSystemCallsIsWholeInstructions() {
    #expect(SyscallFilter.isKnown)
    #expect(SyscallFilter.printed.count % (8 * 4) == 0)
  }
}

/// So many at once, so many in a queue, the rest turned away.
@Suite(.timeLimit(.minutes(1)))
struct TurnstileTests {
  private let turnstile = Turnstile(atOnce: 1, waiting: 1)

  /// Somebody inside, who leaves when told.
  private func occupied(_ work: (_ leave: () -> Void) async throws -> Void) async throws {
    let (inside, entered) = AsyncStream<Void>.makeStream()
    let (goes, going) = AsyncStream<Void>.makeStream()
    let first = Task {
      try await turnstile.pass {
        entered.yield()
        for await _ in goes { break }
      }
    }
    for await _ in inside { break }
    try await work { going.yield() }
    try await first.value
  }

  private func queued<Result: Sendable>(
    _ work: @escaping @Sendable () async throws -> Result
  ) async -> Task<Result, any Error> {
    let task = Task { try await turnstile.pass(work) }
    while turnstile.queue == 0 { await Task.yield() }
    return task
  }

  @Test func whoIsOneTooManyIsTurnedAway() async throws {
    try await occupied { leave in
      let second = await queued { 2 }
      await #expect(throws: ViewingError.busy) { try await turnstile.pass {} }
      leave()
      let answer = try await second.value
      #expect(answer == 2)
    }
    #expect(try await turnstile.pass { 3 } == 3)
  }

  @Test func whoGoesWhileWaitingTakesNobodysPlace() async throws {
    try await occupied { leave in
      let second = await queued { Issue.record("it had gone") }
      second.cancel()
      await #expect(throws: CancellationError.self) { try await second.value }
      #expect(turnstile.queue == 0)
      leave()
    }
    #expect(try await turnstile.pass { 3 } == 3)
  }
}
