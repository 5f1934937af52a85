import Domain

/// What applicants read in English.
struct English: Words {
  let ownName = "English"
  let labels = Labels(
    contact: "Contact", controller: "Controller", privacyOfficer: "Data protection officer",
    authority: "Supervisory authority", privacyNotice: "Privacy notice",
    saveReceipt: "Save receipt", receiptPage: "receipt.html",
    receiptFile: "receipt.txt", error: "Error",
    closing: "Kind regards")

  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]

  func inWords(_ day: Day) -> String { "\(day.day) \(Self.months[day.month - 1]) \(day.year)" }

  func application(for title: String?) -> String {
    title.map { "application for \"\($0)\"" } ?? "unsolicited application"
  }
}

// Why something stays.
extension English {
  func reason(
    _ kind: GroundKind, application: String, through: Day?, contact: String
  ) -> String? {
    let until = through.map { " through \(inWords($0))" } ?? ""
    let open = through == nil ? " The day it ends isn't known yet." : ""
    switch kind {
    case .pool: return nil
    case .evidence:
      return "Your \(application) stays stored and locked\(until), only so that we can answer "
        + "possible legal claims from the procedure (Art. 6(1)(f) GDPR)."
    case .procedure:
      return "The procedure for your \(application) is still running. Until it ends we keep it, "
        + "so that we can decide (Art. 6(1)(b) GDPR, § 26 BDSG). When it ends we tell you how "
        + "much longer it stays."
    case .hold:
      return "Your \(application) stays stored and locked\(until), because it is needed for a "
        + "named legal matter (Art. 17(3)(e) GDPR).\(open) We check regularly whether it is "
        + "still needed."
    case .employment:
      return "Your \(application) stays stored\(until), because we hired you, until its hand-over "
        + "to your personnel file is complete (§ 26 BDSG).\(open)"
    case .legalObligation:
      return "Your \(application) stays stored and locked\(until), because a law obliges us "
        + "(Art. 6(1)(c) GDPR).\(open)"
    case .longerStorage:
      return "Your \(application) stays stored\(until), because you consented to longer storage "
        + "(Art. 6(1)(a) GDPR).\(open) You can withdraw that at any time: a message to "
        + "\(contact) is enough."
    }
  }

  func erasure(on day: Day) -> String { "We erase it on \(inWords(day))." }

  func rightToObject(contact: String) -> String {
    "Your right to object: on grounds relating to your particular situation you may object at any "
      + "time. A message to \(contact) is enough."
  }

  func inAnyCase(_ sentence: String) -> String { "In any case: \(sentence)" }

  func poolEnd(_ day: Day) -> String { "Its time in the pool ends on \(inWords(day))." }
}

// Pages.
extension English {
  func asked(company: String, application: String, eraseOn: Day, outlasted: Bool) -> PageText {
    let end =
      outlasted
      ? "If you say yes today, its time in the pool ends on \(inWords(eraseOn))."
      : "If you say yes today, we erase them on \(inWords(eraseOn))."
    return PageText(
      heading: "May we keep your \(application) for later vacancies?",
      paragraphs: [
        "With your consent \(company) keeps contact details, documents and our notes in its "
          + "applicant pool, to suggest suitable vacancies to you. Only our HR department sees "
          + "them there. \(end)",
        "This is voluntary: no, or no answer, brings no disadvantage. You can withdraw a yes here "
          + "at any time; use until then stays lawful.",
      ])
  }

  var yes: ChoiceText {
    ChoiceText(
      label: "Yes, keep it", consequence: "It joins the pool.", button: "Yes, I consent")
  }

  var no: ChoiceText {
    ChoiceText(
      label: "No, don't keep it", consequence: "We won't ask again.", button: "No, I don't consent")
  }

  func inPool(givenOn: Day, eraseOn: Day, outlasted: Bool) -> PageText {
    PageText(
      heading: "Thank you. Your application is in the pool.",
      paragraphs: [
        "If a vacancy suits, we write to you. "
          + (outlasted ? poolEnd(eraseOn) : erasure(on: eraseOn))
          + " Before that we ask; no answer means no.",
        "You consented on \(inWords(givenOn)).",
      ])
  }

  func withdraw(somethingStays: Bool) -> ChoiceText {
    let gone = somethingStays ? "your entry in the pool" : "contact details, documents, notes"
    return ChoiceText(
      label: "Withdraw consent", consequence: "Erased at once: \(gone).", button: "Withdraw now")
  }

  func declined(contact: String) -> PageText {
    PageText(
      heading: "Your no is recorded.",
      paragraphs: [
        "Your application does not join the pool. If you change your mind: \(contact)."
      ])
  }

  func withdrawn(since: Day) -> PageText {
    PageText(heading: "Your withdrawal is in effect.", paragraphs: [noLongerUsed(since: since)])
  }

  func erasurePending(since: Day) -> PageText {
    PageText(
      heading: "Your withdrawal is in effect.",
      paragraphs: ["Erasure follows by itself.", noLongerUsed(since: since)])
  }

  private func noLongerUsed(since: Day) -> String {
    "Since \(inWords(since)) we no longer use your application for other vacancies."
  }

  func erased(on day: Day, finalOn: Day, shownHere: Bool) -> PageText {
    PageText(
      heading: "Your application is erased.",
      paragraphs: [
        "On \(inWords(day)): contact details, documents, notes. In encrypted backups it is "
          + "unreadable from \(inWords(finalOn)) at the latest.",
        "A receipt without your name remains\(shownHere ? ", here for 30 days" : "").",
        "We wish you well.",
      ])
  }

  func unknownLink(contact: String) -> PageText {
    PageText(
      heading: "We don't know this link.",
      paragraphs: [
        "Perhaps the address is incomplete, or the matter is closed and the link deleted.",
        contact,
      ])
  }

  func fault(incident: String, contact: String) -> PageText {
    PageText(
      heading: "That didn't work.",
      paragraphs: [
        "Something went wrong on our side. Nothing is lost: open the link again in a few minutes; "
          + "the page shows what stands.",
        "If you write to us, please give the number \(incident): \(contact)",
      ])
  }

  func unreadableAnswer(contact: String) -> PageText {
    PageText(
      heading: "We couldn't read this answer.",
      paragraphs: [
        "Nothing has changed. Please open the link in our e-mail again and choose there.", contact,
      ])
  }

  func tooManyRequests() -> PageText {
    PageText(
      heading: "There are too many requests just now.",
      paragraphs: ["Nothing has changed. Please try again in a few minutes."])
  }
}

// Letters to the staff.
extension English {
  var staffGreeting: String { "Hello," }

  func digest(_ waiting: [(title: String, applications: Int)]) -> LetterText {
    LetterText(
      subject: "Applications wait for your recommendation",
      beforeLink: ["Waiting for your recommendation:"]
        + waiting.map { title, count in
          "\"\(title)\": \(count) \(count == 1 ? "application" : "applications")"
        } + ["Look and answer:"],
      afterLink: ["This message comes once a working day, and only while something waits."])
  }
}
