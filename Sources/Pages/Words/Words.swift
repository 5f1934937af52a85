import Domain

/// What is said to applicants in one language. A further language is a type beside `German` and
/// `English` that says all of this, a case of `Language`, and a line in ``Wording/words(in:)``: a
/// word that is missing doesn't compile.
protocol Words: Sendable {
  /// The language's own name, for the link that switches to it.
  var ownName: String { get }
  var labels: Labels { get }

  func inWords(_ day: Day) -> String
  /// Such as `Bewerbung für „Buchhaltung“`; without a title it came unsolicited.
  func application(for title: String?) -> String

  // Why something stays, and until when.
  func reason(_ kind: GroundKind, application: String, through: Day?, contact: String) -> String?
  func erasure(on day: Day) -> String
  func rightToObject(contact: String) -> String
  func inAnyCase(_ sentence: String) -> String

  // The page behind a link, state by state.
  func asked(company: String, application: String, eraseOn: Day, outlasted: Bool) -> PageText
  var yes: ChoiceText { get }
  var no: ChoiceText { get }
  func inPool(givenOn: Day, eraseOn: Day, outlasted: Bool) -> PageText
  func withdraw(somethingStays: Bool) -> ChoiceText
  func declined(contact: String) -> PageText
  func withdrawn(since: Day) -> PageText
  func erasurePending(since: Day) -> PageText
  func erased(on day: Day, finalOn: Day, shownHere: Bool) -> PageText

  // The page behind a proposal. `poolEnd` is the day on which the pool entry goes.
  func proposed(company: String, application: String, title: String, poolEnd: Day?) -> PageText
  func applyFor(title: String) -> ChoiceText
  var applyForNothing: ChoiceText { get }
  func applied(for title: String, isThere: Bool, poolEnd: Day?) -> PageText
  func appliedForNothing(poolEnd: Day?) -> PageText
  func proposalOver(title: String, poolEnd: Day?) -> PageText
  // Staying longer.
  func longer(
    company: String, application: String, eraseOn: Day, newEraseOn: Day, outlasted: Bool
  ) -> PageText
  func keepLonger(newEraseOn: Day) -> ChoiceText
  func notLonger(eraseOn: Day) -> ChoiceText
  func notRenewed(eraseOn: Day, outlasted: Bool) -> PageText
  func lapsed(contact: String) -> PageText

  // Several entries of one address.
  func entries(_ count: Int) -> String
  func entry(application: String, givenOn: Day, eraseOn: Day) -> String
  func withdrawAll(_ count: Int) -> String
  var withdrawThis: String { get }
  func goesAtOnce(application: String, somethingStays: Bool) -> String
  var alsoWithdrawn: String { get }
  func entryErased(givenOn: Day, on day: Day, finalOn: Day) -> String
  func entryWithdrawn(givenOn: Day, since: Day, isPending: Bool) -> String

  // The privacy notice: around it, and itself.
  func privacyNotice(version: String) -> String
  func noticeInForce(version: String, since: Day) -> String
  func unknownNotice(contact: String) -> PageText
  func notice(_ facts: NoticeFacts) -> [NoticeSection]
  var noticeTitle: String { get }

  // What else an applicant can meet.
  func unknownLink(contact: String) -> PageText
  func fault(incident: String, contact: String) -> PageText
  func unreadableAnswer(contact: String) -> PageText
  func tooManyRequests() -> PageText

  // Letters.
  func acknowledgement(
    application: String, receivedOn: Day, source: Source, version: String
  ) -> LetterText
  /// `again` for a reminder.
  func renewal(application: String, eraseOn: Day, outlasted: Bool, again: Bool) -> LetterText
  /// Beside the code of a printed letter.
  var scan: String { get }
  func greeting(givenName: String, familyName: String) -> String
  func rejection(application: String) -> LetterText
  func invitation(application: String) -> LetterText
  func proposal(application: String, title: String, poolEnd: Day) -> LetterText
  func confirmation(
    application: String, givenOn: Day, eraseOn: Day, outlasted: Bool
  ) -> LetterText

  // Longer storage.
  func storageAsked(company: String, application: String, until: Day) -> PageText
  func storageYes(until: Day) -> ChoiceText
  func storageGiven(givenOn: Day, eraseOn: Day, outlasted: Bool) -> PageText
  func storageWithdraw(somethingStays: Bool) -> ChoiceText
  func storageWithdrawn(since: Day) -> PageText
  func storageDeclined(contact: String) -> PageText
  func storageInvitation(application: String, until: Day) -> LetterText
  func storageConfirmation(
    application: String, givenOn: Day, eraseOn: Day, outlasted: Bool
  ) -> LetterText

  // Restriction (Art. 18 GDPR).
  func restricted(contact: String) -> PageText
  /// `somethingStays` besides the pool.
  func liftingAnnounced(
    application: String, liftOn: Day, somethingStays: Bool, contact: String
  ) -> LetterText

  /// `reason` where it is rejected.
  func objectionDecided(application: String, receivedOn: Day, reason: String?) -> LetterText

  // Letters to the staff.
  var staffGreeting: String { get }
  func digest(_ waiting: [(title: String, applications: Int)]) -> LetterText
}

/// Where the words of a language are found.
enum Wording {
  static func words(in language: Language) -> any Words {
    switch language {
    case .german: German()
    case .english: English()
    }
  }
}

/// Short words around the text.
struct Labels: Sendable {
  let contact: String
  let controller: String
  let privacyOfficer: String
  let authority: String
  let privacyNotice: String
  let saveReceipt: String
  /// The page's name as a file, and that of the signed receipt.
  let receiptPage: String
  let receiptFile: String
  /// Before the title of a page that refuses.
  let error: String
  let closing: String
}

/// A heading and what follows it, paragraph by paragraph.
struct PageText: Sendable {
  let heading: String
  let paragraphs: [String]

  /// The heading where a full stop would be out of place.
  var title: String { heading.hasSuffix(".") ? String(heading.dropLast()) : heading }
}

/// One choice: what it is called, what follows from it, and the button that does it.
struct ChoiceText: Sendable {
  let label: String
  let consequence: String
  let button: String
}

/// A letter's subject and its body; the address of the applicant's page stands between the two
/// parts where there is one.
struct LetterText: Sendable {
  let subject: String
  let beforeLink: [String]
  let afterLink: [String]

  init(subject: String, beforeLink: [String], afterLink: [String] = []) {
    self.subject = subject
    self.beforeLink = beforeLink
    self.afterLink = afterLink
  }
}
