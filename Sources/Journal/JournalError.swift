/// Why the journal could not be read or written.
package enum JournalError: Error, Sendable, Equatable {
  /// A file can't be read or written; `code` is the operating system's number.
  case failed(path: String, code: Int)
}
