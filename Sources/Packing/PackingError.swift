/// Why a ZIP file could not be made.
package enum PackingError: Error, Sendable, Equatable {
  case failed(code: Int)
}
