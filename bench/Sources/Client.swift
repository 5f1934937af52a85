import Foundation
import Glibc

/// One keep-alive connection to a server on this machine, with blocking calls: on a machine that
/// client and server share, a client must cost little.
final class Client {
  private let socket: Int32
  private var buffer = [UInt8](repeating: 0, count: 256 * 1024)

  struct Refused: Error { let answer: String }

  init(port: Int) throws {
    socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard socket >= 0 else { throw SystemFault("socket") }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    let status = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard status == 0 else { throw SystemFault("connect") }
    var yes: Int32 = 1
    unsafe setsockopt(
      socket, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
  }

  deinit { close(socket) }

  /// Sends a request and reads its answer to the end; the bytes of the answer's body. Throws
  /// unless the status begins with 2.
  func exchange(head: [UInt8], body: [UInt8]) throws -> Int {
    try send(head, more: !body.isEmpty)
    try send(body, more: false)
    var filled = 0
    var end: Int?
    while end == nil {
      filled += try receive(at: filled)
      end = endOfHead(filled)
    }
    guard let end else { throw SystemFault("recv") }
    let text = String(decoding: buffer[..<end], as: UTF8.self)
    guard text.hasPrefix("HTTP/1.1 2") else {
      throw Refused(answer: String(decoding: buffer[..<filled], as: UTF8.self))
    }
    let length = contentLength(text)
    var rest = length - (filled - end)
    while rest > 0 { rest -= try receive(at: 0) }
    return length
  }

  private func send(_ bytes: [UInt8], more: Bool) throws {
    var done = 0
    while done < bytes.count {
      let count = unsafe bytes.withUnsafeBytes {
        unsafe Glibc.send(
          socket, $0.baseAddress.unsafelyUnwrapped + done, $0.count - done,
          Int32(MSG_NOSIGNAL) | (more ? Int32(MSG_MORE) : 0))
      }
      guard count > 0 else { throw SystemFault("send") }
      done += count
    }
  }

  private func receive(at place: Int) throws -> Int {
    let count = unsafe buffer.withUnsafeMutableBytes {
      unsafe recv(socket, $0.baseAddress.unsafelyUnwrapped + place, $0.count - place, 0)
    }
    guard count > 0 else { throw SystemFault("recv") }
    return count
  }

  /// Where the body begins.
  private func endOfHead(_ filled: Int) -> Int? {
    guard filled >= 4 else { return nil }
    for place in 3..<filled
    where buffer[place] == 10 && buffer[place - 1] == 13 && buffer[place - 2] == 10 {
      return place + 1
    }
    return nil
  }

  private func contentLength(_ head: String) -> Int {
    for line in head.lowercased().split(separator: "\r\n") where line.hasPrefix("content-length:") {
      return Int(line.dropFirst(15).trimmingCharacters(in: .whitespaces)) ?? 0
    }
    return 0
  }
}
