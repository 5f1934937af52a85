import HummingbirdCore
import NIOCore

/// Where an answer that leaves in pieces is written to.
///
/// Proof of `@unchecked`: one piece goes after another, in one task.
final class Outlet: @unchecked Sendable {
  private var writer: any ResponseBodyWriter

  init(_ writer: any ResponseBodyWriter) { self.writer = writer }

  @concurrent func write(_ bytes: [UInt8]) async throws {
    try await writer.write(ByteBuffer(bytes: bytes))
  }

  @concurrent func write(_ text: String) async throws {
    try await writer.write(ByteBuffer(string: text))
  }
}
