import Domain

/// What applicants say about consent otherwise than through their link.
extension FormPage {
  /// Records a consent that came by post, by e-mail or in person.
  package static func consent(
    _ action: String, back: String, typed: [String: String], _ problems: [FieldProblem],
    _ phrases: Phrases
  ) -> FormPage {
    FormPage(
      heading: phrases("Record a consent"),
      paragraphs: [
        phrases("It counts as through the link, from the day on which it was given."),
        phrases("Where they have an address, the applicant gets the link that takes it back."),
      ], action: action,
      fields: [
        purpose(typed, problems, phrases),
        .line(
          "until", phrases("Kept until"), value: typed["until"] ?? "", type: "date",
          help: phrases("Only for longer storage: the day that they agreed to."),
          problems: problems),
        .choice(
          "channel", phrases("How"), channels([.post, .email, .inPerson], typed, phrases),
          problems: problems),
        .line(
          "givenOn", phrases("Given on"), value: typed["givenOn"] ?? "", type: "date",
          isRequired: true, problems: problems),
        .line(
          "textVersion", phrases("Version of the text they agreed to"),
          value: typed["textVersion"] ?? ConsentText.currentVersion,
          help: phrases("The one in force now; another if an older letter came back."),
          isRequired: true, problems: problems),
      ], button: phrases("Record the consent"),
      ways: [NoticePage.Way(phrases("Cancel"), back)])
  }

  /// Records that a consent was taken back: informal messages count.
  package static func withdrawal(
    _ action: String, back: String, typed: [String: String], _ problems: [FieldProblem],
    _ phrases: Phrases
  ) -> FormPage {
    FormPage(
      heading: phrases("Record a withdrawal"),
      paragraphs: [
        phrases("Whatever way it came, it counts at once."),
        phrases("What nothing else keeps is erased at once and for good."),
      ], action: action,
      fields: [
        purpose(typed, problems, phrases),
        .choice(
          "channel", phrases("How"),
          channels([.email, .post, .phone, .inPerson], typed, phrases), problems: problems),
        .line(
          "receivedOn", phrases("Received on"), value: typed["receivedOn"] ?? "", type: "date",
          isRequired: true, problems: problems),
      ], button: phrases("Record the withdrawal"),
      ways: [NoticePage.Way(phrases("Cancel"), back)])
  }

  /// Asks whether an application may be kept until a day that is named.
  package static func longerStorage(
    _ action: String, back: String, typed: [String: String], _ problems: [FieldProblem],
    _ phrases: Phrases
  ) -> FormPage {
    FormPage(
      heading: phrases("Ask to keep it longer"),
      paragraphs: [
        phrases("For something else than the pool, such as a vacancy that comes up again."),
        phrases("The question leaves by mail, once. No answer means no."),
      ], action: action,
      fields: [
        .line(
          "until", phrases("Kept until"), value: typed["until"] ?? "", type: "date",
          isRequired: true, problems: problems),
        .choice(
          "language", phrases("Language of the question"),
          Language.allCases.map {
            .init($0.rawValue, phrases.name(of: $0), isChosen: typed["language"] == $0.rawValue)
          }, problems: problems),
      ], button: phrases("Send the question"),
      ways: [NoticePage.Way(phrases("Cancel"), back)])
  }

  private static func purpose(
    _ typed: [String: String], _ problems: [FieldProblem], _ phrases: Phrases
  ) -> Field {
    .choice(
      "purpose", phrases("For what"),
      [
        .init("pool", phrases("The pool"), isChosen: typed["purpose"] != "longerStorage"),
        .init(
          "longerStorage", phrases("Longer storage"),
          isChosen: typed["purpose"] == "longerStorage"),
      ], problems: problems)
  }

  private static func channels(
    _ channels: [ConsentChannel], _ typed: [String: String], _ phrases: Phrases
  ) -> [Field.Option] {
    channels.map { channel in
      let label =
        switch channel {
        case .email: phrases("By e-mail")
        case .post: phrases("By post")
        case .phone: phrases("By telephone")
        case .inPerson: phrases("In person")
        case .link: phrases("Through the link")
        }
      return Field.Option(
        channel.rawValue, label, isChosen: typed["channel"] == channel.rawValue)
    }
  }
}
