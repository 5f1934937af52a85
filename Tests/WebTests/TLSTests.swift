import Foundation
import Testing

@testable import Web

/// HTTPS keeps the limits of every connection; what browsers see of it, journeys tell.
@Suite(.timeLimit(.minutes(2))) struct TLSTests {
  private static var brisk: Pace {
    var pace = Pace()
    pace.idle = .seconds(1)
    pace.grace = .seconds(1)
    pace.farewell = .seconds(2)
    return pace
  }

  /// A certificate that openssl has made, and its key.
  private struct Pair {
    let folder: URL
    var certificate: String { folder.appending(path: "site.pem").path() }
    var key: String { folder.appending(path: "site.key").path() }
    var identity: TLSIdentity { TLSIdentity(certificatePath: certificate, keyPath: key) }

    init() throws {
      folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
      let openssl = Process()
      openssl.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      openssl.arguments = [
        "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
        "-nodes", "-keyout", key, "-out", certificate, "-days", "3", "-subj", "/CN=localhost",
      ]
      openssl.standardError = FileHandle.nullDevice
      try openssl.run()
      openssl.waitUntilExit()
    }

    func remove() throws { try FileManager.default.removeItem(at: folder) }
  }

  @Test func whoNeverGreetsIsLetGo() async throws {
    let pair = try Pair()
    try await House().serving(Self.brisk, tls: pair.identity) { port, _ in
      let heard = try await Wire.open(port) { try await $0.rest() }
      #expect(heard.isEmpty)
    }
    try pair.remove()
  }

  @Test func whoGreetsByteByByteIsLetGo() async throws {
    let pair = try Pair()
    try await House().serving(Self.brisk, tls: pair.identity) { port, _ in
      try await Wire.open(port) { wire in
        let trickle = Task {
          // The beginning of a greeting of 16 KiB.
          for byte in ["\u{16}", "\u{3}", "\u{1}", "\u{40}", "\u{0}", "\u{1}"] {
            try await wire.send(byte)
            try await Task.sleep(for: .milliseconds(300))
          }
          while true {
            try await wire.send("\u{0}")
            try await Task.sleep(for: .milliseconds(300))
          }
        }
        _ = try await wire.rest()
        trickle.cancel()
      }
    }
    try pair.remove()
  }

  @Test func filesThatAreOfNoUseAreToldApart() throws {
    let (pair, other) = (try Pair(), try Pair())
    try pair.identity.check()
    #expect(try pair.identity.validUntil() > Date())
    let missing = pair.folder.appending(path: "missing").path()
    func problem(_ certificate: String, _ key: String) -> TLSIdentity.Unusable? {
      do throws(TLSIdentity.Unusable) {
        try TLSIdentity(certificatePath: certificate, keyPath: key).check()
        return nil
      } catch {
        return error
      }
    }
    #expect(problem(pair.certificate, other.key) == .notOfOneAnother)
    #expect(problem(missing, pair.key) == .noCertificate(path: missing))
    #expect(problem(pair.certificate, missing) == .noKey(path: missing))
    #expect(problem(pair.key, pair.key) == .noCertificate(path: pair.key))
    #expect(problem(pair.certificate, pair.certificate) == .noKey(path: pair.certificate))
    #expect(throws: TLSIdentity.Unusable.notOfOneAnother) {
      var configuration = WebConfiguration(host: "127.0.0.1", port: 0)
      configuration.tls = TLSIdentity(certificatePath: pair.certificate, keyPath: other.key)
      _ = try WebServer(House().routing, configuration, House().logger) { _ in }
    }
    try pair.remove()
    try other.remove()
  }
}
