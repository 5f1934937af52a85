import Domain

/// What applicants are written in German.
extension German {
  func greeting(givenName: String, familyName: String) -> String {
    "Guten Tag \(givenName) \(familyName),"
  }

  func rejection(application: String) -> LetterText {
    LetterText(
      subject: "Antwort auf Ihre Bewerbung",
      beforeLink: [
        "Vielen Dank für Ihre \(application) und Ihre Mühe. Leider können wir Ihnen die Stelle "
          + "nicht anbieten; das Verfahren ist damit für Sie beendet. Wir wünschen Ihnen alles "
          + "Gute."
      ])
  }

  func invitation(application: String) -> LetterText {
    LetterText(
      subject: "Eine Frage zu Ihrer Bewerbung",
      beforeLink: [
        "Dürfen wir Ihre \(application) für spätere Stellen aufbewahren? Lesen und antworten:"
      ],
      afterLink: ["Das ist freiwillig; ein Nein oder keine Antwort hat keine Nachteile."])
  }

  func confirmation(
    application: String, givenOn: Day, eraseOn: Day, outlasted: Bool
  ) -> LetterText {
    LetterText(
      subject: "Bestätigung zu Ihrer Bewerbung",
      beforeLink: [
        "Am \(inWords(givenOn)) haben Sie eingewilligt, dass wir Ihre \(application) im Pool "
          + "aufbewahren. \(outlasted ? poolEnd(eraseOn) : erasure(on: eraseOn))",
        "Ansehen oder widerrufen:",
      ],
      afterLink: ["Abmelden löscht Ihre Bewerbung aus unserem Pool."])
  }

  func acknowledgement(
    application: String, receivedOn: Day, source: Source, version: String
  ) -> LetterText {
    let from: String? =
      switch source {
      case .applicant: nil
      case .agency:
        "Wir haben sie von einer Personalvermittlung bekommen: Kontaktdaten, Unterlagen und was "
          + "sie über Ihre Eignung sagt."
      case .referral:
        "Wir haben sie von jemandem bekommen, der Sie uns empfohlen hat: Kontaktdaten, Unterlagen "
          + "und was in der Empfehlung steht."
      }
    return LetterText(
      subject: "Ihre Bewerbung ist angekommen",
      beforeLink: [
        "Vielen Dank für Ihre \(application), eingegangen am \(inWords(receivedOn)). Nur wer an "
          + "dieser Auswahl beteiligt ist, sieht sie. Sie hören in jedem Fall von uns."
      ] + (from.map { [$0] } ?? []) + [
        "Bei Fragen, Korrekturen oder Rückzug antworten Sie einfach. Unten: Datenschutzhinweise, "
          + "Fassung \(version)."
      ])
  }

  func renewal(
    application: String, eraseOn: Day, outlasted: Bool, again: Bool
  ) -> LetterText {
    let no =
      outlasted
      ? "Keine Antwort heißt Nein: Dann endet ihre Zeit im Pool an diesem Tag."
      : "Keine Antwort heißt Nein: Dann löschen wir sie an diesem Tag."
    return LetterText(
      subject: again
        ? "Noch einmal: eine Frage zu Ihrer Bewerbung" : "Eine Frage zu Ihrer Bewerbung",
      beforeLink: [
        "Ihre \(application) ist mit Ihrer Einwilligung in unserem Pool. "
          + (outlasted ? poolEnd(eraseOn) : erasure(on: eraseOn))
          + " Dürfen wir sie länger aufbewahren? Lesen und antworten:"
      ],
      afterLink: [
        "Das ist freiwillig; ein Nein oder keine Antwort hat keine Nachteile. \(no)",
        "Abmelden löscht Ihre Bewerbung aus unserem Pool.",
      ])
  }

  var scan: String { "Lesen Sie den Code mit dem Telefon, oder geben Sie die Adresse ein:" }
}
