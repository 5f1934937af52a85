import Casework
import Domain
import Foundation
import Mail

/// Who carries mail: the server that is set, else a folder in a sandbox, else nobody.
struct Post: Sendable {
  private let settings: Settings
  private let frontage: Frontage
  private let clock: LegalClock

  init(_ settings: Settings, _ frontage: Frontage, _ clock: LegalClock) {
    self.settings = settings
    self.frontage = frontage
    self.clock = clock
  }

  /// `outbox` is a sandbox's. `onTrouble` hears what a server said no with: codes, no addresses.
  func postman(
    outbox: OutboxFolder?, onTrouble: @escaping @Sendable (SMTPError) -> Void
  ) throws -> Postman? {
    if let server = try settings.smtpServer() {
      return postman(by: SMTPSender(server), onTrouble: onTrouble)
    }
    return outbox.map(postman(into:))
  }

  private func postman(into folder: OutboxFolder) -> Postman {
    @Sendable func put(_ message: Message) throws {
      try folder.write(try Self.composed(message).bytes, id: message.id)
    }
    return Postman(isAtHand: true) { [self] letter in
      try put(try frontage.message(for: letter, at: try clock.now()))
    } toStaff: { [self] letter in
      try put(try frontage.message(for: letter, at: try clock.now()))
    }
  }

  private func postman(
    by sender: SMTPSender, onTrouble: @escaping @Sendable (SMTPError) -> Void
  ) -> Postman {
    @Sendable func send(_ message: Message) async throws {
      let (bytes, envelope) = try Self.composed(message)
      do throws(SMTPError) {
        try await sender.send(bytes, in: envelope)
      } catch {
        guard let problem = MailProblem(error) else { throw CancellationError() }
        onTrouble(error)
        throw problem
      }
    }
    return Postman(
      isAtHand: false, patience: MailPatience(pauses: settings.mailRetrySeconds)
    ) { [self] letter in
      try await send(try frontage.message(for: letter, at: try clock.now()))
    } toStaff: { [self] letter in
      try await send(try frontage.message(for: letter, at: try clock.now()))
    }
  }

  /// The bytes and the envelope. What nobody can be reached at is the letter's problem, a sender
  /// that can't be written is the installation's.
  static func composed(_ message: Message) throws -> (bytes: [UInt8], envelope: Envelope) {
    let composer = MessageComposer()
    do {
      return (try composer.compose(message), try composer.envelope(of: message))
    } catch MailError.badAddress(.to) {
      throw MailProblem.badAddress
    } catch MailError.badAddress {
      throw MailProblem.misconfigured
    }
  }
}

extension MailProblem {
  /// `nil` where it was we who broke off.
  init?(_ error: SMTPError) {
    switch error {
    case .temporary(.putOff): self = .deferred
    case .temporary: self = .unreachable
    case .permanent: self = .refused
    case .misconfigured: self = .misconfigured
    case .stopped: return nil
    }
  }
}

extension Settings {
  /// The server that takes our mail; `nil` if none is set. Throws a sentence about a setting that
  /// can't be used, which never shows what it holds.
  func smtpServer() throws -> SMTPServer? {
    guard let url = smtpURL else { return nil }
    let host = publicURL.flatMap { URL(string: $0)?.host }
    do throws(SMTPServer.Flaw) {
      return try SMTPServer(
        url: url, greeting: host ?? "localhost", authorities: smtpAuthorities,
        times: SMTPTimes(total: smtpSeconds))
    } catch {
      throw CommandFailure.failed(Self.sentence(error))
    }
  }

  private static func sentence(_ flaw: SMTPServer.Flaw) -> String {
    switch flaw {
    case .notAnAddress:
      "LETHE_SMTP_URL is not smtp://USER:PASSWORD@HOST:PORT or smtps://… (special characters in"
        + " user and password percent-encoded)."
    case .unknownOption: "LETHE_SMTP_URL knows one option: ?tls=none or ?tls=required."
    case .passwordInTheClear:
      "LETHE_SMTP_URL would send the password unencrypted to another machine; leave out ?tls=none."
    }
  }
}
