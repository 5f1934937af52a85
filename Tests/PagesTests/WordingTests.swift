import Domain
import Testing

@testable import Pages

/// The words that a lawyer confirmed, sentence by sentence.
@Suite struct WordingTests {
  private let sample: Sample

  init() throws { sample = try Sample() }

  private func expect(_ text: String, says sentences: [String]) {
    var rest = words(text)[...]
    for sentence in sentences {
      guard let range = rest.firstRange(of: sentence) else {
        Issue.record("missing, or out of order: \(sentence)\nin: \(words(text))")
        return
      }
      rest = rest[range.upperBound...]
    }
  }

  static let evidenceDE =
    "Ihre Bewerbung für „Buchhaltung“ bleibt bis einschließlich 15. September 2026 gesperrt und "
    + "gespeichert, nur um auf mögliche Rechtsansprüche aus dem Verfahren antworten zu können "
    + "(Art. 6 Abs. 1 Buchst. f DSGVO). Am 16. September 2026 löschen wir sie. "
    + "Ihr Widerspruchsrecht: Aus Gründen, die sich aus Ihrer besonderen Situation ergeben, können "
    + "Sie dem jederzeit widersprechen. Eine Nachricht an jobs@beispiel.example genügt."
  static let evidenceEN =
    "Your application for \"Accounting\" stays stored and locked through 15 September 2026, only "
    + "so that we can answer possible legal claims from the procedure (Art. 6(1)(f) GDPR). We "
    + "erase it on 16 September 2026. Your right to object: on grounds relating to your particular "
    + "situation you may object at any time. A message to jobs@beispiel.example is enough."

  @Test func theQuestionInGerman() throws {
    let page = sample.page(
      .asked(poolEraseOn: try Sample.day("2028-03-18")), .german, title: "Buchhaltung",
      remaining: [try Sample.evidence()])
    expect(
      page,
      says: [
        "Dürfen wir Ihre Bewerbung für „Buchhaltung“ für spätere Stellen aufbewahren?",
        "Mit Ihrer Einwilligung bewahrt Beispiel GmbH Kontaktdaten, Unterlagen und unsere Notizen "
          + "im Bewerberpool auf, um Ihnen passende Stellen vorzuschlagen. Nur unsere "
          + "Personalabteilung sieht sie dort. Bei einem Ja heute löschen wir sie am "
          + "18. März 2028.",
        "Das ist freiwillig: Ein Nein oder keine Antwort hat keine Nachteile. Ein Ja können Sie "
          + "hier jederzeit widerrufen; die Nutzung bis dahin bleibt rechtmäßig.",
        "Unabhängig davon: " + Self.evidenceDE,
        "Ja, aufbewahren", "Sie kommt in den Pool.", "Ja, ich willige ein",
        "Nein, nicht aufbewahren", "Wir fragen nicht noch einmal.", "Nein, ich willige nicht ein",
      ])
  }

  @Test func theQuestionInEnglish() throws {
    let page = sample.page(
      .asked(poolEraseOn: try Sample.day("2028-03-18")), remaining: [try Sample.evidence()])
    expect(
      page,
      says: [
        "May we keep your application for \"Accounting\" for later vacancies?",
        "With your consent Beispiel GmbH keeps contact details, documents and our notes in its "
          + "applicant pool, to suggest suitable vacancies to you. Only our HR department sees "
          + "them there. If you say yes today, we erase them on 18 March 2028.",
        "This is voluntary: no, or no answer, brings no disadvantage. You can withdraw a yes here "
          + "at any time; use until then stays lawful.",
        "In any case: " + Self.evidenceEN,
        "Yes, keep it", "It joins the pool.", "Yes, I consent",
        "No, don't keep it", "We won't ask again.", "No, I don't consent",
      ])
  }

  @Test func afterYes() throws {
    let state = LinkMatter.State.inPool(
      givenOn: try Sample.day("2026-03-19"), eraseOn: try Sample.day("2028-03-18"))
    expect(
      sample.page(state, .german, title: "Buchhaltung", remaining: [try Sample.evidence()]),
      says: [
        "Danke. Ihre Bewerbung ist im Pool.",
        "Passt eine Stelle, schreiben wir Ihnen. Am 18. März 2028 löschen wir sie. Vorher fragen "
          + "wir nach; keine Antwort heißt Nein.",
        "Einwilligung widerrufen", "Sofort gelöscht: Ihr Eintrag im Pool.", Self.evidenceDE,
        "Jetzt widerrufen",
      ])
    expect(
      sample.page(state),
      says: [
        "Thank you. Your application is in the pool.",
        "If a vacancy suits, we write to you. We erase it on 18 March 2028. Before that we ask; no "
          + "answer means no.",
        "Withdraw consent", "Erased at once: contact details, documents, notes.", "Withdraw now",
      ])
  }

  @Test func afterNo() throws {
    let evidence = [try Sample.evidence()]
    expect(
      sample.page(.declined, .german, title: "Buchhaltung", remaining: evidence),
      says: [
        "Ihr Nein ist gespeichert.",
        "Ihre Bewerbung kommt nicht in den Pool. Falls Sie es sich anders überlegen: "
          + "jobs@beispiel.example.", Self.evidenceDE,
      ])
    expect(
      sample.page(.declined, remaining: evidence),
      says: [
        "Your no is recorded.",
        "Your application does not join the pool. If you change your mind: jobs@beispiel.example.",
        Self.evidenceEN,
      ])
  }

  @Test func receipts() throws {
    let evidence = [try Sample.evidence()]
    expect(
      sample.page(.withdrawn(at: Sample.at), .german, title: "Buchhaltung", remaining: evidence),
      says: [
        "Ihr Widerruf gilt.",
        "Seit 10. April 2026 verwenden wir Ihre Bewerbung nicht mehr für andere Stellen.",
        Self.evidenceDE, "Nachweis speichern",
      ])
    expect(
      sample.page(.withdrawn(at: Sample.at), remaining: evidence),
      says: [
        "Your withdrawal is in effect.",
        "Since 10 April 2026 we no longer use your application for other vacancies.",
        Self.evidenceEN, "Save receipt",
      ])
    expect(
      sample.page(.erasurePending(at: Sample.at), .german),
      says: ["Ihr Widerruf gilt. Die Löschung folgt von selbst."])
    expect(
      sample.page(.erasurePending(at: Sample.at)),
      says: ["Your withdrawal is in effect. Erasure follows by itself."])
    let erased = LinkMatter.State.erased(at: Sample.at, finalOn: try Sample.day("2026-05-08"))
    expect(
      sample.page(erased, .german),
      says: [
        "Ihre Bewerbung ist gelöscht. Am 10. April 2026: Kontaktdaten, Unterlagen, Notizen. In "
          + "verschlüsselten Sicherungen ist sie spätestens ab 8. Mai 2026 unlesbar. Es bleibt ein "
          + "Nachweis ohne Namen, hier noch 30 Tage. Alles Gute!"
      ])
    expect(
      sample.page(erased),
      says: [
        "Your application is erased. On 10 April 2026: contact details, documents, notes. In "
          + "encrypted backups it is unreadable from 8 May 2026 at the latest. A receipt without "
          + "your name remains, here for 30 days. We wish you well."
      ])
  }

  @Test func aLinkNobodyKnows() {
    expect(
      sample.pages.page(for: nil, actionPath: Sample.action, language: .german),
      says: [
        "Diesen Link kennen wir nicht. Vielleicht ist die Adresse unvollständig, oder der Vorgang "
          + "ist abgeschlossen und der Link gelöscht. jobs@beispiel.example"
      ])
    expect(
      sample.pages.page(for: nil, actionPath: Sample.action, language: .english),
      says: [
        "We don't know this link. Perhaps the address is incomplete, or the matter is closed and "
          + "the link deleted. jobs@beispiel.example"
      ])
  }

  @Test func anUnsolicitedApplicationIsCalledOne() throws {
    let state = LinkMatter.State.asked(poolEraseOn: try Sample.day("2028-03-18"))
    expect(
      sample.page(state, .german, title: nil),
      says: ["Dürfen wir Ihre Initiativbewerbung für spätere Stellen aufbewahren?"])
    expect(
      sample.page(state, title: " "),
      says: ["May we keep your unsolicited application for later vacancies?"])
  }

  @Test func aFaultSaysWhatIsSafeAndItsNumber() {
    let page = sample.pages.faultPage(incident: "7F3K-22", language: .english)
    #expect(page.contains("<title>Error: That didn&#39;t work – Beispiel GmbH</title>"))
    expect(page, says: ["Nothing is lost", "the number 7F3K-22: jobs@beispiel.example"])
    expect(
      sample.pages.faultPage(incident: "7F3K-22", language: .german),
      says: ["Verloren ist nichts", "die Nummer 7F3K-22: jobs@beispiel.example"])
  }
}
