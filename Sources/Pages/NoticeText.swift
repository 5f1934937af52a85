package import Domain

/// The privacy notice that an installation gives out unless it brings its own: made of what is
/// known about it, so that a changed fact is a changed text.
package enum NoticeText {
  /// In every language, as ``PrivacyNotice`` holds it.
  package static func all(house: House, rules: RetentionRules) -> [Language: String] {
    let facts = NoticeFacts(house: house, rules: rules)
    return Dictionary(
      uniqueKeysWithValues: Language.allCases.map { language in
        let words = Wording.words(in: language)
        let sections = words.notice(facts).map { section in
          "## \(section.heading)\n\n" + section.paragraphs.joined(separator: "\n\n")
        }
        return (
          language, "# \(words.noticeTitle)\n\n" + sections.joined(separator: "\n\n") + "\n"
        )
      })
  }
}

/// What a notice states about an installation.
struct NoticeFacts {
  let company: String
  let contact: String
  let controller: String
  let privacyOfficer: String?
  let authority: String?
  /// Who receives data outside the company, in the installation's own words.
  let recipients: String?
  /// Where more is said.
  let address: String?
  let rules: RetentionRules

  init(house: House, rules: RetentionRules) {
    company = house.company
    contact = house.contact
    controller = house.controller ?? house.company
    privacyOfficer = house.privacyOfficer
    authority = house.authority
    recipients = house.recipients
    address = house.privacyNoticeURL
    self.rules = rules
  }

  /// Months of evidence by outcome; those that are alike are said once.
  var evidence: [(months: Int, outcomes: [OutcomeKind])] {
    var found: [(months: Int, outcomes: [OutcomeKind])] = []
    for outcome in OutcomeKind.allCases {
      let months = rules.evidenceMonths[outcome] ?? 0
      if let index = found.firstIndex(where: { $0.months == months }) {
        found[index].outcomes.append(outcome)
      } else {
        found.append((months, [outcome]))
      }
    }
    return found
  }
}

/// A heading of the notice and what stands below it.
struct NoticeSection {
  let heading: String
  let paragraphs: [String]

  init(_ heading: String, _ paragraphs: [String]) {
    self.heading = heading
    self.paragraphs = paragraphs
  }
}

/// A notice taken apart: its title, and headings and paragraphs in their order. Lines within a
/// paragraph are joined; whoever brings a text of their own may wrap it.
struct NoticeBlocks {
  let title: String
  let blocks: [Block]

  /// Either of the two is there.
  struct Block {
    let section: String?
    let sentence: String?
  }

  init(_ text: String) {
    var title = ""
    var blocks: [Block] = []
    var open: [Substring] = []
    func close() {
      if !open.isEmpty {
        blocks.append(Block(section: nil, sentence: Readable.line(open.joined(separator: " "))))
      }
      open = []
    }
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      if line.hasPrefix("## ") {
        close()
        blocks.append(Block(section: Readable.line(String(line.dropFirst(3))), sentence: nil))
      } else if line.hasPrefix("# "), title.isEmpty {
        close()
        title = Readable.line(String(line.dropFirst(2)))
      } else if line.allSatisfy(\.isWhitespace) {
        close()
      } else {
        open.append(line)
      }
    }
    close()
    self.title = title
    self.blocks = blocks
  }
}
