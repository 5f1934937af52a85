package import Domain

/// Forms about how long things are kept: what would follow comes before it is set.
extension FormPage {
  /// What is in force and was, and the months of another version.
  package static func rules(
    _ versions: [String], values: [String: String], _ problems: [FieldProblem], _ phrases: Phrases
  ) -> FormPage {
    FormPage(
      heading: phrases("Retention rules"),
      paragraphs: versions + [
        phrases("A new version shortens evidence that stands, and lengthens none."),
        phrases("The months of the pool count for new consents."),
      ], action: "/requests/rules", kept: [Kept("step", "check")],
      fields: months(phrases).map { name, label in
        .line(
          name, label, value: values[name] ?? "", type: "number", isRequired: true,
          problems: problems)
      }, button: phrases("See what would follow"),
      ways: [NoticePage.Way(phrases("Back"), "/requests")])
  }

  /// What a change would bring about, to be confirmed by its number.
  package static func rulesCheck(
    values: [String: String], due: Int, dueWithin30Days: Int, shortened: Int,
    _ problems: [FieldProblem], _ phrases: Phrases
  ) -> FormPage {
    let names = months(phrases)
    return FormPage(
      heading: phrases("Check the retention rules"),
      paragraphs: [
        names.map { "\($0.1): \(values[$0.0] ?? "")" }.joined(separator: "; "),
        phrases(
          "{due} applications would be due at once, {soon} more within 30 days.",
          ["due": "\(due)", "soon": "\(dueWithin30Days)"]),
        phrases(
          "{shortened} applications would be kept shorter.", ["shortened": "\(shortened)"]),
      ], action: "/requests/rules",
      kept: [Kept("step", "set")] + names.map { Kept($0.0, values[$0.0] ?? "") },
      fields: [
        .line(
          "confirmDue", phrases("Type how many would be due at once"),
          value: values["confirmDue"] ?? "", type: "number", isRequired: true,
          problems: problems),
        .text(
          "reason", phrases("Reason"), value: values["reason"] ?? "",
          help: phrases("Everybody who asks for the rules reads it. Name no applicant."),
          isRequired: true, problems: problems),
      ], button: phrases("Set this version"),
      ways: [NoticePage.Way(phrases("Change"), "/requests/rules")])
  }

  private static func months(_ phrases: Phrases) -> [(String, String)] {
    [
      ("hired", phrases("Months after a hiring")),
      ("rejected", phrases("Months after a rejection")),
      ("withdrawn", phrases("Months after a withdrawal")),
      ("offerDeclined", phrases("Months after a declined offer")),
      ("pool", phrases("Months in the pool, 24 at most")),
    ]
  }
}

extension Phrases {
  /// One version of the rules on a line. `setOn` is nothing for the first one.
  package func line(_ rules: RetentionRules, setOn: Day?, reason: String?) -> String {
    let slots = [
      "version": "\(rules.version)", "hired": "\(rules.evidenceMonths[.hired] ?? 0)",
      "rejected": "\(rules.evidenceMonths[.rejected] ?? 0)",
      "withdrawn": "\(rules.evidenceMonths[.withdrawn] ?? 0)",
      "declined": "\(rules.evidenceMonths[.offerDeclined] ?? 0)",
      "pool": "\(rules.poolMonths)", "day": setOn.map { inWords($0) } ?? "",
      "reason": reason.map { Readable.line($0) } ?? "",
    ]
    let after = self(
      "Months: {hired} hired, {rejected} rejected, {withdrawn} withdrawn, {declined} declined.",
      slots)
    let months = "\(self("Version {version}.", slots)) \(after) \(self("Pool: {pool}.", slots))"
    guard setOn != nil else { return months }
    return "\(months) \(self("Set on {day}: {reason}", slots))"
  }
}
