import Foundation
import Glibc

/// Asks a server over its socket whether it lets people in, as any client would begin.
struct ServerProbe: Sendable {
  let directory: ServerDirectory
  let user: String

  /// True once the server answers with anything but "starting up" or "shutting down". It is not
  /// asked before it says so itself in its folder: each question too early is a line in its log.
  func isAccepting() -> Bool {
    guard ServerProcess.state(in: directory.data) == .ready else { return false }
    let descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return false }
    let stream = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    var limit = timeval(tv_sec: 5, tv_usec: 0)
    unsafe setsockopt(
      descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    guard connects(descriptor) else { return false }
    let hello = greeting
    let sent = unsafe hello.withUnsafeBytes { bytes in
      unsafe send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
    }
    guard sent == hello.count else { return false }
    var answer = [UInt8](repeating: 0, count: 512)
    let length = unsafe answer.withUnsafeMutableBytes { bytes in
      unsafe recv(descriptor, bytes.baseAddress, bytes.count, 0)
    }
    withExtendedLifetime(stream) {}
    guard length > 0 else { return false }
    // 57P03 is `cannot_connect_now`; its code stands in the first bytes of an error.
    let refusal = String(decoding: answer.prefix(length), as: UTF8.self)
    return !refusal.contains("C57P03")
  }

  private func connects(_ descriptor: Int32) -> Bool {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let path = Array(directory.socket.utf8)
    guard path.count <= ServerDirectory.longestSocketPath else { return false }
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path) }
    return unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
      }
    }
  }

  /// A version 3 startup message: length, version, user and database, a final zero.
  private var greeting: [UInt8] {
    var body: [UInt8] = [0, 3, 0, 0]
    for word in ["user", user, "database", "postgres"] { body += Array(word.utf8) + [0] }
    body.append(0)
    let length = UInt32(body.count + 4)
    return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: length >> $0) } + body
  }
}
