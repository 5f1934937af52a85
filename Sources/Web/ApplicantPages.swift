package import Domain

/// The pages behind an applicant's link, as `Pages` makes them.
package struct ApplicantPages: Sendable {
  let page: @Sendable (_ matter: LinkMatter?, _ actionPath: String, _ language: Language) -> String
  let unreadableAnswer: (@Sendable (Language) -> String)?
  let fault: (@Sendable (_ incident: String, Language) -> String)?
  let privacy: (@Sendable (PrivacyNotice?, Language) -> String)?
  let contentSecurityPolicy: String
  let stylesheet: (path: String, text: String)

  /// `page` renders a matter, or the page for an unknown link when there is none; the others an
  /// answer that can't be read, a fault under its number, and a version of the privacy notice. The
  /// policy goes with every page; the stylesheet is served at its own path.
  package init(
    contentSecurityPolicy: String, stylesheet: (path: String, text: String),
    unreadableAnswer: (@Sendable (Language) -> String)? = nil,
    fault: (@Sendable (_ incident: String, Language) -> String)? = nil,
    privacy: (@Sendable (PrivacyNotice?, Language) -> String)? = nil,
    page:
      @escaping @Sendable (
        _ matter: LinkMatter?, _ actionPath: String, _ language: Language
      ) -> String
  ) {
    self.page = page
    self.unreadableAnswer = unreadableAnswer
    self.fault = fault
    self.privacy = privacy
    self.contentSecurityPolicy = contentSecurityPolicy
    self.stylesheet = stylesheet
  }
}
