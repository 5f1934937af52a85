import Casework
import Domain
import Hummingbird
import Logging
import Pages
import Viewing

/// The pages of one document as they stand on a page of the desk.
struct DocumentSheets: Sendable {
  private let desk: Desk
  private let visit: Visit
  private let caller: Caller
  private let application: ApplicationID
  private let document: DocumentID

  /// `caller` is the visitor; somebody who has to say why brings their reason.
  init(
    _ document: DocumentID, of application: ApplicationID, by caller: Caller, _ desk: Desk,
    _ visit: Visit
  ) {
    self.desk = desk
    self.visit = visit
    self.caller = caller
    self.application = application
    self.document = document
  }

  /// Opens the document, which is an act, and lays it out. What is refused or fails stands
  /// where the images would be, so that the rest of a page is there in any case.
  func markup() async throws -> String {
    do {
      let opened = try await OpenDocument(desk.office)(document, of: application, by: caller)
      return try await markup(of: opened)
    } catch is Refusal {
      return obstacle(visit.phrases("It isn't there any more."))
    } catch let error as CancellationError {
      throw error
    } catch {
      return note(error)
    }
  }

  /// The pages of a document that has been opened for this visitor.
  func markup(of opened: OpenedDocument) async throws -> String {
    do {
      let layout = try await visit.scope.whileConnected { [viewer = desk.viewer] in
        try await viewer.layout(of: DocumentSource(opened))
      }
      return desk.piece(part(layout, opened.kind), visit)
    } catch ViewingError.busy {
      return obstacle(
        visit.phrases("Too much is being shown just now. Load this page again in a moment."))
    } catch is ViewingError {
      return obstacle(SheetsPart.unshown(visit.phrases))
    } catch let error as CancellationError {
      throw error
    } catch {
      return note(error)
    }
  }

  private func part(_ layout: DocumentLayout, _ kind: DocumentKind) -> SheetsPart {
    let phrases = visit.phrases
    let leaves = layout.pages.map { page in
      SheetsPart.Leaf(
        address: "\(address)/pages/\(page.number)",
        name: phrases(
          "{kind}, page {number} of {count}",
          [
            "kind": phrases.name(of: kind), "number": "\(page.number)",
            "count": "\(layout.pageCount)",
          ]),
        width: page.width, height: page.height, text: page.text?.reveal())
    }
    let rest =
      layout.pageCount > leaves.count
      ? phrases(
        "Only the first {shown} of {count} pages are shown.",
        ["shown": "\(leaves.count)", "count": "\(layout.pageCount)"]) : nil
    return SheetsPart(leaves: leaves, rest: rest, original: "\(address)/original")
  }

  private func obstacle(_ words: String) -> String {
    desk.piece(SheetsPart(obstacle: words, original: "\(address)/original"), visit)
  }

  /// A fault that costs this document and not the page it stands on.
  private func note(_ error: any Error) -> String {
    visit.scope.logger.error(
      "a document can't be shown", metadata: ["code": "\(Fault.code(of: error))"])
    return obstacle(SheetsPart.unshown(visit.phrases))
  }

  private var address: String { "/applications/\(application)/documents/\(document)" }
}

extension DocumentSource {
  /// An opened document, decrypted while a program reads it.
  init(_ document: OpenedDocument) {
    self.init(
      key: document.id.text, mediaType: document.mediaType, bytes: document.bytes
    ) { each in
      try await document.read(0..<document.bytes, each)
    }
  }
}
