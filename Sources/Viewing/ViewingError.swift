/// Why a document can't be shown. A closed set that holds no word of the document, nor of a
/// program that choked on it.
package enum ViewingError: String, Error, CaseIterable, Sendable {
  /// The programs that show this type aren't there, or the sandbox isn't.
  case unavailable
  /// The document is damaged, encrypted or not what it says it is.
  case broken
  /// It would take more memory, more pixels or more bytes than a page may.
  case tooLarge
  case tookTooLong
  /// Others are being served, and enough are waiting.
  case busy
  case noSuchPage
}
