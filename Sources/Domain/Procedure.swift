/// How far an application has come; free to go back, since second interviews happen.
package enum Stage: String, CaseIterable, Sendable {
  case received, screening, interview, offer
}

/// How a procedure ended for one application.
package enum OutcomeKind: String, CaseIterable, Sendable {
  case hired, rejected, withdrawn, offerDeclined

  /// The ground that keeps the application once this outcome is recorded.
  package var followingGround: GroundKind { self == .hired ? .employment : .evidence }

  /// Whether the applicant must be told: only a rejection starts the period of § 15(4) AGG.
  package var needsNotice: Bool { self == .rejected }
}

/// How an application came in.
package enum Channel: String, CaseIterable, Sendable { case form, email, post, upload }

/// From whom an application came.
package enum Source: String, CaseIterable, Sendable { case applicant, agency, referral }

/// A language pages and mails are written in.
package enum Language: String, CaseIterable, Sendable {
  case german = "de"
  case english = "en"
}

/// What a document is, as HR files it.
package enum DocumentKind: String, CaseIterable, Sendable {
  case cv, coverLetter, certificate, photo, portfolio, other
}

/// What a note is.
package enum NoteKind: String, CaseIterable, Sendable { case interview, general, recommendation }

/// What a recommendation says.
package enum Verdict: String, CaseIterable, Sendable { case yes, no, undecided }

/// How a notice reached, or was sent to, the applicant.
package enum NoticeChannel: String, CaseIterable, Sendable { case email, post, phone, inPerson }

/// The person as an application names them. Every value is sealed before it is stored.
package struct Applicant: Sendable, Equatable {
  package var givenName: Private<String>
  package var familyName: Private<String>
  package var email: Private<String>?
  package var phone: Private<String>?
  package var address: Private<String>?
  package var language: Language

  package init(
    givenName: Private<String>, familyName: Private<String>, email: Private<String>? = nil,
    phone: Private<String>? = nil, address: Private<String>? = nil, language: Language
  ) {
    self.givenName = givenName
    self.familyName = familyName
    self.email = email
    self.phone = phone
    self.address = address
    self.language = language
  }
}
