import Domain

/// What applicants read in German about being kept until a day that is named.
extension German {
  func storageAsked(company: String, application: String, until: Day) -> PageText {
    PageText(
      heading: "Dürfen wir Ihre \(application) bis zum \(inWords(until)) aufbewahren?",
      paragraphs: [
        "Mit Ihrer Einwilligung bewahrt \(company) Kontaktdaten, Unterlagen und unsere Notizen bis "
          + "einschließlich \(inWords(until)) auf, um auf Ihre Bewerbung zurückkommen zu können. "
          + "Nur unsere Personalabteilung sieht sie. Danach löschen wir sie.",
        "Das ist freiwillig: Ein Nein oder keine Antwort hat keine Nachteile. Ein Ja können Sie "
          + "hier jederzeit widerrufen; die Nutzung bis dahin bleibt rechtmäßig.",
      ])
  }

  func storageYes(until: Day) -> ChoiceText {
    ChoiceText(
      label: "Ja, aufbewahren",
      consequence: "Sie bleibt bis einschließlich \(inWords(until)) gespeichert.",
      button: "Ja, ich willige ein")
  }

  func storageGiven(givenOn: Day, eraseOn: Day, outlasted: Bool) -> PageText {
    let end =
      outlasted
      ? "Ihre Einwilligung gilt bis zum \(inWords(eraseOn))." : erasure(on: eraseOn)
    return PageText(
      heading: "Danke. Wir bewahren Ihre Bewerbung auf.",
      paragraphs: [end, "Eingewilligt haben Sie am \(inWords(givenOn))."])
  }

  func storageWithdraw(somethingStays: Bool) -> ChoiceText {
    ChoiceText(
      label: "Einwilligung widerrufen",
      consequence: somethingStays
        ? "Von da an bleibt Ihre Bewerbung nicht mehr wegen Ihrer Einwilligung."
        : "Sofort gelöscht: Kontaktdaten, Unterlagen, Notizen.",
      button: "Jetzt widerrufen")
  }

  func storageWithdrawn(since: Day) -> PageText {
    PageText(
      heading: "Ihr Widerruf gilt.",
      paragraphs: [
        "Seit \(inWords(since)) bleibt Ihre Bewerbung nicht mehr wegen Ihrer Einwilligung."
      ])
  }

  func storageDeclined(contact: String) -> PageText {
    PageText(
      heading: "Ihr Nein ist gespeichert.",
      paragraphs: [
        "Dafür bewahren wir Ihre Bewerbung nicht länger auf. Falls Sie es sich anders überlegen: "
          + "\(contact)."
      ])
  }

  func storageInvitation(application: String, until: Day) -> LetterText {
    LetterText(
      subject: "Eine Frage zu Ihrer Bewerbung",
      beforeLink: [
        "Dürfen wir Ihre \(application) bis zum \(inWords(until)) aufbewahren? Lesen und "
          + "antworten:"
      ],
      afterLink: ["Das ist freiwillig; ein Nein oder keine Antwort hat keine Nachteile."])
  }

  func storageConfirmation(
    application: String, givenOn: Day, eraseOn: Day, outlasted: Bool
  ) -> LetterText {
    let end =
      outlasted
      ? "Ihre Einwilligung gilt bis zum \(inWords(eraseOn))." : erasure(on: eraseOn)
    return LetterText(
      subject: "Bestätigung zu Ihrer Bewerbung",
      beforeLink: [
        "Am \(inWords(givenOn)) haben Sie eingewilligt, dass wir Ihre \(application) länger "
          + "aufbewahren. \(end)",
        "Ansehen oder widerrufen:",
      ])
  }
}
