import Casework
import Foundation
import Mail
import Records

/// Tries the mail server as a letter would, and says in words what is wrong.
struct MailCheck: Sendable {
  private let workplace: Workplace

  init(_ workplace: Workplace) { self.workplace = workplace }

  /// Connects, greets, encrypts and logs in; sends nothing but a mail to `address`, if one is
  /// given.
  func callAsFunction(trialTo address: String?) async -> [Checkup.Finding] {
    var findings: [Checkup.Finding] = []
    let server: SMTPServer?
    do { server = try workplace.settings.smtpServer() } catch {
      return [
        .init("mail", false, (error as? CommandFailure)?.message ?? "LETHE_SMTP_URL is wrong")
      ]
    }
    guard let server else {
      let isSandbox = workplace.installation.isSandbox
      findings.append(
        .init(
          "mail", isSandbox,
          isSandbox ? "is written to outbox/" : "letters wait in the queue; set LETHE_SMTP_URL"))
      if address != nil { findings.append(.init("trial mail", false, "there is no mail server")) }
      return findings
    }
    let sender = SMTPSender(server)
    findings.append(await probe(sender, server))
    if let address { findings.append(await trial(sender, to: address)) }
    return findings
  }

  private func probe(_ sender: SMTPSender, _ server: SMTPServer) async -> Checkup.Finding {
    do throws(SMTPError) {
      try await sender.probe()
      return .init("mail", true, "\(server) answers; \(server.manner)")
    } catch {
      return .init("mail", false, "\(server): \(error.sentence)")
    }
  }

  private func trial(_ sender: SMTPSender, to address: String) async -> Checkup.Finding {
    let settings = workplace.settings
    let frontage = Frontage(
      settings: settings, time: workplace.office.time,
      isSandbox: workplace.installation.isSandbox)
    do {
      try frontage.open(at: settings.publicURL ?? "http://localhost")
      let (bytes, envelope) = try Post.composed(try frontage.trial(to: address))
      try await sender.send(bytes, in: envelope)
      return .init("trial mail", true, "the server has taken it")
    } catch let error as SMTPError {
      return .init("trial mail", false, error.sentence)
    } catch {
      return .init("trial mail", false, "sender or recipient is not an address to write to")
    }
  }
}
