import Domain

/// The privacy notice in English (Art. 13, 14 GDPR).
extension English {
  var noticeTitle: String { "Privacy notice for applicants" }

  func notice(_ facts: NoticeFacts) -> [NoticeSection] {
    [
      NoticeSection("Who is responsible", responsible(facts)),
      NoticeSection("What for, and on which basis", purposes),
      NoticeSection("Which data, and where they come from", categories),
      NoticeSection("Who receives them", recipients(facts)),
      NoticeSection("How long", periods(facts)),
      NoticeSection("Your rights", rights(facts)),
      NoticeSection(
        "Your right to object",
        [
          "On grounds relating to your particular situation you may object at any time to the "
            + "storage that only serves to answer possible legal claims from the procedure (Art. "
            + "21 GDPR). A message to \(facts.contact) is enough."
        ]),
      NoticeSection("Complaint", [complaint(facts)]),
      NoticeSection(
        "Automated decisions",
        ["There are none: people decide on your application (Art. 22 GDPR)."]),
    ]
  }

  private func responsible(_ facts: NoticeFacts) -> [String] {
    var all = ["Controller: \(facts.controller).", "Contact: \(facts.contact)."]
    if let officer = facts.privacyOfficer { all.append("Data protection officer: \(officer).") }
    if let address = facts.address { all.append("More about this: \(address)") }
    return all
  }

  private var purposes: [String] {
    [
      "To decide on your application and, if we hire you, to begin the employment (Art. 6(1)(b) "
        + "GDPR, § 26 BDSG).",
      "Afterwards, to be able to answer possible legal claims from the procedure (Art. 6(1)(f) "
        + "GDPR; our legitimate interest is to be able to defend ourselves, for example under § 15 "
        + "AGG). For this it stays locked.",
      "Only with your consent in the applicant pool, to suggest suitable vacancies to you (Art. "
        + "6(1)(a) GDPR).",
      "If it is needed for a named legal matter, until that is settled (Art. 17(3)(e) GDPR).",
    ]
  }

  private var categories: [String] {
    [
      "Name, contact details, your documents and statements, our notes from the procedure and our "
        + "correspondence. No law obliges you to give us any of it; without contact details and "
        + "documents we just cannot decide.",
      "Most of it comes from you. If a recruitment agency or somebody who recommends you gave us "
        + "your application, contact details, documents and statements about your suitability "
        + "come from there; the acknowledgement tells you so. We collect nothing from public "
        + "sources.",
    ]
  }

  private func recipients(_ facts: NoticeFacts) -> [String] {
    [
      "During the procedure only people involved in this selection; in the pool only our HR "
        + "department; afterwards only those of us who answer for a named legal matter or for data "
        + "protection.",
      facts.recipients.map { "Outside \(facts.company): \($0)" }
        ?? "Outside \(facts.company) only those who run computers and e-mail on our behalf (Art. "
        + "28 GDPR). Your application is stored encrypted.",
    ]
  }

  private func periods(_ facts: NoticeFacts) -> [String] {
    let evidence = facts.evidence.map { period in
      "\(period.months) months after the end of the procedure ("
        + period.outcomes.map(name).joined(separator: ", ") + ")"
    }
    return [
      "Until your application is decided. Then locked: " + evidence.joined(separator: "; ")
        + ". On the day after we erase it.",
      "In the pool \(facts.rules.poolMonths) months from your consent; before that we ask, and no "
        + "answer means no. If you withdraw, we erase it there at once.",
      "In encrypted backups it is unreadable \(Window.finalAfterDays) days after the erasure at "
        + "the latest. A receipt without your name remains.",
    ]
  }

  private func name(_ outcome: OutcomeKind) -> String {
    switch outcome {
    case .hired: "what does not join the personnel file after hiring"
    case .rejected: "rejection"
    case .withdrawn: "withdrawal"
    case .offerDeclined: "declined offer"
    }
  }

  private func rights(_ facts: NoticeFacts) -> [String] {
    [
      "You can ask for access (Art. 15 GDPR), rectification (Art. 16), erasure (Art. 17), "
        + "restriction (Art. 18) and your data in a common format (Art. 20).",
      "You can withdraw consent at any time (Art. 7(3) GDPR), on the page behind your link or by a "
        + "message to \(facts.contact); what was done until then stays lawful.",
    ]
  }

  private func complaint(_ facts: NoticeFacts) -> String {
    facts.authority.map {
      "You can complain to a supervisory authority (Art. 77 GDPR). The one in charge of us: \($0)."
    } ?? "You can complain to a supervisory authority (Art. 77 GDPR)."
  }
}
