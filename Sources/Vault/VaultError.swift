/// Why a key, a field, a document or a link cannot be used. Never holds a secret, and says
/// nothing about which part of an opening failed.
package enum VaultError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The machine or the caller does not give what is needed; `reason` is for an operator.
  case unavailable(reason: String)
  /// The one answer to every failed opening: wrong key, wrong place, altered, cut or malformed.
  case notAuthentic
  /// There is no file at `path`.
  case keyFileMissing(path: String)
  /// The file is a key, but not the one whose fingerprint the database holds.
  case keyFileWrong(path: String)
  /// The file cannot be read, or is not a key.
  case keyFileUnreadable(path: String, reason: String)
  /// The file cannot be written or removed.
  case keyFileUnwritable(path: String, reason: String)
  /// Key files are never overwritten.
  case keyFileExists(path: String)
  /// Keys were copied once, and the folder isn't that copy: its disk may not be mounted.
  case copyGone(path: String, mark: String)
  /// Something was to be sealed under an epoch whose key file was never compared with the
  /// fingerprint in the database.
  case epochUnverified(number: Int)
  /// Too many passwords are being looked at; nothing was done.
  case busy

  package var description: String {
    switch self {
    case .unavailable(let reason): "Keys cannot be used here: \(reason)."
    case .notAuthentic: "This is not what was sealed, or not for this place or key."
    case .keyFileMissing(let path):
      "The key file \(path) is missing. Put it back from its copy; nothing sealed with it opens"
        + " without it."
    case .keyFileWrong(let path):
      "The key file \(path) is not the one this database was sealed with. Put back the right one."
    case .keyFileUnreadable(let path, let reason):
      "The key file \(path) cannot be read: \(reason)."
    case .keyFileUnwritable(let path, let reason):
      "The key file \(path) cannot be written or removed: \(reason)."
    case .keyFileExists(let path):
      "The key file \(path) exists already; key files are never overwritten."
    case .copyGone(let path, let mark):
      "The copy of the keys \(path) is gone. Mount its disk. Only to begin a new copy there: remove"
        + " the file \(mark)."
    case .epochUnverified(let number):
      "Epoch \(number) has not been compared with its fingerprint yet."
    case .busy: "Too many passwords are being looked at; try again in a moment."
    }
  }
}
