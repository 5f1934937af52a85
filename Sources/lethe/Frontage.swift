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
    let staffLetters: StaffLetters
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
      desk: try DeskPages(house: house), staffLetters: try StaffLetters(house: house))
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

  /// Whether the address is known, so that letters can be written.
  var isOpen: Bool { parts.withLock { $0 } != nil }

  /// The letter as a mail.
  func message(for letter: Letter, at date: Date) throws -> Message {
    let parts = try opened()
    let recipient = letter.recipient
    return message(
      letter.id, date, parts.letters.text(for: letter), parts.house, letter.language,
      to: Mailbox(
        name: "\(recipient.givenName.reveal()) \(recipient.familyName.reveal())",
        address: recipient.email.reveal()))
  }

  /// The letter to a colleague as a mail.
  func message(for letter: StaffLetter, at date: Date) throws -> Message {
    let parts = try opened()
    return message(
      letter.id, date, parts.staffLetters.text(for: letter), parts.house, letter.language,
      to: Mailbox(address: letter.address.reveal()))
  }

  /// A mail that says that mail works.
  func trial(to address: String) throws -> Message {
    let text = """
      This mail was sent by `lethe doctor`. Whoever reads it knows that mail leaves this \
      installation and arrives.
      """
    return message(
      .random(), Date(),
      RenderedLetter(
        subject: "Lethe: a mail to try the mail server", text: text + "\n",
        html: "<!DOCTYPE html>\n<p>\(text)</p>\n", unsubscribeURL: nil),
      try opened().house, .english, to: Mailbox(address: address))
  }

  private func opened() throws -> Parts {
    guard let parts = parts.withLock({ $0 }) else { throw AddressUnknown() }
    return parts
  }

  private func message(
    _ id: MailID, _ date: Date, _ text: RenderedLetter, _ house: House, _ language: Language,
    to recipient: Mailbox
  ) -> Message {
    let sender = settings.mailFrom ?? sender(house)
    // People answer letters, and answers are read where the contact is.
    let answers = Self.isAddress(house.contact) && house.contact != sender ? house.contact : nil
    return Message(
      id: id.text, date: date, from: Mailbox(name: house.company, address: sender),
      to: recipient, replyTo: answers.map { Mailbox(name: house.company, address: $0) },
      subject: text.subject, text: text.text, html: text.html, language: language.rawValue,
      unsubscribeURL: text.unsubscribeURL,
      file: text.file.map { Message.File(name: $0.name, text: $0.text) })
  }

  private func sender(_ house: House) -> String {
    Self.isAddress(house.contact)
      ? house.contact : "no-reply@\(URL(string: house.publicURL)?.host ?? "localhost")"
  }

  private static func isAddress(_ text: String) -> Bool {
    text.contains("@") && !text.contains(" ")
  }
}
