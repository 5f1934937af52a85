import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Stands on every connection between the HTTP parser and the routes, and ends what would hold
/// it for ever: bodies that trickle in, answers that nobody reads, bodies nobody wants. The
/// server itself has no limit for any of these.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  /// An unwanted rest up to this is read to keep the connection; beyond it, it is closed.
  private static let tolerableRest = 65_536
  /// So long the client may read a refusal before the connection goes under it.
  private static let linger: TimeAmount = .seconds(2)
  private static let tick: TimeAmount = .seconds(1)

  private let pace: Pace
  private let origin = NIODeadline.now()
  /// The answer under way is the first one's, what comes in is the last one's: a client may send
  /// its next request before it has the answer to this one.
  private var exchanges: [Exchange] = []
  private var sending = Progress()
  private var unsent = 0
  private var ticking = false
  private var stopping = false
  private var leaving = false
  /// Who wants to be told that the client has gone, as long as an answer is under way.
  private var departures: [Departure] = []
  private var hasGone = false

  /// One request and its answer.
  private struct Exchange {
    let startedAt: Duration
    /// When a byte of its answer was last taken.
    var movedAt: Duration?
    let declared: Int?
    var awaitsInvitation: Bool
    var receiving = Progress()
    var received = false
    var answered = false
    var closes = false
  }

  init(pace: Pace) { self.pace = pace }

  private var now: Duration { .nanoseconds((NIODeadline.now() - origin).nanoseconds) }
}

// What comes in.
extension ConnectionGuard {
  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if leaving { return }
    switch unwrapInboundIn(data) {
    case .head(let head):
      exchanges.append(
        Exchange(
          startedAt: now, declared: head.headerFields[.contentLength].flatMap { Int($0) },
          awaitsInvitation: head.headerFields[.expect]?.lowercased() == "100-continue"))
      watch(context)
    case .body(let bytes):
      withLast {
        $0.awaitsInvitation = false
        $0.receiving.move(bytes.readableBytes, at: now, more: false)
      }
    case .end:
      withLast {
        $0.received = true
        $0.receiving.move(0, at: now, more: false)
      }
      exchanges.removeAll { $0.received && $0.answered }
    }
    context.fireChannelRead(data)
  }

  /// Reading is the moment from which the client is awaited.
  func read(context: ChannelHandlerContext) {
    withLast { if !$0.received { $0.receiving.wait(at: now) } }
    context.read()
  }

  func channelInactive(context: ChannelHandlerContext) {
    depart()
    context.fireChannelInactive()
  }

  /// Who says that nothing more will come has gone: browsers close both ways at once, and the
  /// other way is noticed only by writing.
  private func depart() {
    hasGone = true
    departures.forEach { $0.tell() }
    departures = []
  }

  private func withLast(_ change: (inout Exchange) -> Void) {
    guard let last = exchanges.indices.last else { return }
    change(&exchanges[last])
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if event is ChannelShouldQuiesceEvent, !stopping {
      stopping = true
      let farewell = TimeAmount(pace.farewell)
      context.eventLoop.assumeIsolated().scheduleTask(in: farewell) {
        context.close(promise: nil)
      }
    }
    if let change = event as? ChannelEvent, change == .inputClosed {
      depart()
      if leaving { context.close(promise: nil) }
    }
    context.fireUserInboundEventTriggered(event)
  }
}

// What goes out.
extension ConnectionGuard {
  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    switch unwrapOutboundIn(data) {
    case .head(var head):
      if !exchanges.isEmpty { exchanges[0].movedAt = now }
      if isUnwanted {
        exchanges[0].closes = true
        head.headerFields[.connection] = "close"
      }
      send(.head(head), bytes: 1, context, promise)
    case .body(let bytes): send(.body(bytes), bytes: bytes.readableBytes, context, promise)
    case .end(let trailers):
      departures = []
      let closes = exchanges.first?.closes == true
      if !exchanges.isEmpty { exchanges[0].answered = true }
      exchanges.removeAll { $0.received && $0.answered }
      send(.end(trailers), bytes: 1, context, promise)
      if closes { leave(context) }
    }
  }

  func triggerUserOutboundEvent(
    context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?
  ) {
    if let departure = event as? Departure {
      if hasGone { departure.tell() } else { departures.append(departure) }
      promise?.succeed()
      return
    }
    guard event is BodyInvitation else {
      return context.triggerUserOutboundEvent(event, promise: promise)
    }
    if exchanges.first?.awaitsInvitation == true {
      exchanges[0].awaitsInvitation = false
      let interim = HTTPResponsePart.head(HTTPResponse(status: .continue))
      context.writeAndFlush(wrapOutboundOut(interim), promise: nil)
    }
    promise?.succeed()
  }

  /// Whether much of the body is still to come when the answer begins.
  private var isUnwanted: Bool {
    guard let exchange = exchanges.first, !exchange.received else { return false }
    guard let declared = exchange.declared else { return true }
    return declared - exchange.receiving.bytes > Self.tolerableRest || exchange.awaitsInvitation
  }

  /// Counts what the client hasn't taken yet.
  private func send(
    _ part: HTTPResponsePart, bytes: Int, _ context: ChannelHandlerContext,
    _ promise: EventLoopPromise<Void>?
  ) {
    let written = promise ?? context.eventLoop.makePromise()
    unsent += bytes
    sending.wait(at: now)
    written.futureResult.assumeIsolated().whenComplete { [self] _ in
      unsent -= bytes
      sending.move(bytes, at: now, more: unsent > 0)
      if exchanges.first?.movedAt != nil { exchanges[0].movedAt = now }
      if unsent == 0 { sending = Progress() }
    }
    context.write(wrapOutboundOut(part), promise: written)
  }
}

// What ends it.
extension ConnectionGuard {
  private func watch(_ context: ChannelHandlerContext) {
    guard !ticking else { return }
    ticking = true
    context.eventLoop.assumeIsolated().scheduleTask(in: Self.tick) { [self] in
      ticking = false
      guard context.channel.isActive else { return }
      if isOver { return context.close(promise: nil) }
      if !exchanges.isEmpty || unsent > 0 { watch(context) }
    }
  }

  private var isOver: Bool {
    if sending.isTooSlow(at: now, pace) { return true }
    guard let first = exchanges.first, let last = exchanges.last else { return false }
    return now - (first.movedAt ?? first.startedAt) > pace.total
      || last.receiving.isTooSlow(at: now, pace)
  }

  /// Says that nothing more will come, leaves the client time to read it, then goes. Whatever
  /// still comes in is dropped: closing at once would take the answer back.
  private func leave(_ context: ChannelHandlerContext) {
    leaving = true
    context.flush()
    context.close(mode: .output, promise: nil)
    context.eventLoop.assumeIsolated().scheduleTask(in: Self.linger) {
      context.close(promise: nil)
    }
  }
}

@available(*, unavailable)
extension ConnectionGuard: Sendable {}
