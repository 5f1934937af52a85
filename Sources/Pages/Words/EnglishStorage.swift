import Domain

/// What applicants read in English about being kept until a day that is named.
extension English {
  func storageAsked(company: String, application: String, until: Day) -> PageText {
    PageText(
      heading: "May we keep your \(application) until \(inWords(until))?",
      paragraphs: [
        "With your consent \(company) keeps contact details, documents and our notes through "
          + "\(inWords(until)), so that we can come back to you about your application. Only our "
          + "HR department sees them. Then we erase them.",
        "This is voluntary: no, or no answer, brings no disadvantage. You can withdraw a yes here "
          + "at any time; use until then stays lawful.",
      ])
  }

  func storageYes(until: Day) -> ChoiceText {
    ChoiceText(
      label: "Yes, keep it", consequence: "It is kept through \(inWords(until)).",
      button: "Yes, I consent")
  }

  func storageGiven(givenOn: Day, eraseOn: Day, outlasted: Bool) -> PageText {
    let end =
      outlasted
      ? "Your consent holds until \(inWords(eraseOn))." : erasure(on: eraseOn)
    return PageText(
      heading: "Thank you. We keep your application.",
      paragraphs: [end, "You consented on \(inWords(givenOn))."])
  }

  func storageWithdraw(somethingStays: Bool) -> ChoiceText {
    ChoiceText(
      label: "Withdraw consent",
      consequence: somethingStays
        ? "From then on your consent no longer keeps your application."
        : "Erased at once: contact details, documents, notes.",
      button: "Withdraw now")
  }

  func storageWithdrawn(since: Day) -> PageText {
    PageText(
      heading: "Your withdrawal is in effect.",
      paragraphs: ["Since \(inWords(since)) your consent no longer keeps your application."])
  }

  func storageDeclined(contact: String) -> PageText {
    PageText(
      heading: "Your no is recorded.",
      paragraphs: [
        "We don't keep your application any longer for this. If you change your mind: \(contact)."
      ])
  }

  func storageInvitation(application: String, until: Day) -> LetterText {
    LetterText(
      subject: "A question about your application",
      beforeLink: [
        "May we keep your \(application) until \(inWords(until))? Read and answer:"
      ],
      afterLink: ["This is voluntary; no, or no answer, brings no disadvantage."])
  }

  func storageConfirmation(
    application: String, givenOn: Day, eraseOn: Day, outlasted: Bool
  ) -> LetterText {
    let end =
      outlasted ? "Your consent holds until \(inWords(eraseOn))." : erasure(on: eraseOn)
    return LetterText(
      subject: "Confirmation about your application",
      beforeLink: [
        "On \(inWords(givenOn)) you consented to our keeping your \(application) longer. \(end)",
        "View or withdraw:",
      ])
  }
}
