package import Domain

/// What an installation says about itself to applicants. An empty optional text counts as none.
package struct House: Sendable {
  package let company: String
  /// Where applicants turn: an e-mail address, or a phrase that fits after "a message to".
  package let contact: String
  /// The controller's name and address (Art. 13(1)(a) GDPR); the company's name if not given.
  package let controller: String?
  package let privacyOfficer: String?
  /// The supervisory authority that takes complaints (Art. 13(2)(d) GDPR).
  package let authority: String?
  /// The address of the full privacy notice, `https` or `http`.
  package let privacyNoticeURL: String?
  /// Who receives data outside the company (Art. 13(1)(e) GDPR), in a sentence.
  package let recipients: String?
  /// The version of the privacy notice in force, once there is one.
  package private(set) var privacyNoticeVersion: String?
  /// Where the installation is reached, without a slash at its end.
  package let publicURL: String
  package let officeTime: OfficeTime

  package init(
    company: String, contact: String, controller: String? = nil, privacyOfficer: String? = nil,
    authority: String? = nil, privacyNoticeURL: String? = nil, recipients: String? = nil,
    publicURL: String, officeTime: OfficeTime
  ) {
    self.company = company
    self.contact = contact
    self.controller = Self.given(controller)
    self.privacyOfficer = Self.given(privacyOfficer)
    self.authority = Self.given(authority)
    self.privacyNoticeURL = Self.given(privacyNoticeURL).flatMap { url in
      ["https://", "http://"].contains { url.lowercased().hasPrefix($0) } ? url : nil
    }
    self.recipients = Self.given(recipients)
    self.publicURL = String(publicURL.reversed().drop { $0 == "/" }.reversed())
    self.officeTime = officeTime
  }

  /// The same house, giving out this version of the privacy notice.
  package func with(privacyNotice version: String) -> House {
    var house = self
    house.privacyNoticeVersion = version
    return house
  }

  /// The address of an applicant's page.
  package func address(ofLink token: Private<String>) -> String {
    "\(publicURL)/c/\(token.reveal())"
  }

  private static func given(_ text: String?) -> String? {
    text.flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
  }
}
