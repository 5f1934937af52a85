/// A letter for somebody who is written to on paper. Its words are those of a ``Letter``.
package struct PaperLetter: Sendable, Equatable {
  package let givenName: Private<String>
  package let familyName: Private<String>
  /// As it was given, line by line; `nil` if none is stored.
  package let address: Private<String>?
  package let language: Language
  /// The vacancy's title; `nil` for an unsolicited application.
  package let vacancyTitle: String?
  package let message: Letter.Message
  /// What keeps the application after this, the pool excepted; oldest first.
  package let remaining: [Ground]
  package let writtenOn: Day

  package init(
    givenName: Private<String>, familyName: Private<String>, address: Private<String>?,
    language: Language, vacancyTitle: String?, message: Letter.Message, remaining: [Ground],
    writtenOn: Day
  ) {
    self.givenName = givenName
    self.familyName = familyName
    self.address = address
    self.language = language
    self.vacancyTitle = vacancyTitle
    self.message = message
    self.remaining = remaining
    self.writtenOn = writtenOn
  }
}

/// What can be written on paper.
package enum PaperKind: String, CaseIterable, Sendable {
  case acknowledgement, rejection, invitation, renewal
}
