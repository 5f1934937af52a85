/// Why a ZIP file could not be made.
package enum PackingError: Error, Sendable, Equatable {
  /// The library doesn't start.
  case unavailable
  /// The system has no locale in which names are UTF-8.
  case noUTF8Names
  /// The name is none that ``EntryNames`` makes.
  case badName
  /// A file got other bytes than were announced for it: more, or fewer before the next.
  case wrongSize
  /// Something was written after the end.
  case finished
  /// The library refused; `code` is its number.
  case failed(code: Int)
}
