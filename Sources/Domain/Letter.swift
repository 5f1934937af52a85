package import struct Foundation.Date

/// What an applicant is written, as facts. `Pages` has the words for it, `Mail` the form.
package struct Letter: Sendable, Equatable {
  package let id: MailID
  package let recipient: Recipient
  package let language: Language
  /// The vacancy's title; `nil` for an unsolicited application.
  package let vacancyTitle: String?
  package let message: Message
  /// What keeps the application after this, the pool excepted; oldest first.
  package let remaining: [Ground]

  package init(
    id: MailID, recipient: Recipient, language: Language, vacancyTitle: String?,
    message: Message, remaining: [Ground]
  ) {
    self.id = id
    self.recipient = recipient
    self.language = language
    self.vacancyTitle = vacancyTitle
    self.message = message
    self.remaining = remaining
  }

  /// What the letter says. A `link` is the token of an applicant's page.
  package enum Message: Sendable, Equatable {
    /// The whole notice stands below the letter; `source` says from whom the application came.
    case acknowledgement(receivedOn: Day, source: Source, notice: PrivacyNotice.Edition)
    case rejection
    case invitation(link: Private<String>)
    case confirmation(givenOn: Day, eraseOn: Day, link: Private<String>)
    /// `title` is the proposed vacancy's, `eraseOn` the day on which the pool entry goes.
    case proposal(title: String, eraseOn: Day, link: Private<String>)
    /// Asks whether the application may stay in the pool longer than until `eraseOn`.
    case renewal(eraseOn: Day, link: Private<String>)
    /// Asks again.
    case reminder(eraseOn: Day, link: Private<String>)
    /// Asks whether the application may be kept through `until`.
    case storageInvitation(until: Day, link: Private<String>)
    case storageConfirmation(givenOn: Day, eraseOn: Day, link: Private<String>)
    /// That a consent to longer storage is taken back.
    case storageWithdrawalReceipt(at: Date)
    /// That a restriction of processing is lifted from `liftOn` on (Art. 18(3) GDPR).
    case liftingAnnounced(liftOn: Day)
    /// What was decided on an objection to being kept as evidence; `reason` where it stays.
    case objectionDecided(receivedOn: Day, reason: Private<String>?)
    case withdrawalReceipt(at: Date)
    /// `file` is the signed receipt that goes with it.
    case erasureReceipt(at: Date, finalOn: Day, file: String? = nil)
  }

  /// To whom it goes.
  package struct Recipient: Sendable, Equatable {
    package let givenName: Private<String>
    package let familyName: Private<String>
    package let email: Private<String>

    package init(
      givenName: Private<String>, familyName: Private<String>, email: Private<String>
    ) {
      self.givenName = givenName
      self.familyName = familyName
      self.email = email
    }
  }
}
