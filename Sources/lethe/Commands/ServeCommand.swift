import ArgumentParser
import Casework
import Domain
import Foundation
import Logging
import Mail
import Records
import ServiceLifecycle
import UnixSignals
import Viewing
import Web

/// `lethe serve`
struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Serves the desk, the applicants' pages and the API.")

  @OptionGroup var common: CommonOptions
  @Option(help: "HOST:PORT; port 0 picks a free one.") var listen: String?
  @Option(name: .customLong("public-url"), help: "How the installation is reached from outside.")
  var publicURL: String?

  private struct Answer: Encodable { let listening: String }

  func run() async throws {
    let directory = common.directory
    let settings = try await Settings(directory: directory)
    let (host, port) = try Self.address(listen ?? settings.listen ?? "127.0.0.1:8080")
    let logger = Logger(label: "lethe") { _ in StreamLogHandler.standardError(label: "lethe") }
    var made: Frontage?
    let workplace = try await Workplace.open(directory, making: .everything(sandbox: false)) {
      settings, installation, time in
      let frontage = Frontage(
        settings: settings, time: time, isSandbox: installation.isSandbox)
      made = frontage
      return try Post(
        settings, frontage,
        installation.isSandbox ? SandboxClock(path: directory.clock).clock : .wall
      ).postman(outbox: installation.isSandbox ? OutboxFolder(path: directory.outbox) : nil) {
        logger.warning("mail server", metadata: ["says": "\($0.sentence)"])
      }
    }
    guard let frontage = made else { preconditionFailure("opening asks for the postman") }
    let address = publicURL ?? settings.publicURL
    do {
      // What is wrong with a notice of one's own is said before anybody is served.
      _ = try await NoticeFiles(directory: directory).use(in: workplace.office)
      if let address {
        try frontage.open(at: address)
        try await frontage.giveOutNotice(workplace.office, NoticeFiles(directory: directory))
      }
      try await serve(workplace, frontage, logger, host: host, port: port, publicURL: address)
    } catch {
      await workplace.close()
      throw error
    }
    await workplace.close()
  }

  private func serve(
    _ workplace: Workplace, _ frontage: Frontage, _ logger: Logger, host: String, port: Int,
    publicURL: String?
  ) async throws {
    let json = common.json
    let directory = common.directory
    var configuration = WebConfiguration(host: host, port: port, publicURL: publicURL)
    configuration.tls = try workplace.settings.tlsIdentity()
    configuration.isBehindProxy = workplace.settings.isBehindProxy
    let scheme = configuration.tls == nil ? "http" : "https"
    let viewer = DocumentViewer(limits: .installation)
    let web = try WebServer(
      office: workplace.office, pages: frontage.applicantPages,
      deskPages: { frontage.deskPages }, viewer: viewer, configuration: configuration,
      logger: logger
    ) { port in
      let own = "\(scheme)://\(host.contains(":") ? "[\(host)]" : host):\(port)"
      do {
        if publicURL == nil {
          try frontage.open(at: own)
          try await frontage.giveOutNotice(workplace.office, NoticeFiles(directory: directory))
        }
        try ServedAddress(directory: workplace.directory).keep(publicURL ?? own)
        try await Self.offerFirstAdministrator(workplace, at: publicURL ?? own)
        if json { try Console.print(json: Answer(listening: own)) }
      } catch {
        logger.error("pages failed", metadata: ["code": "\(Fault.code(of: error))"])
      }
      if !json { Console.print("listening on \(own)") }
    }
    var group = ServiceGroupConfiguration(
      services: [
        .init(service: Schedule.sequencer(workplace, logger)),
        .init(service: Schedule.purge(workplace, logger)),
        .init(service: Schedule.epochs(workplace, logger)),
        .init(service: Schedule.renewal(workplace, logger)),
        .init(service: Schedule.mail(workplace, frontage, logger)),
        .init(service: Schedule.forgetting(viewer, logger)),
        .init(service: Schedule.proposals(workplace, logger)),
        // Services are told to stop in reverse: requests come first.
        .init(service: web, successTerminationBehavior: .gracefullyShutdownGroup),
      ],
      gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
    group.maximumGracefulShutdownDuration = .seconds(9)
    try await ServiceGroup(configuration: group).run()
  }

  /// Nobody could sign in to an installation without staff: its first administrator comes from
  /// here, the one who can read this.
  private static func offerFirstAdministrator(
    _ workplace: Workplace, at address: String
  ) async throws {
    guard let token = try await OfferFirstAdministrator(workplace.office)() else { return }
    let base = address.hasSuffix("/") ? String(address.dropLast()) : address
    Console.say(
      "Nobody is on the staff yet. Make the first administrator within seven days at "
        + "\(base)/set-up/\(token.reveal())")
  }

  private static func address(_ text: String) throws -> (String, Int) {
    guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
      (0...65_535).contains(port), colon != text.startIndex
    else { throw CommandFailure.usage("--listen wants HOST:PORT, such as 127.0.0.1:8080.") }
    let host = text[..<colon].trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
    return (host, port)
  }
}
