package import Domain

/// A page that says one thing: what went wrong, what isn't there, what was done.
package struct NoticePage: DeskContent {
  package static let template = "notice"
  package let heading: String
  package let paragraphs: [String]
  /// Where one goes from here.
  package let ways: [Way]

  /// A link.
  package struct Way: Sendable {
    package let wayLabel: String
    package let wayAddress: String

    package init(_ label: String, _ address: String) {
      wayLabel = label
      wayAddress = address
    }
  }

  package init(heading: String, paragraphs: [String], ways: [Way] = []) {
    self.heading = heading
    self.paragraphs = paragraphs
    self.ways = ways
  }

  /// What a refusal says to somebody at the desk.
  package init(_ refusal: Refusal, _ phrases: Phrases) {
    let (heading, text) = phrases.words(for: refusal)
    self.init(
      heading: heading, paragraphs: [text],
      ways: [Way(phrases("To today's work"), "/")])
  }

  /// For a fault of ours: what is safe, and the number under which it was noted.
  package static func fault(incident: String, _ phrases: Phrases) -> NoticePage {
    NoticePage(
      heading: phrases("Something went wrong on our side"),
      paragraphs: [
        phrases("What was stored before is safe; whether this last step was, isn't known yet."),
        phrases(
          "Go back and look before you send it again. Incident {number}.", ["number": incident]),
      ], ways: [Way(phrases("To today's work"), "/")])
  }
}
