import Domain

/// What applicants read in German when a vacancy is proposed to them.
extension German {
  func proposed(
    company: String, application: String, title: String, poolEnd: Day?
  ) -> PageText {
    PageText(
      heading: "Möchten Sie sich auch für „\(title)“ bewerben?",
      paragraphs: [
        "Ihre \(application) ist in unserem Bewerberpool, und \(company) schlägt Ihnen diese "
          + "Stelle vor. Bei einem Ja legen wir eine neue Bewerbung mit Kopien Ihrer Kontaktdaten "
          + "und Unterlagen an. Nur wer an dieser Auswahl beteiligt ist, sieht sie.",
        "Vor einem Ja wird nichts kopiert. Das ist freiwillig: Ein Nein oder keine Antwort hat "
          + "keine Nachteile." + stays(poolEnd, " Ihr Eintrag im Pool bleibt in jedem Fall."),
      ])
  }

  func applyFor(title: String) -> ChoiceText {
    ChoiceText(
      label: "Ja, bewerben", consequence: "Eine neue Bewerbung für „\(title)“ geht ein.",
      button: "Ja, ich bewerbe mich")
  }

  var applyForNothing: ChoiceText {
    ChoiceText(
      label: "Nein, nicht bewerben",
      consequence: "Nach dieser Stelle fragen wir nicht noch einmal.",
      button: "Nein, ich bewerbe mich nicht")
  }

  func applied(for title: String, isThere: Bool, poolEnd: Day?) -> PageText {
    PageText(
      heading: isThere
        ? "Danke. Ihre Bewerbung für „\(title)“ ist angekommen." : "Ihr Ja ist gespeichert.",
      paragraphs: [
        (isThere ? "" : "Ihre Bewerbung für „\(title)“ folgt von selbst. ")
          + "Sie hören in jedem Fall von uns."
      ] + entry(poolEnd))
  }

  func appliedForNothing(poolEnd: Day?) -> PageText {
    PageText(
      heading: "Ihr Nein ist gespeichert.",
      paragraphs: ["Aus diesem Vorschlag wird keine Bewerbung."] + entry(poolEnd))
  }

  func proposalOver(title: String, poolEnd: Day?) -> PageText {
    PageText(
      heading: "Dieser Vorschlag gilt nicht mehr.",
      paragraphs: [
        poolEnd == nil
          ? "Ihre Zeit im Pool ist vorbei." : "Die Stelle „\(title)“ ist inzwischen geschlossen."
      ] + entry(poolEnd))
  }

  private func entry(_ end: Day?) -> [String] {
    end == nil ? [] : [stays(end, "Ihr Eintrag im Pool bleibt daneben bestehen.")]
  }

  private func stays(_ end: Day?, _ sentence: String) -> String {
    end.map { "\(sentence) Seine Zeit endet am \(inWords($0))." } ?? ""
  }

  func proposal(application: String, title: String, poolEnd: Day) -> LetterText {
    LetterText(
      subject: "Eine Stelle, die zu Ihnen passen könnte",
      beforeLink: [
        "Ihre \(application) ist in unserem Bewerberpool. Möchten Sie sich auch für „\(title)“ "
          + "bewerben? Lesen und antworten:"
      ],
      afterLink: [
        "Vor einem Ja wird nichts kopiert. Das ist freiwillig; ein Nein oder keine Antwort hat "
          + "keine Nachteile. Ihr Eintrag im Pool bleibt in jedem Fall; seine Zeit endet am "
          + "\(inWords(poolEnd)).",
        "Abmelden löscht Ihre Bewerbung aus unserem Pool.",
      ])
  }
}
