import Domain
import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore
import ServiceLifecycle
import Synchronization
import Testing

@testable import Web

@Suite(.timeLimit(.minutes(2))) struct ConnectionTests {
  private static let id = ApplicationID.random()
  private static let upload = "POST /api/v1/applications/\(id)/documents HTTP/1.1\r\nHost: x\r\n"
  private static let token = "Authorization: Bearer recruiter\r\n"

  /// A pace at which a test needn't wait long.
  private static var brisk: Pace {
    var pace = Pace()
    pace.idle = .seconds(2)
    pace.grace = .seconds(1)
    pace.farewell = .seconds(2)
    return pace
  }

  /// Reads a whole body, and remembers how many bytes came or that it broke off.
  private final class Reader: Sendable {
    let outcome = Mutex<String?>(nil)

    var house: House {
      var house = House()
      house.answer = { [self] _, call in
        do {
          let bytes = Mutex(0)
          try await IncomingBody(call.request, call.scope).read(atMost: 1 << 30) { chunk in
            bytes.withLock { $0 += chunk.count }
          }
          outcome.withLock { $0 = "\(bytes.withLock { $0 })" }
        } catch {
          outcome.withLock { $0 = "\(error)" }
          throw error
        }
        return .done
      }
      return house
    }

    func result() async throws -> String {
      while true {
        if let outcome = outcome.withLock({ $0 }) { return outcome }
        try await Task.sleep(for: .milliseconds(20))
      }
    }
  }

  @Test func aBodyIsInvitedOnlyWhenItIsWanted() async throws {
    try await Reader().house.serving { port, _ in
      try await Wire.open(port) { wire in
        try await wire.send(
          Self.upload + Self.token + "Content-Length: 5\r\nExpect: 100-continue\r\n\r\n")
        #expect(try await wire.read(until: "\r\n\r\n").hasPrefix("HTTP/1.1 100 Continue\r\n\r\n"))
        try await wire.send("hello")
      }
      let refused = try await Wire.open(port) { wire in
        try await wire.send(
          Self.upload + "Content-Length: 500000\r\nExpect: 100-continue\r\n\r\n")
        return try await wire.rest()
      }
      #expect(
        refused.hasPrefix("HTTP/1.1 401 ") && refused.lowercased().contains("connection: close"))
    }
  }

  @Test func anUnwantedLargeBodyEndsTheConnectionWithoutBeingRead() async throws {
    try await Reader().house.serving { port, _ in
      let clock = ContinuousClock.now
      let answer = try await Wire.open(port) { wire in
        try await wire.send(Self.upload + "Content-Length: 900000000\r\n\r\n")
        return try await withThrowingTaskGroup(of: String?.self) { group in
          group.addTask {
            do {
              while true { try await wire.send(String(repeating: "x", count: 65_536)) }
            } catch { return nil }
          }
          group.addTask { try await wire.rest() }
          var answer: String?
          for try await text in group where text != nil { answer = text }
          return answer ?? ""
        }
      }
      #expect(answer.hasPrefix("HTTP/1.1 401 "))
      #expect(clock.duration(to: .now) < .seconds(60))
    }
  }

  @Test func aSmallUnwantedBodyKeepsTheConnection() async throws {
    try await Reader().house.serving { port, _ in
      try await Wire.open(port) { wire in
        try await wire.send(Self.upload + "Content-Length: 5\r\n\r\n")
        #expect(try await wire.read(until: "}").hasPrefix("HTTP/1.1 401 "))
        try await wire.send("hello" + "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(try await wire.read(until: "ok\n").hasPrefix("HTTP/1.1 200 "))
      }
    }
  }

  @Test func aRequestMayBeSentBeforeTheLastIsAnswered() async throws {
    let reader = Reader()
    try await reader.house.serving { port, _ in
      try await Wire.open(port) { wire in
        try await wire.send(
          "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n" + Self.upload + Self.token
            + "Content-Length: 200000\r\n\r\n")
        #expect(try await wire.read(until: "ok\n").hasPrefix("HTTP/1.1 200 "))
        try await wire.send(String(repeating: "x", count: 200_000))
        #expect(try await wire.read(until: "\r\n\r\n").hasPrefix("HTTP/1.1 204 "))
        #expect(try await reader.result() == "200000")
      }
    }
  }

  @Test(arguments: ["Content-Length: 100", "Transfer-Encoding: chunked"])
  func aBodyThatTricklesInIsCut(_ framing: String) async throws {
    let reader = Reader()
    try await reader.house.serving(Self.brisk) { port, _ in
      try await Wire.open(port) { wire in
        try await wire.send(Self.upload + Self.token + framing + "\r\n\r\n")
        do {
          for _ in 0..<100 {
            try await wire.send(framing.hasPrefix("T") ? "1\r\nx\r\n" : "x")
            try await Task.sleep(for: .milliseconds(200))
          }
        } catch {}
      }
      #expect(try await reader.result() == "incomplete")
    }
  }

  @Test(arguments: ["Content-Length: 10", "Transfer-Encoding: chunked"])
  func aBodyThatEndsEarlyIsIncomplete(_ framing: String) async throws {
    let reader = Reader()
    try await reader.house.serving { port, _ in
      try await Wire.open(port) { wire in
        try await wire.send(Self.upload + Self.token + framing + "\r\n\r\n")
        try await wire.send(framing.hasPrefix("T") ? "5\r\nhello\r\n" : "hello")
        wire.outbound.finish()
        #expect(try await reader.result() == "incomplete")
      }
    }
  }

  @Test func anAnswerThatNobodyReadsIsCut() async throws {
    let (cuts, cut) = AsyncStream<Void>.makeStream()
    var house = House()
    house.answer = { _, _ in
      Response(
        status: .ok,
        body: ResponseBody { writer in
          do {
            while true { try await writer.write(ByteBuffer(repeating: 0x78, count: 65_536)) }
          } catch {
            cut.yield()
            throw error
          }
        })
    }
    try await house.serving(Self.brisk) { port, _ in
      try await Wire.open(port, reading: false) { wire in
        try await wire.send("GET /api/v1/vacancies HTTP/1.1\r\nHost: x\r\n\(Self.token)\r\n")
        for await _ in cuts { break }
      }
    }
  }

  /// An answer that has `pieces` parts, one every half second.
  private static func inPieces(_ pieces: Int, thenHangs: Bool = false) -> House {
    var house = House()
    house.answer = { _, _ in
      Response(
        status: .ok,
        body: ResponseBody { writer in
          for _ in 0..<pieces {
            try await writer.write(ByteBuffer(repeating: 0x78, count: 65_536))
            try await Task.sleep(for: .milliseconds(500))
          }
          if thenHangs { try await Task.sleep(for: .seconds(600)) }
          try await writer.finish(nil)
        })
    }
    return house
  }

  @Test func anAnswerMayTakeLongerThanARequestAsLongAsItMoves() async throws {
    var pace = Self.brisk
    // Far more than a machine with much to do leaves between two pieces.
    pace.total = .seconds(6)
    try await Self.inPieces(16).serving(pace) { port, _ in
      let answer = try await Wire.open(port) { wire in
        try await wire.send(
          "GET /api/v1/vacancies HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\(Self.token)\r\n")
        return try await wire.rest()
      }
      #expect(answer.hasSuffix("0\r\n\r\n"))
      #expect(answer.count { $0 == "x" } >= 16 * 65_536)
    }
  }

  @Test func anAnswerThatStopsMovingIsCut() async throws {
    var pace = Self.brisk
    pace.total = .seconds(2)
    try await Self.inPieces(2, thenHangs: true).serving(pace) { port, _ in
      let began = ContinuousClock.now
      let answer = try await Wire.open(port) { wire in
        try await wire.send(
          "GET /api/v1/vacancies HTTP/1.1\r\nHost: x\r\n\(Self.token)\r\n")
        return try await wire.rest()
      }
      #expect(!answer.hasSuffix("0\r\n\r\n"))
      #expect(began.duration(to: .now) < .seconds(60))
    }
  }

  @Test func aHeadThatTricklesInIsCut() async throws {
    try await House().serving(Self.brisk) { port, _ in
      let clock = ContinuousClock.now
      try await Wire.open(port) { wire in
        do {
          try await wire.send("GET /healthz HTTP/1.1\r\n")
          for _ in 0..<400 {
            try await wire.send("X: y\r\n")
            try await Task.sleep(for: .milliseconds(200))
          }
        } catch {}
      }
      #expect(clock.duration(to: .now) < .seconds(60))
    }
  }

  @Test func aHeadThatIsTooLargeIsRefused() async throws {
    try await House().serving { port, _ in
      for head in [
        "X: \(String(repeating: "y", count: 9000))\r\n",
        String(repeating: "X: y\r\n", count: 70),
        String(repeating: "X-Long: \(String(repeating: "y", count: 4000))\r\n", count: 5),
      ] {
        let answer = try await Wire.open(port) { wire in
          try await wire.send("GET /healthz HTTP/1.1\r\nHost: x\r\n\(head)\r\n")
          return try await wire.rest()
        }
        #expect(answer.hasPrefix("HTTP/1.1 400 "))
      }
    }
  }

  @Test func stoppingWaitsForNobodyWhoIsSlow() async throws {
    let clock = ContinuousClock()
    let start = try await Reader().house.serving(Self.brisk) { port, group in
      try await Wire.open(port) { wire in
        try await wire.send(Self.upload + Self.token + "Content-Length: 900000000\r\n\r\n")
        try await Task.sleep(for: .milliseconds(300))
        let start = clock.now
        await group.triggerGracefulShutdown()
        do {
          while true {
            try await wire.send(String(repeating: "x", count: 20_000))
            try await Task.sleep(for: .milliseconds(50))
          }
        } catch {}
        return start
      }
    }
    // Sending it all would take more than half an hour.
    #expect(start.duration(to: clock.now) < .seconds(60))
  }

  @Test func noMoreConnectionsAreTakenThanAllowed() async throws {
    let request = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
    try await House().serving(mostConnections: 1) { port, _ in
      try await Wire.open(port) { first in
        try await first.send(request)
        #expect(try await first.read(until: "ok\n").hasPrefix("HTTP/1.1 200 "))
        try await Wire.open(port) { second in
          try await second.send(request)
          async let answered = Self.answered(second)
          try await Task.sleep(for: .milliseconds(500))
          let closed = ContinuousClock.now
          first.outbound.finish()
          #expect(try await answered > closed)
        }
      }
    }
  }

  /// When a wire got its answer.
  private static func answered(_ wire: Wire) async throws -> ContinuousClock.Instant {
    let answer = try await wire.read(until: "ok\n")
    #expect(answer.hasPrefix("HTTP/1.1 200 "))
    return .now
  }
}
