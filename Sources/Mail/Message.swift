package import struct Foundation.Date

/// One mail to one person, ready to be composed. Printing it shows its id alone.
package struct Message: Sendable, Equatable {
  /// A UUID in text form; becomes the Message-ID, so that sending twice is seen as one mail.
  package let id: String
  package let date: Date
  package let from: Mailbox
  package let to: Mailbox
  package let replyTo: Mailbox?
  package let subject: String
  /// Plain text; lines may end in any way.
  package let text: String
  package let html: String
  /// A language tag, such as `de`.
  package let language: String
  /// Where a POST unsubscribes with one click (RFC 8058).
  package let unsubscribeURL: String?
  /// A text file that goes with it.
  package let file: File?

  package init(
    id: String, date: Date, from: Mailbox, to: Mailbox, replyTo: Mailbox? = nil, subject: String,
    text: String, html: String, language: String, unsubscribeURL: String? = nil, file: File? = nil
  ) {
    self.id = id
    self.date = date
    self.from = from
    self.to = to
    self.replyTo = replyTo
    self.subject = subject
    self.text = text
    self.html = html
    self.language = language
    self.unsubscribeURL = unsubscribeURL
    self.file = file
  }

  /// A text file; its name is of letters, digits, dots and hyphens.
  package struct File: Sendable, Equatable {
    package let name: String
    package let text: String

    package init(name: String, text: String) {
      self.name = name
      self.text = text
    }
  }
}

/// A name and an address. The name may be anything; the address is checked when composing.
package struct Mailbox: Sendable, Equatable {
  package let name: String?
  package let address: String

  package init(name: String? = nil, address: String) {
    self.name = name
    self.address = address
  }
}

/// Sender and recipient as servers tell each other (RFC 5321 2.3.1). Made by the composer, which
/// checks them.
package struct Envelope: Sendable {
  let from: String
  let to: String
}

extension Envelope: CustomStringConvertible, CustomReflectable {
  package var description: String { "<private>" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}

extension Message: CustomStringConvertible, CustomReflectable {
  package var description: String { "message \(id)" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}

extension Mailbox: CustomStringConvertible, CustomReflectable {
  package var description: String { "<private>" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
