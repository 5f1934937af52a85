import Domain
import HTTPTypes
import Hummingbird
import NIOCore

/// The body of a request, read once, chunk by chunk, never more than was allowed.
struct IncomingBody {
  private let request: Request
  private let scope: RequestScope

  init(_ request: Request, _ scope: RequestScope) {
    self.request = request
    self.scope = scope
  }

  /// What the client says its length is; `nil` when it doesn't say.
  var declaredBytes: Int? { request.headers[.contentLength].flatMap { Int($0) } }

  /// Refuses by the declared length, before a byte is read.
  func refuseLarger(than limit: Int) throws(Refusal) {
    if let declaredBytes, declaredBytes > limit { throw .tooLarge(limitBytes: limit) }
  }

  /// The whole of a small body.
  func collect(atMost limit: Int) async throws -> [UInt8] {
    var bytes: [UInt8] = []
    try await read(atMost: limit) { bytes += $0 }
    return bytes
  }

  /// Passes every chunk on. Throws `tooLarge` as soon as it is, and `incomplete` when the client
  /// went away or sent less than it said.
  func read(atMost limit: Int, _ each: ([UInt8]) async throws -> Void) async throws {
    try refuseLarger(than: limit)
    scope.invite(bodyOf: request)
    var received = 0
    var chunks = request.body.makeAsyncIterator()
    while let chunk = try await next(&chunks) {
      received += chunk.readableBytes
      if received > limit { throw Refusal.tooLarge(limitBytes: limit) }
      try await each(Array(chunk.readableBytesView))
    }
    if let declaredBytes, received != declaredBytes { throw Refusal.incomplete }
  }

  /// Whatever breaks while bytes are awaited is the connection: the client's, not a fault.
  private func next(_ chunks: inout RequestBody.AsyncIterator) async throws -> ByteBuffer? {
    do { return try await chunks.next(isolation: #isolation) } catch { throw Refusal.incomplete }
  }
}
