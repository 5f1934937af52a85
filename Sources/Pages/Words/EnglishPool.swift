import Domain

/// What applicants read in English about staying in the pool, and about several entries there.
extension English {
  func longer(
    company: String, application: String, eraseOn: Day, newEraseOn: Day, outlasted: Bool
  ) -> PageText {
    PageText(
      heading: "May we keep your \(application) longer?",
      paragraphs: [
        "It is in the applicant pool of \(company) with your consent. "
          + (outlasted ? poolEnd(eraseOn) : erasure(on: eraseOn))
          + " If you say yes today, it stays until \(inWords(newEraseOn)), for the same purpose: "
          + "to suggest suitable vacancies to you. Only our HR department sees it there.",
        "This is voluntary: no, or no answer, brings no disadvantage. You can withdraw a yes here "
          + "at any time; use until then stays lawful.",
      ])
  }

  func keepLonger(newEraseOn: Day) -> ChoiceText {
    ChoiceText(
      label: "Yes, keep it longer",
      consequence: "It stays in the pool until \(inWords(newEraseOn)).", button: "Yes, I consent")
  }

  func notLonger(eraseOn: Day) -> ChoiceText {
    ChoiceText(
      label: "No, no longer",
      consequence: "It stays in the pool until \(inWords(eraseOn)). We won't ask again.",
      button: "No, I don't consent")
  }

  func notRenewed(eraseOn: Day, outlasted: Bool) -> PageText {
    PageText(
      heading: "Your no is recorded.",
      paragraphs: [
        "Until then your application is still in the pool. "
          + (outlasted ? poolEnd(eraseOn) : erasure(on: eraseOn))
      ])
  }

  func lapsed(contact: String) -> PageText {
    PageText(
      heading: "Your application is no longer in the pool.",
      paragraphs: [
        "Its time there is over; we no longer use it for other vacancies. If you would like to be "
          + "in the pool again: \(contact)."
      ])
  }

  func entries(_ count: Int) -> String { "You have \(count) entries in the pool:" }

  func entry(application: String, givenOn: Day, eraseOn: Day) -> String {
    "\(application), consented on \(inWords(givenOn)), in the pool until \(inWords(eraseOn))"
  }

  func withdrawAll(_ count: Int) -> String { "All \(count) entries in the pool" }
  var withdrawThis: String { "Only this entry" }

  func goesAtOnce(application: String, somethingStays: Bool) -> String {
    "\(application): \(withdraw(somethingStays: somethingStays).consequence)"
  }

  var alsoWithdrawn: String { "Withdrawn as well:" }

  func entryErased(givenOn: Day, on day: Day, finalOn: Day) -> String {
    "The entry you consented to on \(inWords(givenOn)) was erased on \(inWords(day)): contact "
      + "details, documents, notes. In encrypted backups it is unreadable from "
      + "\(inWords(finalOn)) at the latest."
  }

  func entryWithdrawn(givenOn: Day, since: Day, isPending: Bool) -> String {
    "Since \(inWords(since)) we no longer use the entry you consented to on "
      + "\(inWords(givenOn)) for other vacancies."
      + (isPending ? " Erasure follows by itself." : "")
  }

  func privacyNotice(version: String) -> String { "Privacy notice, version \(version)" }

  func noticeInForce(version: String, since: Day) -> String {
    "Version \(version), in force since \(inWords(since))."
  }

  func unknownNotice(contact: String) -> PageText {
    PageText(
      heading: "We don't know this version.",
      paragraphs: ["Perhaps the address is incomplete.", contact])
  }
}
