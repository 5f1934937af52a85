import Domain

/// What applicants read in German.
struct German: Words {
  let ownName = "Deutsch"
  let labels = Labels(
    contact: "Kontakt", controller: "Verantwortlich",
    privacyOfficer: "Datenschutzbeauftragte Person", authority: "Aufsichtsbehörde",
    privacyNotice: "Datenschutzhinweise", saveReceipt: "Nachweis speichern",
    receiptPage: "Nachweis.html", receiptFile: "Nachweis.txt",
    error: "Fehler", closing: "Freundliche Grüße")

  private static let months = [
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
    "November", "Dezember",
  ]

  func inWords(_ day: Day) -> String { "\(day.day). \(Self.months[day.month - 1]) \(day.year)" }

  func application(for title: String?) -> String {
    title.map { "Bewerbung für „\($0)“" } ?? "Initiativbewerbung"
  }
}

// Why something stays.
extension German {
  func reason(
    _ kind: GroundKind, application: String, through: Day?, contact: String
  ) -> String? {
    let until = through.map { "bis einschließlich \(inWords($0)) " } ?? ""
    let open = through == nil ? " Ein Tag für das Ende steht noch nicht fest." : ""
    switch kind {
    case .pool: return nil
    case .evidence:
      return "Ihre \(application) bleibt \(until)gesperrt und gespeichert, nur um auf mögliche "
        + "Rechtsansprüche aus dem Verfahren antworten zu können "
        + "(Art. 6 Abs. 1 Buchst. f DSGVO)."
    case .procedure:
      return "Das Verfahren zu Ihrer \(application) läuft noch. So lange bleibt sie gespeichert, "
        + "damit wir darüber entscheiden können (Art. 6 Abs. 1 Buchst. b DSGVO, § 26 BDSG). "
        + "Endet es, teilen wir Ihnen mit, bis wann sie noch bleibt."
    case .hold:
      return "Ihre \(application) bleibt \(until)gesperrt und gespeichert, weil sie für eine "
        + "bestimmte Rechtssache gebraucht wird (Art. 17 Abs. 3 Buchst. e DSGVO).\(open) "
        + "Wir prüfen regelmäßig, ob sie noch gebraucht wird."
    case .employment:
      return "Ihre \(application) bleibt \(until)gespeichert, weil Sie bei uns eingestellt sind, "
        + "bis ihre Übergabe in die Personalakte abgeschlossen ist (§ 26 BDSG).\(open)"
    case .legalObligation:
      return "Ihre \(application) bleibt \(until)gesperrt und gespeichert, weil ein Gesetz uns "
        + "dazu verpflichtet (Art. 6 Abs. 1 Buchst. c DSGVO).\(open)"
    case .longerStorage:
      return "Ihre \(application) bleibt \(until)gespeichert, weil Sie in eine längere "
        + "Speicherung eingewilligt haben (Art. 6 Abs. 1 Buchst. a DSGVO).\(open) Das können Sie "
        + "jederzeit widerrufen: Eine Nachricht an \(contact) genügt."
    }
  }

  func erasure(on day: Day) -> String { "Am \(inWords(day)) löschen wir sie." }

  func rightToObject(contact: String) -> String {
    "Ihr Widerspruchsrecht: Aus Gründen, die sich aus Ihrer besonderen Situation ergeben, können "
      + "Sie dem jederzeit widersprechen. Eine Nachricht an \(contact) genügt."
  }

  func inAnyCase(_ sentence: String) -> String { "Unabhängig davon: \(sentence)" }

  func poolEnd(_ day: Day) -> String { "Am \(inWords(day)) endet ihre Zeit im Pool." }
}

// Pages.
extension German {
  func asked(company: String, application: String, eraseOn: Day, outlasted: Bool) -> PageText {
    let end =
      outlasted
      ? "Bei einem Ja heute endet ihre Zeit im Pool am \(inWords(eraseOn))."
      : "Bei einem Ja heute löschen wir sie am \(inWords(eraseOn))."
    return PageText(
      heading: "Dürfen wir Ihre \(application) für spätere Stellen aufbewahren?",
      paragraphs: [
        "Mit Ihrer Einwilligung bewahrt \(company) Kontaktdaten, Unterlagen und unsere Notizen im "
          + "Bewerberpool auf, um Ihnen passende Stellen vorzuschlagen. Nur unsere "
          + "Personalabteilung sieht sie dort. \(end)",
        "Das ist freiwillig: Ein Nein oder keine Antwort hat keine Nachteile. Ein Ja können Sie "
          + "hier jederzeit widerrufen; die Nutzung bis dahin bleibt rechtmäßig.",
      ])
  }

  var yes: ChoiceText {
    ChoiceText(
      label: "Ja, aufbewahren", consequence: "Sie kommt in den Pool.",
      button: "Ja, ich willige ein")
  }

  var no: ChoiceText {
    ChoiceText(
      label: "Nein, nicht aufbewahren", consequence: "Wir fragen nicht noch einmal.",
      button: "Nein, ich willige nicht ein")
  }

  func inPool(givenOn: Day, eraseOn: Day, outlasted: Bool) -> PageText {
    PageText(
      heading: "Danke. Ihre Bewerbung ist im Pool.",
      paragraphs: [
        "Passt eine Stelle, schreiben wir Ihnen. "
          + (outlasted ? poolEnd(eraseOn) : erasure(on: eraseOn))
          + " Vorher fragen wir nach; keine Antwort heißt Nein.",
        "Eingewilligt haben Sie am \(inWords(givenOn)).",
      ])
  }

  func withdraw(somethingStays: Bool) -> ChoiceText {
    let gone = somethingStays ? "Ihr Eintrag im Pool" : "Kontaktdaten, Unterlagen, Notizen"
    return ChoiceText(
      label: "Einwilligung widerrufen", consequence: "Sofort gelöscht: \(gone).",
      button: "Jetzt widerrufen")
  }

  func declined(contact: String) -> PageText {
    PageText(
      heading: "Ihr Nein ist gespeichert.",
      paragraphs: [
        "Ihre Bewerbung kommt nicht in den Pool. Falls Sie es sich anders überlegen: \(contact)."
      ])
  }

  func withdrawn(since: Day) -> PageText {
    PageText(heading: "Ihr Widerruf gilt.", paragraphs: [noLongerUsed(since: since)])
  }

  func erasurePending(since: Day) -> PageText {
    PageText(
      heading: "Ihr Widerruf gilt.",
      paragraphs: ["Die Löschung folgt von selbst.", noLongerUsed(since: since)])
  }

  private func noLongerUsed(since: Day) -> String {
    "Seit \(inWords(since)) verwenden wir Ihre Bewerbung nicht mehr für andere Stellen."
  }

  func erased(on day: Day, finalOn: Day, shownHere: Bool) -> PageText {
    PageText(
      heading: "Ihre Bewerbung ist gelöscht.",
      paragraphs: [
        "Am \(inWords(day)): Kontaktdaten, Unterlagen, Notizen. In verschlüsselten Sicherungen "
          + "ist sie spätestens ab \(inWords(finalOn)) unlesbar.",
        "Es bleibt ein Nachweis ohne Namen\(shownHere ? ", hier noch 30 Tage" : "").",
        "Alles Gute!",
      ])
  }

  func unknownLink(contact: String) -> PageText {
    PageText(
      heading: "Diesen Link kennen wir nicht.",
      paragraphs: [
        "Vielleicht ist die Adresse unvollständig, oder der Vorgang ist abgeschlossen und der "
          + "Link gelöscht.",
        contact,
      ])
  }

  func fault(incident: String, contact: String) -> PageText {
    PageText(
      heading: "Das hat nicht geklappt.",
      paragraphs: [
        "Bei uns ist etwas schiefgegangen. Verloren ist nichts: Öffnen Sie den Link in einigen "
          + "Minuten noch einmal, die Seite zeigt, was gilt.",
        "Wenn Sie uns schreiben, nennen Sie bitte die Nummer \(incident): \(contact)",
      ])
  }

  func unreadableAnswer(contact: String) -> PageText {
    PageText(
      heading: "Diese Antwort konnten wir nicht lesen.",
      paragraphs: [
        "Geändert ist nichts. Bitte öffnen Sie den Link aus unserer E-Mail noch einmal und wählen "
          + "Sie dort.",
        contact,
      ])
  }

  func tooManyRequests() -> PageText {
    PageText(
      heading: "Gerade kommen zu viele Anfragen.",
      paragraphs: [
        "Geändert ist nichts. Bitte versuchen Sie es in einigen Minuten noch einmal."
      ])
  }
}

// Letters to the staff.
extension German {
  var staffGreeting: String { "Guten Tag," }

  func digest(_ waiting: [(title: String, applications: Int)]) -> LetterText {
    LetterText(
      subject: "Bewerbungen warten auf Ihre Empfehlung",
      beforeLink: ["Auf Ihre Empfehlung warten:"]
        + waiting.map { title, count in
          "„\(title)“: \(count) \(count == 1 ? "Bewerbung" : "Bewerbungen")"
        } + ["Ansehen und antworten:"],
      afterLink: ["Diese Nachricht kommt einmal am Arbeitstag, und nur solange etwas wartet."])
  }
}
