package import Domain

/// A document that is to be shown: its bytes are asked for when a program waits for them, and
/// go nowhere but there.
package struct DocumentSource: Sendable {
  /// Passes on all bytes of the document, in order.
  package typealias Reading =
    @Sendable (_ each: ([UInt8]) async throws -> Void) async throws -> Void

  let key: String
  let mediaType: MediaType
  let bytes: Int
  let read: Reading

  /// `key` names the document among all others; its bytes never change.
  package init(key: String, mediaType: MediaType, bytes: Int, read: @escaping Reading) {
    self.key = key
    self.mediaType = mediaType
    self.bytes = bytes
    self.read = read
  }

  /// The same document after it has been made into a PDF.
  func converted(to pdf: [UInt8]) -> DocumentSource {
    DocumentSource(key: key, mediaType: .pdf, bytes: pdf.count) { each in try await each(pdf) }
  }

  /// The first bytes, as many as asked for or as there are.
  func beginning(_ count: Int) async throws -> [UInt8] {
    var head: [UInt8] = []
    do {
      try await read { bytes in
        head += bytes.prefix(count - head.count)
        if head.count >= count { throw Enough() }
      }
    } catch is Enough {}
    return head
  }

  /// Ends a reading early.
  private struct Enough: Error {}
}
