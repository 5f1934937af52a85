import Domain

/// The privacy notice in German (Art. 13, 14 DSGVO).
extension German {
  var noticeTitle: String { "Datenschutzhinweise für Bewerbungen" }

  func notice(_ facts: NoticeFacts) -> [NoticeSection] {
    [
      NoticeSection("Wer verantwortlich ist", responsible(facts)),
      NoticeSection("Wofür und auf welcher Grundlage", purposes),
      NoticeSection("Welche Daten, und woher", categories),
      NoticeSection("Wer sie bekommt", recipients(facts)),
      NoticeSection("Wie lange", periods(facts)),
      NoticeSection("Ihre Rechte", rights(facts)),
      NoticeSection(
        "Ihr Widerspruchsrecht",
        [
          "Aus Gründen, die sich aus Ihrer besonderen Situation ergeben, können Sie jederzeit der "
            + "Speicherung widersprechen, die nur dazu dient, auf mögliche Rechtsansprüche aus dem "
            + "Verfahren antworten zu können (Art. 21 DSGVO). Eine Nachricht an \(facts.contact) "
            + "genügt."
        ]),
      NoticeSection("Beschwerde", [complaint(facts)]),
      NoticeSection(
        "Automatisierte Entscheidungen",
        ["Es gibt keine: Über Ihre Bewerbung entscheiden Menschen (Art. 22 DSGVO)."]),
    ]
  }

  private func responsible(_ facts: NoticeFacts) -> [String] {
    var all = ["Verantwortlich: \(facts.controller).", "Kontakt: \(facts.contact)."]
    if let officer = facts.privacyOfficer {
      all.append("Datenschutzbeauftragte Person: \(officer).")
    }
    if let address = facts.address { all.append("Mehr dazu: \(address)") }
    return all
  }

  private var purposes: [String] {
    [
      "Um über Ihre Bewerbung zu entscheiden und, wenn Sie eingestellt werden, das "
        + "Arbeitsverhältnis zu beginnen (Art. 6 Abs. 1 Buchst. b DSGVO, § 26 BDSG).",
      "Danach, um auf mögliche Rechtsansprüche aus dem Verfahren antworten zu können (Art. 6 "
        + "Abs. 1 Buchst. f DSGVO; unser berechtigtes Interesse ist, uns verteidigen zu können, "
        + "etwa nach § 15 AGG). Dafür bleibt sie gesperrt.",
      "Nur mit Ihrer Einwilligung im Bewerberpool, um Ihnen passende Stellen vorzuschlagen (Art. 6 "
        + "Abs. 1 Buchst. a DSGVO).",
      "Wird sie für eine bestimmte Rechtssache gebraucht, bis diese erledigt ist (Art. 17 Abs. 3 "
        + "Buchst. e DSGVO).",
    ]
  }

  private var categories: [String] {
    [
      "Name, Kontaktdaten, Ihre Unterlagen und Angaben, unsere Notizen aus dem Verfahren und "
        + "unseren Schriftwechsel. Gesetzlich müssen Sie nichts angeben; ohne Kontaktdaten und "
        + "Unterlagen können wir nur nicht entscheiden.",
      "Das meiste haben wir von Ihnen. Hat uns eine Personalvermittlung oder jemand, der Sie "
        + "empfiehlt, Ihre Bewerbung gegeben, haben wir Kontaktdaten, Unterlagen und die Angaben "
        + "zu Ihrer Eignung von dort; die Eingangsbestätigung sagt Ihnen das. Aus öffentlichen "
        + "Quellen erheben wir nichts.",
    ]
  }

  private func recipients(_ facts: NoticeFacts) -> [String] {
    [
      "Im Verfahren nur, wer an dieser Auswahl beteiligt ist; im Pool nur unsere "
        + "Personalabteilung; danach nur, wer bei uns für eine bestimmte Rechtssache oder für den "
        + "Datenschutz zuständig ist.",
      facts.recipients.map { "Außerhalb von \(facts.company): \($0)" }
        ?? "Außerhalb von \(facts.company) nur, wer in unserem Auftrag Rechner und E-Mail "
        + "betreibt (Art. 28 DSGVO). Gespeichert ist Ihre Bewerbung verschlüsselt.",
    ]
  }

  private func periods(_ facts: NoticeFacts) -> [String] {
    let evidence = facts.evidence.map { period in
      "\(period.months) Monate nach dem Ende des Verfahrens ("
        + period.outcomes.map(name).joined(separator: ", ") + ")"
    }
    return [
      "Bis über Ihre Bewerbung entschieden ist. Danach gesperrt: "
        + evidence.joined(separator: "; ") + ". Am Tag darauf löschen wir sie.",
      "Im Pool \(facts.rules.poolMonths) Monate ab Ihrer Einwilligung; vorher fragen wir nach, "
        + "und keine Antwort heißt Nein. Widerrufen Sie, löschen wir sie dort sofort.",
      "In verschlüsselten Sicherungen ist sie spätestens \(Window.finalAfterDays) Tage nach der "
        + "Löschung unlesbar. Es bleibt ein Nachweis ohne Namen.",
    ]
  }

  private func name(_ outcome: OutcomeKind) -> String {
    switch outcome {
    case .hired: "was nach einer Einstellung nicht in die Personalakte kommt"
    case .rejected: "Absage"
    case .withdrawn: "Rückzug"
    case .offerDeclined: "abgelehntes Angebot"
    }
  }

  private func rights(_ facts: NoticeFacts) -> [String] {
    [
      "Sie können Auskunft verlangen (Art. 15 DSGVO), Berichtigung (Art. 16), Löschung (Art. 17), "
        + "Einschränkung (Art. 18) und Ihre Daten in einem gängigen Format (Art. 20).",
      "Eine Einwilligung können Sie jederzeit widerrufen (Art. 7 Abs. 3 DSGVO), auf der Seite "
        + "hinter Ihrem Link oder mit einer Nachricht an \(facts.contact); was bis dahin geschah, "
        + "bleibt rechtmäßig.",
    ]
  }

  private func complaint(_ facts: NoticeFacts) -> String {
    facts.authority.map {
      "Sie können sich bei einer Aufsichtsbehörde beschweren (Art. 77 DSGVO). Für uns zuständig: "
        + "\($0)."
    } ?? "Sie können sich bei einer Aufsichtsbehörde beschweren (Art. 77 DSGVO)."
  }
}
