import Domain

/// What applicants read in German about staying in the pool, and about several entries there.
extension German {
  func longer(
    company: String, application: String, eraseOn: Day, newEraseOn: Day, outlasted: Bool
  ) -> PageText {
    PageText(
      heading: "Dürfen wir Ihre \(application) länger aufbewahren?",
      paragraphs: [
        "Sie ist mit Ihrer Einwilligung im Bewerberpool von \(company). "
          + (outlasted ? poolEnd(eraseOn) : erasure(on: eraseOn))
          + " Bei einem Ja heute bleibt sie bis zum \(inWords(newEraseOn)), zu denselben Zwecken: "
          + "um Ihnen passende Stellen vorzuschlagen. Nur unsere Personalabteilung sieht sie dort.",
        "Das ist freiwillig: Ein Nein oder keine Antwort hat keine Nachteile. Ein Ja können Sie "
          + "hier jederzeit widerrufen; die Nutzung bis dahin bleibt rechtmäßig.",
      ])
  }

  func keepLonger(newEraseOn: Day) -> ChoiceText {
    ChoiceText(
      label: "Ja, länger aufbewahren",
      consequence: "Sie bleibt im Pool, bis zum \(inWords(newEraseOn)).",
      button: "Ja, ich willige ein")
  }

  func notLonger(eraseOn: Day) -> ChoiceText {
    ChoiceText(
      label: "Nein, nicht länger",
      consequence: "Sie bleibt bis zum \(inWords(eraseOn)) im Pool. Wir fragen nicht noch einmal.",
      button: "Nein, ich willige nicht ein")
  }

  func notRenewed(eraseOn: Day, outlasted: Bool) -> PageText {
    PageText(
      heading: "Ihr Nein ist gespeichert.",
      paragraphs: [
        "Bis dahin ist Ihre Bewerbung noch im Pool. "
          + (outlasted ? poolEnd(eraseOn) : erasure(on: eraseOn))
      ])
  }

  func lapsed(contact: String) -> PageText {
    PageText(
      heading: "Ihre Bewerbung ist nicht mehr im Pool.",
      paragraphs: [
        "Ihre Zeit dort ist zu Ende; wir verwenden sie nicht mehr für andere Stellen. Falls Sie "
          + "wieder in den Pool möchten: \(contact)."
      ])
  }

  func entries(_ count: Int) -> String { "Im Pool sind \(count) Einträge von Ihnen:" }

  func entry(application: String, givenOn: Day, eraseOn: Day) -> String {
    "\(application), eingewilligt am \(inWords(givenOn)), im Pool bis zum \(inWords(eraseOn))"
  }

  func withdrawAll(_ count: Int) -> String { "Alle \(count) Einträge im Pool" }
  var withdrawThis: String { "Nur dieser Eintrag" }

  func goesAtOnce(application: String, somethingStays: Bool) -> String {
    "\(application): \(withdraw(somethingStays: somethingStays).consequence)"
  }

  var alsoWithdrawn: String { "Ebenfalls widerrufen:" }

  func entryErased(givenOn: Day, on day: Day, finalOn: Day) -> String {
    "Der Eintrag, in den Sie am \(inWords(givenOn)) eingewilligt haben, ist seit "
      + "\(inWords(day)) gelöscht: Kontaktdaten, Unterlagen, Notizen. In verschlüsselten "
      + "Sicherungen ist er spätestens ab \(inWords(finalOn)) unlesbar."
  }

  func entryWithdrawn(givenOn: Day, since: Day, isPending: Bool) -> String {
    "Den Eintrag, in den Sie am \(inWords(givenOn)) eingewilligt haben, verwenden wir seit "
      + "\(inWords(since)) nicht mehr für andere Stellen."
      + (isPending ? " Die Löschung folgt von selbst." : "")
  }

  func privacyNotice(version: String) -> String { "Datenschutzhinweise, Fassung \(version)" }

  func noticeInForce(version: String, since: Day) -> String {
    "Fassung \(version), gilt seit \(inWords(since))."
  }

  func unknownNotice(contact: String) -> PageText {
    PageText(
      heading: "Diese Fassung kennen wir nicht.",
      paragraphs: ["Vielleicht ist die Adresse unvollständig.", contact])
  }
}
