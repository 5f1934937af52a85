import Hummingbird
import Logging
import NIOCore

/// What travels with one request through the routes.
struct RequestScope: RequestContext {
  var coreContext: CoreRequestContextStorage
  private let channel: any Channel

  init(source: ApplicationRequestContextSource) {
    coreContext = .init(source: source)
    channel = source.channel
  }

  /// The address at the other end of the connection.
  var remoteAddress: String? { channel.remoteAddress?.ipAddress }

  /// Tells a client that waits for it (`Expect: 100-continue`) that its body is wanted now.
  func invite(bodyOf request: Request) {
    guard request.headers[.expect]?.lowercased() == "100-continue" else { return }
    channel.triggerUserOutboundEvent(BodyInvitation(), promise: nil)
  }

  /// Work that is cancelled when nobody waits for it any more. The server itself lets a handler
  /// go on after its client has gone.
  func whileConnected<Result: Sendable>(
    _ work: @escaping @Sendable () async throws -> Result
  ) async throws -> Result {
    let task = Task { try await work() }
    channel.triggerUserOutboundEvent(Departure { task.cancel() }, promise: nil)
    return try await withTaskCancellationHandler {
      try await task.value
    } onCancel: {
      task.cancel()
    }
  }
}

/// Asks the connection's guard for the interim answer `100 Continue`.
struct BodyInvitation: Sendable {}

/// Asks the connection's guard to tell when the client has gone before it has its answer.
struct Departure: Sendable {
  let tell: @Sendable () -> Void

  init(_ tell: @escaping @Sendable () -> Void) { self.tell = tell }
}
