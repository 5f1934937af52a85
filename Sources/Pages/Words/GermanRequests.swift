import Domain

/// What applicants read in German about what they asked for.
extension German {
  func restricted(contact: String) -> PageText {
    PageText(
      heading: "Die Verarbeitung Ihrer Bewerbung ist eingeschränkt.",
      paragraphs: [
        "Sie bleibt gespeichert (Art. 18 DSGVO). Bis die Einschränkung aufgehoben wird, sieht sie "
          + "nur, wer bei uns für den Datenschutz zuständig ist; niemand ändert sie, und sie wird "
          + "nicht gelöscht. Bevor wir sie aufheben, sagen wir Ihnen Bescheid. Bei Fragen: "
          + "\(contact)."
      ])
  }

  func objectionDecided(application: String, receivedOn: Day, reason: String?) -> LetterText {
    let decision =
      reason.map {
        [
          "Wir haben Ihren Widerspruch vom \(inWords(receivedOn)) geprüft. Ihre \(application) "
            + "bleibt trotzdem gesperrt gespeichert, damit wir auf mögliche Rechtsansprüche "
            + "antworten können (Art. 21 Abs. 1 DSGVO). Der Grund: \($0)",
          "Sie können sich bei der unten genannten Aufsichtsbehörde beschweren, und Sie können "
            + "vor Gericht gehen.",
        ]
      } ?? [
        "Wir geben Ihrem Widerspruch vom \(inWords(receivedOn)) statt: Ihre \(application) "
          + "bewahren wir nicht länger als Beweismittel auf."
      ]
    return LetterText(subject: "Zu Ihrem Widerspruch", beforeLink: decision)
  }

  func liftingAnnounced(
    application: String, liftOn: Day, somethingStays: Bool, contact: String
  ) -> LetterText {
    let next =
      somethingStays
      ? "Von da an gilt wieder:"
      : "Von da an bleibt sie nur, solange wir dazu berechtigt sind; sonst löschen wir sie."
    return LetterText(
      subject: "Zur Einschränkung Ihrer Bewerbung",
      beforeLink: [
        "Wir haben die Verarbeitung Ihrer \(application) eingeschränkt (Art. 18 DSGVO): Seitdem "
          + "haben wir sie nur gespeichert. Am \(inWords(liftOn)) heben wir die Einschränkung auf. "
          + "Sind Sie damit nicht einverstanden, genügt eine Nachricht an \(contact).",
        next,
      ])
  }
}
