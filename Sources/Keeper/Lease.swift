import Synchronization

/// Where a running private server is reached.
package struct ServerAddress: Sendable, Equatable {
  /// The folder that holds the Unix socket; only the server's owner may enter it.
  package let socketDirectory: String
  /// The number in the socket's name; nothing listens on TCP.
  package let port: Int
  /// The login whose password lies in the password file.
  package let superuser: String
}

/// One user of the private server. The server runs at least until the last lease is released,
/// or the last process that holds one has ended.
package final class Lease: Sendable {
  /// Where the server is reached.
  package let address: ServerAddress
  private let use: Mutex<FileLock?>

  init(address: ServerAddress, use: consuming FileLock) {
    self.address = address
    self.use = Mutex(use)
  }

  /// Ends this use; a second call does nothing.
  package func release() { use.withLock { $0 = nil } }
}
