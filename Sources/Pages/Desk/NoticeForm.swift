import Domain

/// Records that somebody was told of their rejection, once the fortnight of endings is over.
extension FormPage {
  /// The choice that mails the notice instead of recording one.
  package static let mailsNotice = "send"

  /// How, when, and what shows it; where there is an address, Lethe can mail it.
  package static func notice(
    of facts: ApplicationFacts, typed: [String: String], _ problems: [FieldProblem],
    _ phrases: Phrases
  ) -> FormPage {
    let mail =
      facts.applicant.email == nil
      ? []
      : [
        Field.Option(
          mailsNotice, phrases("The notice is mailed now"),
          isChosen: typed["channel"] == mailsNotice)
      ]
    let channels: [NoticeChannel] = [.post, .phone, .inPerson, .email]
    return FormPage(
      heading: phrases("Send or record the notice"),
      paragraphs: [
        facts.name, phrases("Nothing shows that the applicant was told of the rejection."),
      ], action: "\(facts.path)/notice",
      fields: [
        .choice(
          "channel", phrases("How they were told"),
          mail
            + channels.map {
              Field.Option(
                $0.rawValue, phrases.name(of: $0), isChosen: typed["channel"] == $0.rawValue)
            }, problems: problems),
        .line(
          "sentOn", phrases("Sent or said on"),
          value: typed["sentOn"] ?? facts.today.description, type: "date", isRequired: true,
          problems: problems),
        .line(
          "receivedOn", phrases("Reached them on"), value: typed["receivedOn"] ?? "",
          type: "date",
          help: phrases("If it is known: the period for claims begins then (§ 15(4) AGG)."),
          problems: problems),
        .line(
          "proof", phrases("How the receipt can be proved"), value: typed["proof"] ?? "",
          help: phrases("Kept sealed with the application."), problems: problems),
      ], button: phrases("Send or record"),
      ways: [NoticePage.Way(phrases("Cancel"), facts.path)])
  }
}
