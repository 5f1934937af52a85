package import Domain

/// Forms about holds and obligations; each says first what it brings about.
extension FormPage {
  /// Holds one application. `through` is the last day of a provisional hold.
  package static func hold(
    _ action: String, once: String, provisionalThrough through: Day?, back: String,
    typed: [String: String], _ problems: [FieldProblem], _ phrases: Phrases
  ) -> FormPage {
    hold(
      heading: through == nil
        ? phrases("Hold this application") : phrases("Hold this application for 7 days"),
      consequence: through.map {
        phrases(
          "It isn't erased before {day} is over, whatever ends meanwhile. Nothing of it is opened.",
          ["day": phrases.inWords($0)])
      }
        ?? phrases(
          "It isn't erased until the hold is released, whatever ends meanwhile; you may open it."),
      action, once, through, back: back, typed, problems, phrases)
  }

  /// Holds a whole vacancy.
  package static func hold(
    vacancy title: String, applications: Int, _ action: String, once: String,
    provisionalThrough through: Day?, back: String, typed: [String: String],
    _ problems: [FieldProblem], _ phrases: Phrases
  ) -> FormPage {
    let slots = [
      "number": "\(applications)", "day": through.map { phrases.inWords($0) } ?? "",
    ]
    let covered =
      applications == 1
      ? phrases("1 application is held, even if it is locked, and every one still to come.")
      : phrases(
        "{number} applications are held, the locked ones too, and every one still to come.", slots)
    let lasting =
      through == nil
      ? phrases("None is erased until the hold is released.")
      : phrases("None is erased before {day} is over; nothing is opened.", slots)
    return hold(
      heading: through == nil
        ? phrases("Hold the vacancy {title}", ["title": Readable.line(title)])
        : phrases("Hold the vacancy {title} for 7 days", ["title": Readable.line(title)]),
      consequence: "\(covered) \(lasting)", action, once, through, back: back, typed, problems,
      phrases)
  }

  private static func hold(
    heading: String, consequence: String, _ action: String, _ once: String, _ through: Day?,
    back: String,
    _ typed: [String: String], _ problems: [FieldProblem], _ phrases: Phrases
  ) -> FormPage {
    FormPage(
      heading: heading, paragraphs: [consequence], action: action, kept: [.init("once", once)],
      fields: [
        .line(
          "matter", phrases("Matter"), value: typed["matter"] ?? "",
          help: phrases("Named: an abstract risk is not enough (Art. 17(3)(e) GDPR).") + " "
            + phrases("Written alike, holds belong together."),
          autocomplete: "off", isRequired: true, problems: problems),
        .text(
          "reason", phrases("Why it is needed for that"), value: typed["reason"] ?? "",
          help: phrases("Kept sealed."), isRequired: true, problems: problems),
        .line(
          "reviewOn", phrases("Look at it again on"), value: typed["reviewOn"] ?? "",
          type: "date", isRequired: true, problems: problems),
      ],
      button: through == nil ? phrases("Place the hold") : phrases("Hold for 7 days"),
      ways: [NoticePage.Way(phrases("Cancel"), back)])
  }

  /// Releases a hold. `held` applications are kept by it, `overdue` by nothing else.
  package static func release(
    _ action: String, held: Int, overdue: Int, back: String, typed: [String: String],
    _ problems: [FieldProblem], _ phrases: Phrases
  ) -> FormPage {
    FormPage(
      heading: phrases("Release the hold"),
      paragraphs: [consequence(held: held, overdue: overdue, phrases)],
      action: action, fields: [reason(typed, problems, phrases)],
      button: overdue == 0 ? phrases("Release") : phrases("Release and erase"),
      ways: [NoticePage.Way(phrases("Cancel"), back)])
  }

  /// Ends a legal obligation before its day.
  package static func end(
    obligation action: String, overdue: Int, back: String, typed: [String: String],
    _ problems: [FieldProblem], _ phrases: Phrases
  ) -> FormPage {
    FormPage(
      heading: phrases("End the legal obligation"),
      paragraphs: [consequence(held: 1, overdue: overdue, phrases)],
      action: action, fields: [reason(typed, problems, phrases)],
      button: overdue == 0 ? phrases("End it") : phrases("End it and erase"),
      ways: [NoticePage.Way(phrases("Cancel"), back)])
  }

  private static func consequence(held: Int, overdue: Int, _ phrases: Phrases) -> String {
    switch (held, overdue) {
    case (1, 0): return phrases("The application stays: something else keeps it.")
    case (1, _): return phrases("The application becomes overdue and is erased at once.")
    case (_, 0):
      return phrases(
        "{held} applications are no longer held. All of them stay: something else keeps them.",
        ["held": "\(held)"])
    case (_, 1):
      return phrases(
        "{held} applications are no longer held. 1 of them becomes overdue and is erased at once.",
        ["held": "\(held)"])
    case (_, _):
      return phrases(
        "{held} applications are no longer held. {overdue} become overdue and are erased at once.",
        ["held": "\(held)", "overdue": "\(overdue)"])
    }
  }

  /// Looks at a hold again.
  package static func review(
    _ action: String, back: String, typed: [String: String], _ problems: [FieldProblem],
    _ phrases: Phrases
  ) -> FormPage {
    FormPage(
      heading: phrases("Review the hold"),
      paragraphs: [phrases("It stays. If the matter is over, release it instead.")],
      action: action,
      fields: [
        .line(
          "reviewOn", phrases("Look at it again on"), value: typed["reviewOn"] ?? "",
          type: "date", isRequired: true, problems: problems),
        .text(
          "reason", phrases("Why it stays"), value: typed["reason"] ?? "",
          help: phrases("May stay empty."), problems: problems),
      ], button: phrases("Keep the hold"), ways: [NoticePage.Way(phrases("Cancel"), back)])
  }

  /// Notes that a law asks to keep an application.
  package static func obligation(
    _ action: String, once: String, back: String, typed: [String: String],
    _ problems: [FieldProblem], _ phrases: Phrases
  ) -> FormPage {
    FormPage(
      heading: phrases("Note a legal obligation"),
      paragraphs: [
        phrases(
          "It isn't erased before that day is over, not even on request (Art. 17(3)(b) GDPR).")
      ],
      action: action, kept: [.init("once", once)],
      fields: [
        .line(
          "law", phrases("Law"), value: typed["law"] ?? "",
          help: phrases("The provision that asks for it."), autocomplete: "off",
          isRequired: true, problems: problems),
        .line(
          "until", phrases("Its last day"), value: typed["until"] ?? "", type: "date",
          isRequired: true, problems: problems),
        .text(
          "reason", phrases("Why it applies here"), value: typed["reason"] ?? "",
          help: phrases("May stay empty."), problems: problems),
      ], button: phrases("Note the obligation"),
      ways: [NoticePage.Way(phrases("Cancel"), back)])
  }

  /// Asks why the holds are looked at.
  package static func whyHolds(
    _ action: String, next: String, typed: String, _ problems: [FieldProblem], _ phrases: Phrases
  ) -> FormPage {
    FormPage(
      heading: phrases("Which matter?"),
      paragraphs: [
        phrases("Your role opens holds for a named matter or reason only; it is recorded.")
      ],
      action: action, kept: [Kept("next", next)],
      fields: [
        .line(
          "matter", phrases("Matter or reason"), value: typed,
          help: phrases(
            "Kept sealed with the entry in the ledger, for half an hour of this visit."),
          autocomplete: "off", isRequired: true, problems: problems)
      ], button: phrases("Show the holds"))
  }

  private static func reason(
    _ typed: [String: String], _ problems: [FieldProblem], _ phrases: Phrases
  ) -> Field {
    .text(
      "reason", phrases("Reason"), value: typed["reason"] ?? "", help: phrases("Kept sealed."),
      isRequired: true, problems: problems)
  }
}
