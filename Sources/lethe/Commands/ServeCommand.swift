import ArgumentParser
import Casework
import Domain
import Foundation
import Logging
import Mail
import Records
import ServiceLifecycle
import UnixSignals
import Web

/// `lethe serve`
struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Serves the API and the applicants' pages.")

  @OptionGroup var common: CommonOptions
  @Option(help: "HOST:PORT; port 0 picks a free one.") var listen: String?
  @Option(name: .customLong("public-url"), help: "How the installation is reached from outside.")
  var publicURL: String?

  private struct Answer: Encodable { let listening: String }

  func run() async throws {
    let directory = common.directory
    let settings = try await Settings(directory: directory)
    let (host, port) = try Self.address(listen ?? settings.listen ?? "127.0.0.1:8080")
    var made: Frontage?
    let workplace = try await Workplace.open(directory, making: .everything(sandbox: false)) {
      settings, installation, time in
      let frontage = Frontage(
        settings: settings, time: time, isSandbox: installation.isSandbox)
      made = frontage
      // Elsewhere letters wait in the queue until mail is configured.
      guard installation.isSandbox else { return nil }
      return frontage.postman(
        into: OutboxFolder(path: directory.outbox), SandboxClock(path: directory.clock).clock)
    }
    guard let frontage = made else { preconditionFailure("opening asks for the postman") }
    let address = publicURL ?? settings.publicURL
    do {
      if let address {
        try frontage.open(at: address)
        try await frontage.giveOutNotice(workplace.office, NoticeFiles(directory: directory))
      }
      try await serve(workplace, frontage, host: host, port: port, publicURL: address)
    } catch {
      await workplace.close()
      throw error
    }
    await workplace.close()
  }

  private func serve(
    _ workplace: Workplace, _ frontage: Frontage, host: String, port: Int, publicURL: String?
  ) async throws {
    let logger = Logger(label: "lethe") { _ in StreamLogHandler.standardError(label: "lethe") }
    let json = common.json
    let directory = common.directory
    let web = WebServer(
      office: workplace.office, pages: frontage.applicantPages,
      deskPages: { frontage.deskPages },
      configuration: WebConfiguration(host: host, port: port, publicURL: publicURL),
      logger: logger
    ) { port in
      let own = "http://\(host.contains(":") ? "[\(host)]" : host):\(port)"
      do {
        if publicURL == nil {
          try frontage.open(at: own)
          try await frontage.giveOutNotice(workplace.office, NoticeFiles(directory: directory))
        }
        if json { try Console.print(json: Answer(listening: own)) }
      } catch {
        logger.error("pages failed", metadata: ["code": "\(Fault.code(of: error))"])
      }
      if !json { Console.print("listening on \(own)") }
    }
    var group = ServiceGroupConfiguration(
      services: [
        .init(service: Schedule.purge(workplace, logger)),
        .init(service: Schedule.renewal(workplace, logger)),
        .init(service: Schedule.mail(workplace, logger)),
        // Services are told to stop in reverse: requests come first.
        .init(service: web, successTerminationBehavior: .gracefullyShutdownGroup),
      ],
      gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
    group.maximumGracefulShutdownDuration = .seconds(9)
    try await ServiceGroup(configuration: group).run()
  }

  private static func address(_ text: String) throws -> (String, Int) {
    guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
      (0...65_535).contains(port), colon != text.startIndex
    else { throw CommandFailure.usage("--listen wants HOST:PORT, such as 127.0.0.1:8080.") }
    let host = text[..<colon].trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
    return (host, port)
  }
}
