package import Domain

/// Forms about what applicants ask for; each says first what it brings about.
extension FormPage {
  /// Restricts processing.
  package static func restriction(
    of facts: ApplicationFacts, typed: [String: String], _ problems: [FieldProblem],
    _ phrases: Phrases
  ) -> FormPage {
    FormPage(
      heading: phrases("Restrict the processing"),
      paragraphs: [
        facts.name,
        phrases("From now on nobody but the privacy officer sees it (Art. 18 GDPR)."),
        phrases("Nobody changes it, and it isn't erased."),
        phrases("Before that is lifted the applicant is told."),
      ], action: "\(facts.path)/restriction",
      fields: [
        .text(
          "reason", phrases("Reason"), value: typed["reason"] ?? "",
          help: phrases("Kept sealed."), isRequired: true, problems: problems)
      ], button: phrases("Restrict the processing"),
      ways: [NoticePage.Way(phrases("Cancel"), facts.path)])
  }

  /// Lifts a restriction; where no mail reaches the applicant, after somebody told them.
  package static func lifting(
    of facts: ApplicationFacts, _ restriction: Restriction, typed: [String: String],
    _ problems: [FieldProblem], _ phrases: Phrases
  ) -> FormPage {
    let grounds = facts.retention.standing(on: facts.today)
    let next =
      grounds.isEmpty
      ? phrases("No other ground keeps it: it is erased at once.")
      : phrases("What stands counts again, and who may see it sees it.")
    let isUndelivered = restriction.announcement?.isUndelivered == true
    let mustBeTold =
      isUndelivered || facts.applicant.email == nil && restriction.announcement == nil
    let told =
      restriction.announcement.flatMap {
        isUndelivered
          ? nil
          : phrases(
            "The applicant was told that it is lifted from {day} on.",
            ["day": phrases.inWords($0.liftOn)])
      }
      ?? (mustBeTold
        ? phrases("No mail reaches the applicant: tell them first, and write down how.")
        : phrases("The applicant is told by mail first."))
    return FormPage(
      heading: phrases("Lift the restriction"),
      paragraphs: [phrases("{name}: {next}", ["name": facts.name, "next": next]), told]
        + (isUndelivered ? [phrases("The letter could not be delivered.")] : []),
      action: "\(facts.path)/restriction/lift",
      fields: mustBeTold
        ? [
          .line(
            "toldOn", phrases("Told on"), value: typed["toldOn"] ?? "", type: "date",
            isRequired: true, problems: problems),
          .choice(
            "channel", phrases("How"), channels(typed["channel"], phrases), problems: problems),
        ] : [],
      button: phrases("Lift the restriction"),
      ways: [NoticePage.Way(phrases("Cancel"), facts.path)])
  }

  /// Records an objection.
  package static func objection(
    of facts: ApplicationFacts, typed: [String: String], _ problems: [FieldProblem],
    _ phrases: Phrases
  ) -> FormPage {
    FormPage(
      heading: phrases("Record an objection"),
      paragraphs: [
        phrases("Against being kept as evidence: the privacy officer decides."),
        phrases("Against being contacted: at once, for everything of the same address."),
      ], action: "\(facts.path)/objection",
      fields: [
        .choice(
          "against", phrases("{name} objects", ["name": facts.name]),
          [
            .init(
              "evidence", phrases("to being kept as evidence"),
              isChosen: typed["against"] != "contact"),
            .init(
              "contact", phrases("to being contacted"), isChosen: typed["against"] == "contact"),
          ], problems: problems),
        .line(
          "receivedOn", phrases("Received on"),
          value: typed["receivedOn"] ?? facts.today.description, type: "date", isRequired: true,
          problems: problems),
        .choice(
          "channel", phrases("How"), channels(typed["channel"], phrases), problems: problems),
        .text(
          "text", phrases("In their words"), value: typed["text"] ?? "",
          help: phrases("Kept sealed."), problems: problems),
      ], button: phrases("Record the objection"),
      ways: [NoticePage.Way(phrases("Cancel"), facts.path)])
  }

  /// Decides on an objection; `words` are the applicant's own.
  package static func decision(
    on objection: ObjectionID, of facts: ApplicationFacts, receivedOn: Day, answerBy: Day?,
    words: String?, typed: [String: String], _ problems: [FieldProblem], _ phrases: Phrases
  ) -> FormPage {
    let until = answerBy.map { phrases.inWords($0) } ?? ""
    return FormPage(
      heading: phrases("Decide on an objection"),
      paragraphs: [
        facts.name,
        phrases(
          "Received on {day}; an answer is in time through {until}.",
          ["day": phrases.inWords(receivedOn), "until": until]),
      ] + (words.map { [$0] } ?? []) + [
        phrases("Upheld, the evidence ends: what nothing else keeps is erased at once."),
        phrases("Rejected, the applicant is told the reason."),
      ], action: "\(facts.path)/objections/\(objection)",
      fields: [
        .choice(
          "decision", phrases("Decision"),
          [
            .init(
              "upheld", phrases("Upheld: the evidence ends"),
              isChosen: typed["decision"] == "upheld"),
            .init(
              "rejected", phrases("Rejected: the claim weighs more"),
              isChosen: typed["decision"] != "upheld"),
          ], problems: problems),
        .text(
          "reason", phrases("Reason"), value: typed["reason"] ?? "",
          help: phrases("The applicant reads it if it is rejected."), isRequired: true,
          problems: problems),
      ], button: phrases("Decide and tell"),
      ways: [
        NoticePage.Way(phrases("Open the application"), facts.path),
        NoticePage.Way(phrases("Cancel"), "/requests"),
      ])
  }

  private static func channels(_ chosen: String?, _ phrases: Phrases) -> [Field.Option] {
    NoticeChannel.allCases.map { channel in
      let label =
        switch channel {
        case .email: phrases("By e-mail")
        case .post: phrases("By post")
        case .phone: phrases("By telephone")
        case .inPerson: phrases("In person")
        }
      return Field.Option(channel.rawValue, label, isChosen: channel.rawValue == chosen)
    }
  }
}

extension FormPage {
  /// Erases because somebody asked: what goes, and the name typed to confirm it. `nil` fields where
  /// a ground forbids it; then the page says which and until when.
  package static func erasure(
    of facts: ApplicationFacts, typed: [String: String], _ problems: [FieldProblem],
    _ phrases: Phrases
  ) -> FormPage {
    FormPage(
      heading: phrases("Erase at the applicant's request"),
      paragraphs: [
        facts.name,
        phrases(
          "Contact data, {count} documents and all notes are erased at once and for good.",
          ["count": "\(facts.documents.count)"]),
        phrases("The applicant is told by mail where they have an address."),
      ], action: "\(facts.path)/erasure",
      fields: [
        .line(
          "confirm", phrases("Type the name to confirm: {name}", ["name": facts.name]),
          value: typed["confirm"] ?? "", autocomplete: "off", isRequired: true,
          problems: problems),
        .text(
          "reason", phrases("Reason"), value: typed["reason"] ?? "", isRequired: true,
          problems: problems),
      ], button: phrases("Erase for good"),
      ways: [NoticePage.Way(phrases("Cancel"), facts.path)])
  }

  /// Why it may not be erased: the grounds that forbid it, each with its end.
  package static func noErasure(
    _ facts: ApplicationFacts, _ phrases: Phrases
  ) -> NoticePage {
    let forbids = facts.retention.standing(on: facts.today).filter(\.kind.forbidsErasure)
    let grounds = forbids.map { phrases.why($0, facts.retention.procedure) }
    let restricted =
      facts.retention.isRestricted
      ? [phrases("Processing is restricted; nothing is changed before that is lifted.")] : []
    return NoticePage(
      heading: phrases("This may not be erased now"),
      paragraphs: [facts.name] + restricted + grounds
        + [phrases("Tell the applicant why, and until when.")],
      ways: [NoticePage.Way(phrases("Back"), facts.path)])
  }
}
