/// The types a document may have, and how their bytes give them away. A short list by design:
/// what isn't on it isn't stored.
package enum MediaType: String, CaseIterable, Sendable {
  case pdf = "application/pdf"
  case docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
  case jpeg = "image/jpeg"
  case png = "image/png"

  /// Reads a `Content-Type` value without its parameters.
  package init?(contentType: String) {
    let type = contentType.prefix { $0 != ";" }.drop { $0.isWhitespace }
    let end = type.lastIndex { !$0.isWhitespace }.map { type.index(after: $0) }
    self.init(rawValue: type[..<(end ?? type.endIndex)].lowercased())
  }

  /// The ending a downloaded file gets when its name has none.
  package var fileExtension: String {
    switch self {
    case .pdf: "pdf"
    case .docx: "docx"
    case .jpeg: "jpg"
    case .png: "png"
    }
  }

  /// Endings that say the same of a file, the usual one first.
  package var fileExtensions: [String] {
    self == .jpeg ? [fileExtension, "jpeg"] : [fileExtension]
  }

  /// Bytes of the beginning and of the end that ``matches(head:tail:)`` wants to see.
  package static let headBytes = 8
  package static let tailBytes = 65_536

  /// Whether a file that begins and ends like this can be of this type. PDF: ISO 32000 7.5.2,
  /// header at byte 0. DOCX: a ZIP whose central directory names the main document part.
  package func matches(head: some Collection<UInt8>, tail: some BidirectionalCollection<UInt8>)
    -> Bool
  {
    switch self {
    case .pdf: head.starts(with: Array("%PDF-".utf8))
    case .jpeg: head.starts(with: [0xFF, 0xD8, 0xFF])
    case .png: head.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    case .docx:
      head.starts(with: [0x50, 0x4B, 0x03, 0x04])
        && Array(tail).firstRange(of: Array("word/document.xml".utf8)) != nil
        && Array(tail).firstRange(of: [0x50, 0x4B, 0x05, 0x06]) != nil
    }
  }
}
