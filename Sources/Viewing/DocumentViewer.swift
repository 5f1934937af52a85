import Domain

/// Shows documents as images of their pages and the text on them, and never runs anything of
/// them outside of a sandbox. Nothing made from a document reaches a disk.
package struct DocumentViewer: Sendable {
  private let limits: ViewingLimits
  private let programs: ViewingPrograms
  private let sandbox: Sandbox?
  private let turnstile: Turnstile
  private let known: KnownDocuments

  /// Uses the programs that are installed.
  package init(limits: ViewingLimits, programs: ViewingPrograms = .installed()) {
    self.limits = limits
    self.programs = programs
    sandbox = programs.bubblewrap.map(Sandbox.init(bubblewrap:))
    turnstile = Turnstile(atOnce: limits.atOnce, waiting: limits.waiting)
    known = KnownDocuments(limits)
  }

  /// The document's pages and their text. Throws ``ViewingError``, or what reading the source
  /// throws.
  package func layout(of source: DocumentSource) async throws -> DocumentLayout {
    try await remembering(source) {
      switch source.mediaType {
      case .pdf: return try await layout(ofPDF: source)
      case .docx: return try await layout(ofPDF: try await converted(source))
      case .jpeg, .png: return try layout(of: try await picture(source))
      }
    }
  }

  /// The image of a page, counted from 1. Throws ``ViewingError``, or what reading the source
  /// throws.
  package func image(ofPage number: Int, of source: DocumentSource) async throws -> PageImage {
    try await remembering(source) {
      switch source.mediaType {
      case .pdf: return try await page(number, ofPDF: source)
      case .docx: return try await page(number, ofPDF: try await converted(source))
      case .jpeg, .png:
        guard number == 1 else { throw ViewingError.noSuchPage }
        return try await draw(try await picture(source), source)
      }
    }
  }

  /// What can be shown here; makes a sandbox to find out.
  package func state() async -> ViewingState {
    ViewingState(
      isolation: await isolation(), showsPDF: programs.poppler,
      showsPNG: programs.thumbnailer, showsOffice: programs.poppler && programs.office != nil)
  }

  /// Lets go of what nobody has looked at for some minutes. Somebody has to call this again
  /// and again.
  package func forgetStale() { known.forgetStale() }

  private func isolation() async -> ViewingState.Isolation {
    guard sandbox != nil else { return .missing }
    do {
      _ = try await probe("exit 0")
      return .works
    } catch {
      return .refused
    }
  }

  /// What a script finds in the sandbox, with nothing to read.
  func probe(_ script: String) async throws -> [UInt8] {
    try await run(order(script, [], scratchBytes: 1 << 20, resultBytes: 1 << 16)) { _ in }
  }
}

extension DocumentViewer {
  /// A document that took too long once isn't tried again for every page of it.
  private func remembering<Result>(
    _ source: DocumentSource, _ work: () async throws -> Result
  ) async throws -> Result {
    if let failure = known.failure(of: source.key) { throw failure }
    do {
      return try await work()
    } catch ViewingError.tookTooLong {
      known.keep(.tookTooLong, of: source.key)
      throw ViewingError.tookTooLong
    }
  }

  private func layout(ofPDF source: DocumentSource) async throws -> DocumentLayout {
    let (list, texts) = try await look(at: source, textBytes: limits.textBytes)
    let pages = list.sizes.enumerated().map { index, size in
      let pixels = size.scaled(by: size.scale(limits))
      return DocumentLayout.Page(
        number: index + 1, width: pixels.width, height: pixels.height,
        text: index < texts.count ? texts[index] : nil)
    }
    return DocumentLayout(pages: pages, pageCount: list.count)
  }

  private func look(
    at source: DocumentSource, textBytes: Int
  ) async throws -> (PageList, [Private<String>?]) {
    guard programs.poppler else { throw ViewingError.unavailable }
    let textSeconds = max(1, Int(limits.patience.components.seconds) / 3)
    let printed = try await run(
      order(
        PageScripts.layout, [limits.pages, textBytes, textSeconds].map(String.init),
        scratchBytes: scratch(source), resultBytes: limits.textBytes + (1 << 16)),
      source.read)
    let end = printed.firstIndex(of: 0) ?? printed.endIndex
    guard let list = PageList(printed: printed[..<end], atMost: limits.pages) else {
      throw ViewingError.broken
    }
    known.keep(.pages(list), of: source.key)
    return (list, PageList.texts(printed: printed[end...].dropFirst()))
  }

  private func page(_ number: Int, ofPDF source: DocumentSource) async throws -> PageImage {
    let list: PageList
    if case .pages(let pages) = known.shape(of: source.key) {
      list = pages
    } else {
      list = try await look(at: source, textBytes: 1).0
    }
    guard list.sizes.indices.contains(number - 1) else { throw ViewingError.noSuchPage }
    return try await draw(
      page: number, scale: list.sizes[number - 1].scale(limits), ofPDF: source)
  }

  private func draw(
    page: Int, scale: Double, ofPDF source: DocumentSource
  ) async throws -> PageImage {
    guard programs.poppler else { throw ViewingError.unavailable }
    let bytes = try await run(
      order(
        PageScripts.page, [String(page), String(72 * scale)], scratchBytes: scratch(source),
        resultBytes: limits.imageBytes),
      source.read)
    guard bytes.starts(with: [0xFF, 0xD8]) else { throw ViewingError.broken }
    return PageImage(contentType: "image/jpeg", bytes: bytes)
  }
}

extension DocumentViewer {
  private func converted(_ source: DocumentSource) async throws -> DocumentSource {
    if let pdf = known.pdf(of: source.key) { return source.converted(to: pdf) }
    guard let office = programs.office, programs.poppler else { throw ViewingError.unavailable }
    let folder = office.split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" }
    let pdf = try await run(
      Sandbox.Order(
        script: PageScripts.office, arguments: [office, folder, "MS Word 2007 XML"],
        memory: limits.officeMemory, processorSeconds: limits.officeProcessorSeconds,
        patience: limits.officePatience, scratchBytes: 4 * scratch(source),
        resultBytes: limits.convertedBytes),
      source.read)
    known.keep(pdf: pdf, of: source.key)
    return source.converted(to: pdf)
  }

  /// What the picture says about itself; refuses one that would take too much to decode.
  private func picture(_ source: DocumentSource) async throws -> Picture {
    if case .picture(let picture) = known.shape(of: source.key) { return picture }
    let isPNG = source.mediaType == .png
    let head = try await source.beginning(isPNG ? 32 : Picture.headBytes)
    guard let picture = isPNG ? Picture(png: head) : Picture(jpeg: head) else {
      throw ViewingError.broken
    }
    guard picture.width <= limits.pictureSide, picture.height <= limits.pictureSide,
      picture.width * picture.height <= limits.picturePixels
    else { throw ViewingError.tooLarge }
    known.keep(.picture(picture), of: source.key)
    return picture
  }

  private func layout(of picture: Picture) throws -> DocumentLayout {
    guard let size = picture.size else { throw ViewingError.broken }
    let pixels = size.scaled(by: min(1, size.scale(limits)))
    return DocumentLayout(
      pages: [.init(number: 1, width: pixels.width, height: pixels.height, text: nil)],
      pageCount: 1)
  }

  private func draw(_ picture: Picture, _ source: DocumentSource) async throws -> PageImage {
    guard let size = picture.size else { throw ViewingError.broken }
    let scale = min(1, size.scale(limits))
    if source.mediaType == .jpeg {
      let page = PicturePage(picture, bytes: source.bytes)
      return try await draw(page: 1, scale: scale, ofPDF: page.around(source))
    }
    guard programs.thumbnailer else { throw ViewingError.unavailable }
    let side = max(1, Int(max(size.width, size.height) * scale))
    let bytes = try await run(
      order(
        PageScripts.picture, [String(side)],
        scratchBytes: scratch(source) + limits.imageBytes, resultBytes: limits.imageBytes),
      source.read)
    guard bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) else { throw ViewingError.broken }
    return PageImage(contentType: "image/png", bytes: bytes)
  }

  /// Room for the document and what is made of it.
  private func scratch(_ source: DocumentSource) -> Int { source.bytes + (16 << 20) }

  private func order(
    _ script: String, _ arguments: [String], scratchBytes: Int, resultBytes: Int
  ) -> Sandbox.Order {
    Sandbox.Order(
      script: script, arguments: arguments, memory: limits.memory,
      processorSeconds: limits.processorSeconds, patience: limits.patience,
      scratchBytes: scratchBytes, resultBytes: resultBytes)
  }

  private func run(
    _ order: Sandbox.Order, _ input: @escaping DocumentSource.Reading
  ) async throws -> [UInt8] {
    guard let sandbox else { throw ViewingError.unavailable }
    return try await turnstile.pass { try await sandbox.run(order, input: input) }
  }
}
