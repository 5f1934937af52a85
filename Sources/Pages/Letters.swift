package import Domain

/// What applicants are written, in words: as plain text and as HTML that says the same.
package struct Letters: Sendable {
  let house: House
  let templates: Templates

  /// Reads the templates; throws when one of them cannot be read.
  package init(house: House) throws {
    self.house = house
    templates = try Templates()
  }

  /// The letter in the applicant's language. Its subject names nobody.
  package func text(for letter: Letter) -> RenderedLetter {
    let words = Wording.words(in: letter.language)
    let content = content(
      of: letter.message, title: letter.vacancyTitle, remaining: letter.remaining, words)
    let view = LetterView(
      languageCode: letter.language.rawValue,
      subject: content.text.subject,
      greeting: Readable.line(
        words.greeting(
          givenName: letter.recipient.givenName.reveal(),
          familyName: letter.recipient.familyName.reveal())),
      before: content.text.beforeLink, link: content.link, after: content.text.afterLink,
      closing: words.labels.closing, company: house.company,
      imprint: Imprint(house: house, labels: words.labels).lines.map {
        LetterView.Line(term: $0.term, details: $0.details)
      },
      below: content.below.map(BelowView.init))
    return RenderedLetter(
      subject: view.subject, text: PlainText.letter(view), html: templates.letter(view),
      unsubscribeURL: content.mayUnsubscribe ? content.link.map { "\($0)/withdraw" } : nil,
      file: content.file)
  }

  /// What a letter says, before it has a form.
  struct Content {
    let text: LetterText
    var link: String?
    /// Whoever is in the pool leaves it by unsubscribing (RFC 8058).
    var mayUnsubscribe = false
    /// What stands whole below it.
    var below: NoticeBlocks?
    /// What goes with it.
    var file: LetterFile?
  }

  /// The words of a message about one application.
  func content(
    of message: Letter.Message, title: String?, remaining grounds: [Ground], _ words: any Words
  ) -> Content {
    let application = words.application(for: Readable.title(title))
    let remaining = Remaining(
      grounds, application: application, contact: house.contact, words: words)
    switch message {
    case .acknowledgement(let receivedOn, let source, let notice):
      return Content(
        text: words.acknowledgement(
          application: application, receivedOn: receivedOn, source: source,
          version: notice.version),
        below: NoticeBlocks(notice.text))
    case .renewal(let eraseOn, let link), .reminder(let eraseOn, let link):
      let isReminder = if case .reminder = message { true } else { false }
      let text = words.renewal(
        application: application, eraseOn: eraseOn, outlasted: remaining.outlasts(eraseOn),
        again: isReminder)
      return Content(text: text, link: house.address(ofLink: link), mayUnsubscribe: true)
    case .rejection:
      let text = words.rejection(application: application)
      return Content(
        text: LetterText(
          subject: text.subject, beforeLink: text.beforeLink + remaining.paragraphs))
    case .invitation(let link):
      return Content(
        text: words.invitation(application: application), link: house.address(ofLink: link))
    case .confirmation(let givenOn, let eraseOn, let link):
      let text = words.confirmation(
        application: application, givenOn: givenOn, eraseOn: eraseOn,
        outlasted: remaining.outlasts(eraseOn))
      return Content(text: text, link: house.address(ofLink: link), mayUnsubscribe: true)
    case .proposal(let title, let eraseOn, let link):
      let text = words.proposal(
        application: application, title: Readable.line(title), poolEnd: eraseOn)
      return Content(text: text, link: house.address(ofLink: link), mayUnsubscribe: true)
    case .withdrawalReceipt(let at):
      let since = house.officeTime.day(of: at)
      let page =
        remaining.isEmpty ? words.erasurePending(since: since) : words.withdrawn(since: since)
      return Content(text: receipt(page, remaining.paragraphs))
    case .erasureReceipt(let at, let finalOn, let file):
      return Content(
        text: receipt(
          words.erased(on: house.officeTime.day(of: at), finalOn: finalOn, shownHere: false)),
        file: file.map { LetterFile(name: words.labels.receiptFile, text: $0) })
    default:
      return self.content(ofRequest: message, application: application, remaining, words)
    }
  }

  /// A receipt says by mail what its page says.
  func receipt(_ page: PageText, _ more: [String] = []) -> LetterText {
    LetterText(subject: page.title, beforeLink: [page.heading] + page.paragraphs + more)
  }
}

/// A letter ready to be put into a mail.
package struct RenderedLetter: Sendable, Equatable {
  package let subject: String
  /// Plain text, wrapped, lines ended by `\n`.
  package let text: String
  package let html: String
  /// Where a mail program's own button withdraws the consent (RFC 8058).
  package let unsubscribeURL: String?
  /// A text file that goes with it.
  package let file: LetterFile?

  package init(
    subject: String, text: String, html: String, unsubscribeURL: String?, file: LetterFile? = nil
  ) {
    self.subject = subject
    self.text = text
    self.html = html
    self.unsubscribeURL = unsubscribeURL
    self.file = file
  }
}

/// A text file beside a letter.
package struct LetterFile: Sendable, Equatable {
  package let name: String
  package let text: String

  package init(name: String, text: String) {
    self.name = name
    self.text = text
  }
}

extension RenderedLetter: CustomStringConvertible, CustomReflectable {
  /// The subject alone: the rest is personal.
  package var description: String { subject }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
