import Foundation
import Glibc

/// Stands between a client and the server's socket, and breaks the connection when a test says so.
final class Proxy: Sendable {
  /// What to do with bytes that the client sent.
  enum Verdict: Sendable {
    case pass
    /// The server never sees them.
    case cutBefore
    /// The server gets them, the client no answer.
    case cutAfter
    /// Says these bytes to the client in the server's stead, and goes.
    case answer([UInt8])
  }

  let directory: String
  private let listener: Int32
  private let upstream: String
  /// Asked for each read from the client, with the number of its connection, from 1.
  private let judge: @Sendable (_ bytes: [UInt8], _ connection: Int) -> Verdict

  init(to socketDirectory: String, judge: @escaping @Sendable ([UInt8], Int) -> Verdict) throws {
    directory = "/tmp/postgres-proxy-\(UUID().uuidString.prefix(8))"
    upstream = socketDirectory + "/.s.PGSQL.5432"
    self.judge = judge
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
    listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    let bound = unsafe Self.withAddress(directory + "/.s.PGSQL.5432") { [listener] in
      unsafe bind(listener, $0, $1)
    }
    guard bound == 0, listen(listener, 16) == 0 else { throw CocoaError(.fileWriteUnknown) }
    Thread.detachNewThread { [self] in
      var count = 0
      while case let client = accept(listener, nil, nil), client >= 0 {
        count += 1
        serve(client, count)
      }
    }
  }

  func close() {
    shutdown(listener, Int32(SHUT_RDWR))
    try? FileManager.default.removeItem(atPath: directory)
  }

  private func serve(_ client: Int32, _ number: Int) {
    let server = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    guard unsafe Self.withAddress(upstream, { unsafe connect(server, $0, $1) }) == 0 else {
      shutdown(client, Int32(SHUT_RDWR))
      return
    }
    let hangUp: @Sendable () -> Void = {
      shutdown(client, Int32(SHUT_RDWR))
      shutdown(server, Int32(SHUT_RDWR))
    }
    Thread.detachNewThread {
      while let bytes = Self.receive(server), Self.pass(bytes, to: client) {}
      hangUp()
    }
    Thread.detachNewThread { [judge] in
      while let bytes = Self.receive(client) {
        switch judge(bytes, number) {
        case .pass: if Self.pass(bytes, to: server) { continue }
        case .cutBefore: break
        case .cutAfter:
          shutdown(client, Int32(SHUT_RDWR))
          _ = Self.pass(bytes, to: server)
          // Long enough to act on them before its other end goes.
          Thread.sleep(forTimeInterval: 0.3)
        case .answer(let answer): _ = Self.pass(answer, to: client)
        }
        break
      }
      hangUp()
    }
  }

  private static func receive(_ socket: Int32) -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = unsafe recv(socket, &buffer, buffer.count, 0)
    return count > 0 ? Array(buffer.prefix(count)) : nil
  }

  private static func pass(_ bytes: [UInt8], to socket: Int32) -> Bool {
    unsafe send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
  }

  private static func withAddress(
    _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
  ) -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path.utf8) }
    return unsafe withUnsafeBytes(of: address) { bytes in
      guard let base = bytes.baseAddress else { return -1 }
      return unsafe body(
        base.assumingMemoryBound(to: sockaddr.self), socklen_t(MemoryLayout<sockaddr_un>.size))
    }
  }
}

extension [UInt8] {
  /// Whether `text` stands in the bytes, as a statement does when it is prepared.
  func contains(_ text: String) -> Bool {
    let wanted = Array(text.utf8)
    return indices.contains { self[$0...].starts(with: wanted) }
  }
}
