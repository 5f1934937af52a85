import Hummingbird
import HummingbirdCore
import NIOCore

/// A body on its way out, piece by piece.
/// Proof of `@unchecked`: one task passes on one piece after another.
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
