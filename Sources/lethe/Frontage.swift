import Casework
import Domain
import Foundation
import Mail
import Pages
import Synchronization
import Web

/// What applicants see and get: pages and letters in the installation's name. Links need an
/// address, and without a public URL that is known only once the service listens.
final class Frontage: Sendable {
  private let settings: Settings
  private let time: OfficeTime
  private let isSandbox: Bool
  private let parts = Mutex<Parts?>(nil)

  /// Pages and letters for one address.
  private struct Parts: Sendable {
    let house: House
    let pages: LinkPages
    let letters: Letters
    let desk: DeskPages
  }

  /// Letters can't be written before the address is known.
  struct AddressUnknown: Error {}

  init(settings: Settings, time: OfficeTime, isSandbox: Bool) {
    self.settings = settings
    self.time = time
    self.isSandbox = isSandbox
  }

  /// Tells how the installation is reached.
  func open(at publicURL: String) throws {
    let host = URL(string: publicURL)?.host ?? "localhost"
    let house = House(
      company: settings.company ?? (isSandbox ? "Muster GmbH" : host),
      contact: settings.contact ?? (isSandbox ? "bewerbung@example.org" : "postmaster@\(host)"),
      controller: settings.controller, privacyOfficer: settings.privacyOfficer,
      authority: settings.authority, privacyNoticeURL: settings.privacyNoticeURL,
      recipients: settings.recipients, publicURL: publicURL, officeTime: time)
    try open(house)
  }

  /// Makes pages and letters anew for what is known now.
  func open(_ house: House) throws {
    let made = Parts(
      house: house, pages: try LinkPages(house: house), letters: try Letters(house: house),
      desk: try DeskPages(house: house))
    parts.withLock { $0 = made }
  }

  /// What the installation says about itself; throws before its address is known.
  var house: House {
    get throws {
      guard let parts = parts.withLock({ $0 }) else { throw AddressUnknown() }
      return parts.house
    }
  }

  /// The pages, for the web server.
  var applicantPages: ApplicantPages {
    ApplicantPages(
      contentSecurityPolicy: LinkPages.contentSecurityPolicy,
      stylesheet: (path: Stylesheet.path, text: Stylesheet.text),
      unreadableAnswer: { [self] in pages?.unreadableAnswerPage(language: $0) ?? "" },
      fault: { [self] in pages?.faultPage(incident: $0, language: $1) ?? "" },
      privacy: { [self] in pages?.privacyPage($0, language: $1) ?? "" }
    ) { [self] matter, path, language in
      pages?.page(for: matter, actionPath: path, language: language) ?? ""
    }
  }

  /// The desk's pages, once the address is known.
  var deskPages: DeskPages? { parts.withLock { $0 }?.desk }

  /// Requests come in only once the service listens, and then the address is known.
  private var pages: LinkPages? { parts.withLock { $0 }?.pages }

  /// Writes letters as mails into a folder.
  func postman(into folder: OutboxFolder, _ clock: LegalClock) -> Postman {
    Postman(isAtHand: true) { [self] letter in
      let message = try message(for: letter, at: try clock.now())
      try folder.write(try MessageComposer().compose(message), id: letter.id.text)
    }
  }

  private func message(for letter: Letter, at date: Date) throws -> Message {
    guard let parts = parts.withLock({ $0 }) else { throw AddressUnknown() }
    let text = parts.letters.text(for: letter)
    let sender = settings.mailFrom ?? sender(parts.house)
    let recipient = letter.recipient
    return Message(
      id: letter.id.text, date: date,
      from: Mailbox(name: parts.house.company, address: sender),
      to: Mailbox(
        name: "\(recipient.givenName.reveal()) \(recipient.familyName.reveal())",
        address: recipient.email.reveal()),
      replyTo: nil, subject: text.subject, text: text.text, html: text.html,
      language: letter.language.rawValue, unsubscribeURL: text.unsubscribeURL)
  }

  private func sender(_ house: House) -> String {
    house.contact.contains("@") && !house.contact.contains(" ")
      ? house.contact : "no-reply@\(URL(string: house.publicURL)?.host ?? "localhost")"
  }
}
