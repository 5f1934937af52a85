package import Domain

/// What moves on to the personnel file: ticked, exported, then recorded.
package struct HandOverPage: DeskContent {
  package static let template = "handOver"
  let handOverHeading: String
  let handOverAddress: String
  let handOverExport: String
  let papers: [Paper]
  let hasNoPapers: Bool
  let papersWrong: String?
  let reference: Field

  /// A document that can be ticked.
  package struct Paper: Sendable {
    let paperID: String
    let paperLabel: String
    let paperHelp: String
    let isTicked: Bool

    /// `exportedOn` is the day on which it arrived outside.
    package init(
      _ document: DocumentFacts, exportedOn: Day?, isTicked: Bool, _ phrases: Phrases
    ) {
      paperID = document.id.text
      paperLabel =
        "\(phrases.name(of: document.kind)): \(Readable.line(document.name))"
      paperHelp =
        exportedOn.map { phrases("Exported on {day}.", ["day": phrases.inWords($0)]) }
        ?? phrases("Not exported yet.")
      self.isTicked = isTicked
    }
  }

  package init(
    _ id: ApplicationID, name: String, papers: [Paper], reference: String,
    problems: [FieldProblem], _ phrases: Phrases
  ) {
    handOverHeading = phrases("Hand over {name}", ["name": Readable.line(name)])
    handOverAddress = "/applications/\(id)/hand-over"
    handOverExport = "/applications/\(id)/hand-over.zip"
    self.papers = papers
    hasNoPapers = papers.isEmpty
    papersWrong = problems.first { $0.field == "documents" }?.text
    self.reference = .line(
      "reference", phrases("Where the personnel file is"), value: reference,
      help: phrases("A number or a name, if there is one. Kept sealed with what stays here."),
      problems: problems)
  }
}

extension FormPage {
  /// What recording a hand-over brings about, document by document.
  package static func handOverCheck(
    _ id: ApplicationID, name: String, moved: [String], left: [String], kept: [String],
    hidden: [Kept], through: Day?, isOverdue: Bool, isHeld: Bool, _ phrases: Phrases
  ) -> FormPage {
    let lines = { (names: [String]) in names.map { Readable.line($0) }.joined(separator: ", ") }
    var words: [String] = []
    if !moved.isEmpty && !isHeld {
      words.append(
        phrases("Deleted here, because it was exported: {names}.", ["names": lines(moved)]))
    }
    if !left.isEmpty {
      words.append(
        phrases(
          "Ticked, but never exported, so it stays here: {names}.", ["names": lines(left)]))
    }
    let staying = (isHeld ? moved : []) + left + kept
    let rest = staying.isEmpty ? phrases("no document") : lines(staying)
    if isHeld {
      words.append(
        phrases(
          "Held for a legal matter, or because a law asks for it, so all of it stays: {names}.",
          ["names": rest]))
    } else if let through, !isOverdue {
      words.append(
        phrases(
          "Stays as evidence through {day}: contact data, notes, outcome, {names}.",
          ["day": phrases.inWords(through), "names": rest]))
    } else {
      words.append(
        phrases(
          "The time for evidence is over. Erased at once: contact data, notes, {names}.",
          ["names": rest]))
    }
    words.append(phrases("You will not see the application any more. This can't be undone."))
    return FormPage(
      heading: phrases("Hand over {name}", ["name": Readable.line(name)]), paragraphs: words,
      action: "/applications/\(id)/hand-over", kept: hidden + [Kept("step", "record")],
      fields: [], button: phrases("Record hand-over"),
      ways: [.init(phrases("Back"), "/applications/\(id)/hand-over")])
  }

  /// What a form exports.
  package enum Exported: Sendable {
    case application(ApplicationID)
    /// All that is held for the matter of a hold, and how many of it are restricted.
    case matter(of: HoldID, Int, restricted: Int)
  }

  /// Asks for what a matter is exported.
  package static func matterExport(
    _ exported: Exported, value: String, problems: [FieldProblem], _ phrases: Phrases
  ) -> FormPage {
    var words = [
      phrases("A ZIP file with all that is held about it, documents and notes included."),
      phrases("It shows how the applicant was told, and proves the ledger's entries."),
      phrases("It leaves this system unsealed: whoever has it answers for it from then on."),
    ]
    let kept: [Kept]
    switch exported {
    case .application(let id): kept = [Kept("application", id.text)]
    case .matter(let hold, let count, let restricted):
      kept = [
        Kept("hold", hold.text), Kept("applications", "\(count)"),
        Kept("restricted", "\(restricted)"),
      ]
      words.insert(
        phrases("Applications held for it: {number}.", ["number": "\(count)"]), at: 0)
      if restricted > 0 {
        words.insert(
          phrases(
            "Restricted, so it stays out: {restricted} of {number}. The file lists which.",
            ["restricted": "\(restricted)", "number": "\(count)"]), at: 1)
      }
    }
    return FormPage(
      heading: phrases("Export for a matter"), paragraphs: words, action: "/matters/export",
      kept: kept,
      fields: [
        .line(
          "reason", phrases("Matter or reason"), value: value,
          help: phrases("Kept sealed with each application."),
          isRequired: true, problems: problems)
      ], button: phrases("Export as ZIP"))
  }
}
