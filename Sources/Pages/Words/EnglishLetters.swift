import Domain

/// What applicants are written in English.
extension English {
  func greeting(givenName: String, familyName: String) -> String {
    "Hello \(givenName) \(familyName),"
  }

  func rejection(application: String) -> LetterText {
    LetterText(
      subject: "Reply to your application",
      beforeLink: [
        "Thank you for your \(application) and your effort. Unfortunately we cannot offer you the "
          + "position; the procedure has ended for you. We wish you all the best."
      ])
  }

  func invitation(application: String) -> LetterText {
    LetterText(
      subject: "A question about your application",
      beforeLink: ["May we keep your \(application) for later vacancies? Read and answer:"],
      afterLink: ["This is voluntary; no, or no answer, brings no disadvantage."])
  }

  func confirmation(
    application: String, givenOn: Day, eraseOn: Day, outlasted: Bool
  ) -> LetterText {
    LetterText(
      subject: "Confirmation about your application",
      beforeLink: [
        "On \(inWords(givenOn)) you consented to our keeping your \(application) in the pool. "
          + (outlasted ? poolEnd(eraseOn) : erasure(on: eraseOn)),
        "View or withdraw:",
      ],
      afterLink: ["Unsubscribing deletes your application from our pool."])
  }

  func acknowledgement(
    application: String, receivedOn: Day, source: Source, version: String
  ) -> LetterText {
    let from: String? =
      switch source {
      case .applicant: nil
      case .agency:
        "We were given it by a recruitment agency: contact details, documents and what it says "
          + "about your suitability."
      case .referral:
        "We were given it by somebody who recommended you: contact details, documents and what "
          + "the recommendation says."
      }
    return LetterText(
      subject: "Your application has arrived",
      beforeLink: [
        "Thank you for your \(application), received on \(inWords(receivedOn)). Only people "
          + "involved in this selection see it. You will hear from us in any case."
      ] + (from.map { [$0] } ?? []) + [
        "For questions, corrections or withdrawal just reply. Below: privacy notice, version "
          + "\(version)."
      ])
  }

  func renewal(
    application: String, eraseOn: Day, outlasted: Bool, again: Bool
  ) -> LetterText {
    let no =
      outlasted
      ? "No answer means no: then its time in the pool ends on that day."
      : "No answer means no: then we erase it on that day."
    return LetterText(
      subject: again
        ? "Once more: a question about your application"
        : "A question about your application",
      beforeLink: [
        "Your \(application) is in our pool with your consent. "
          + (outlasted ? poolEnd(eraseOn) : erasure(on: eraseOn))
          + " May we keep it longer? Read and answer:"
      ],
      afterLink: [
        "This is voluntary; no, or no answer, brings no disadvantage. \(no)",
        "Unsubscribing deletes your application from our pool.",
      ])
  }

  var scan: String { "Read the code with a telephone, or type the address:" }
}
