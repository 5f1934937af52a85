import Foundation

@testable import Mail

enum Sample {
  static let id = "6f1c1d6e-6c0a-4d8e-9a7e-0c5d6f3b2a10"
  static let text = """
    Guten Tag Kim Beispiel,

    vielen Dank für Ihre Mühe. „Größe“ zählt. Ein Satz, der länger ist als die Zeichen einer \
    Zeile eines Briefs.
    .
    From here on nothing may change: = and =20 stay.

    """
  static let html = "<!DOCTYPE html>\n<p title=\"x\">Größe &amp; mehr</p>\n"

  static func message(
    from: Mailbox = Mailbox(name: "Müller & Söhne GmbH", address: "jobs@example.org"),
    to: Mailbox = Mailbox(name: "Kim Beispiel", address: "kim@example.com"),
    replyTo: Mailbox? = nil, id: String = id, subject: String = "Bestätigung zu Ihrer Bewerbung",
    text: String = text, language: String = "de", unsubscribeURL: String? = nil,
    file: Message.File? = nil
  ) -> Message {
    Message(
      id: id, date: Date(timeIntervalSince1970: 1_789_473_600), from: from, to: to,
      replyTo: replyTo, subject: subject, text: text, html: html, language: language,
      unsubscribeURL: unsubscribeURL, file: file)
  }

  static func composed(_ message: Message) throws -> OutsideReader {
    try OutsideReader.read(MessageComposer().compose(message))
  }
}
