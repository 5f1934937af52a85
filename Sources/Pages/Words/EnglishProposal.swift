import Domain

/// What applicants read in English when a vacancy is proposed to them.
extension English {
  func proposed(
    company: String, application: String, title: String, poolEnd: Day?
  ) -> PageText {
    PageText(
      heading: "Would you like to apply for \"\(title)\" too?",
      paragraphs: [
        "Your \(application) is in our applicant pool, and \(company) suggests this vacancy to "
          + "you. If you say yes, we make a new application with copies of your contact details "
          + "and documents. Only people involved in that selection see it.",
        "Nothing is copied before a yes. This is voluntary: no, or no answer, brings no "
          + "disadvantage." + stays(poolEnd, " Your entry in the pool stays either way."),
      ])
  }

  func applyFor(title: String) -> ChoiceText {
    ChoiceText(
      label: "Yes, apply", consequence: "A new application for \"\(title)\" comes in.",
      button: "Yes, I apply")
  }

  var applyForNothing: ChoiceText {
    ChoiceText(
      label: "No, don't apply", consequence: "We won't ask again about this vacancy.",
      button: "No, I don't apply")
  }

  func applied(for title: String, isThere: Bool, poolEnd: Day?) -> PageText {
    PageText(
      heading: isThere
        ? "Thank you. Your application for \"\(title)\" has arrived." : "Your yes is recorded.",
      paragraphs: [
        (isThere ? "" : "Your application for \"\(title)\" follows by itself. ")
          + "You will hear from us in any case."
      ] + entry(poolEnd))
  }

  func appliedForNothing(poolEnd: Day?) -> PageText {
    PageText(
      heading: "Your no is recorded.",
      paragraphs: ["No application is made of this proposal."] + entry(poolEnd))
  }

  func proposalOver(title: String, poolEnd: Day?) -> PageText {
    PageText(
      heading: "This proposal is over.",
      paragraphs: [
        poolEnd == nil
          ? "Your time in the pool has ended." : "The vacancy \"\(title)\" is closed by now."
      ] + entry(poolEnd))
  }

  private func entry(_ end: Day?) -> [String] {
    end == nil ? [] : [stays(end, "Your entry in the pool stays besides.")]
  }

  private func stays(_ end: Day?, _ sentence: String) -> String {
    end.map { "\(sentence) Its time ends on \(inWords($0))." } ?? ""
  }

  func proposal(application: String, title: String, poolEnd: Day) -> LetterText {
    LetterText(
      subject: "A vacancy that might suit you",
      beforeLink: [
        "Your \(application) is in our applicant pool. Would you like to apply for \"\(title)\" "
          + "too? Read and answer:"
      ],
      afterLink: [
        "Nothing is copied before a yes. This is voluntary; no, or no answer, brings no "
          + "disadvantage. Your entry in the pool stays either way; its time ends on "
          + "\(inWords(poolEnd)).",
        "Unsubscribing deletes your application from our pool.",
      ])
  }
}
