import Foundation
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import Synchronization

@testable import Web

/// A connection on which a test says exactly what it wants to say, and when.
struct Wire: Sendable {
  let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
  private let heard = Heard()

  private final class Heard: Sendable {
    let state = Mutex((text: "", closed: false))
  }

  func send(_ text: String) async throws { try await outbound.write(ByteBuffer(string: text)) }

  /// Everything that comes until the other side closes.
  func rest() async throws -> String {
    while !heard.state.withLock({ $0.closed }) { try await Task.sleep(for: .milliseconds(10)) }
    return heard.state.withLock { $0.text }
  }

  /// What comes until `end` has come, or nothing more does.
  func read(until end: String) async throws -> String {
    while true {
      let found = heard.state.withLock { state -> String? in
        guard let range = state.text.range(of: end) else { return state.closed ? state.text : nil }
        let text = String(state.text[..<range.upperBound])
        state.text = String(state.text[range.upperBound...])
        return text
      }
      if let found { return found }
      try await Task.sleep(for: .milliseconds(10))
    }
  }

  static func open<Value: Sendable>(
    _ port: Int, reading: Bool = true, _ body: @Sendable @escaping (Wire) async throws -> Value
  ) async throws -> Value {
    let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .channelOption(.autoRead, value: reading)
      .connect(host: "127.0.0.1", port: port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
            wrappingChannelSynchronously: channel,
            configuration: .init(isOutboundHalfClosureEnabled: true))
        }
      }
    return try await channel.executeThenClose { inbound, outbound in
      let wire = Wire(outbound: outbound)
      return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
          do {
            for try await bytes in inbound {
              wire.heard.state.withLock { $0.text += String(buffer: bytes) }
            }
          } catch {}
          wire.heard.state.withLock { $0.closed = true }
        }
        let value = try await body(wire)
        group.cancelAll()
        return value
      }
    }
  }
}

extension House {
  /// Runs the whole server on a port of its own while `body` talks to it.
  func serving<Value: Sendable>(
    _ pace: Pace = Pace(), mostConnections: Int = 64, tls: TLSIdentity? = nil,
    _ body: @escaping @Sendable (_ port: Int, _ group: ServiceGroup) async throws -> Value
  ) async throws -> Value {
    var configuration = WebConfiguration(host: "127.0.0.1", port: 0)
    configuration.pace = pace
    configuration.mostConnections = mostConnections
    configuration.tls = tls
    let (ports, listening) = AsyncStream<Int>.makeStream()
    let server = try WebServer(routing, configuration, logger) { listening.yield($0) }
    let group = ServiceGroup(
      configuration: .init(services: [server], logger: logger))
    return try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask { try await group.run() }
      for await port in ports {
        let value = try await body(port, group)
        await group.triggerGracefulShutdown()
        return value
      }
      throw CancellationError()
    }
  }
}
