import Domain

/// What applicants read in English about what they asked for.
extension English {
  func restricted(contact: String) -> PageText {
    PageText(
      heading: "Processing of your application is restricted.",
      paragraphs: [
        "It stays stored (Art. 18 GDPR). Until the restriction is lifted, only whoever answers for "
          + "data protection with us sees it, nobody changes it, and it isn't erased. We tell you "
          + "before it is lifted. If you have questions: \(contact)."
      ])
  }

  func objectionDecided(application: String, receivedOn: Day, reason: String?) -> LetterText {
    let decision =
      reason.map {
        [
          "We have considered your objection of \(inWords(receivedOn)). We keep your "
            + "\(application) locked all the same, so that we can answer possible legal claims "
            + "(Art. 21(1) GDPR). The reason: \($0)",
          "You may complain to the supervisory authority named below, and you may go to court.",
        ]
      } ?? [
        "We agree with your objection of \(inWords(receivedOn)): we no longer keep your "
          + "\(application) as evidence."
      ]
    return LetterText(subject: "About your objection", beforeLink: decision)
  }

  func liftingAnnounced(
    application: String, liftOn: Day, somethingStays: Bool, contact: String
  ) -> LetterText {
    let next =
      somethingStays
      ? "From then on this applies again:"
      : "From then on it is kept only as long as something entitles us to; otherwise we erase it."
    return LetterText(
      subject: "About the restriction of your application",
      beforeLink: [
        "We restricted the processing of your \(application) (Art. 18 GDPR): since then we have "
          + "only stored it. We lift this restriction on \(inWords(liftOn)). "
          + "If you don't agree, a message to \(contact) is enough.",
        next,
      ])
  }
}
