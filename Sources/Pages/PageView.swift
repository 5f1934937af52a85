/// A page as its template sees it. Names are unique across the nested views: a name that a view
/// lacks would be looked up in the one around it.
struct PageView {
  let languageCode: String
  let title: String
  let stylesheet: String
  let company: String
  let otherLanguages: [LanguageView]
  let heading: String
  let paragraphs: [ParagraphView]
  let entries: EntriesView?
  let choices: [ChoiceView]
  let sections: [SectionView]
  let receipt: ReceiptView?
  let imprint: [ImprintView]
  let privacyNotice: NoticeView?
}

/// A link to the same page in another language.
struct LanguageView {
  let otherCode: String
  let otherName: String
}

/// A paragraph of text in which the contact's e-mail address can be clicked.
struct ParagraphView {
  let runs: [Run]

  struct Run {
    let text: String
    let mailto: String?
  }

  init(_ text: String, contact: String) {
    guard Self.isAddress(contact) else {
      runs = [Run(text: text, mailto: nil)]
      return
    }
    var runs: [Run] = []
    for (index, piece) in text.split(separator: contact, omittingEmptySubsequences: false)
      .enumerated()
    {
      if index > 0 { runs.append(Run(text: contact, mailto: contact)) }
      if !piece.isEmpty { runs.append(Run(text: String(piece), mailto: nil)) }
    }
    self.runs = runs
  }

  /// Only what needs no quoting in a `mailto:` address becomes a link.
  private static func isAddress(_ text: String) -> Bool {
    text.wholeMatch(of: /[A-Za-z0-9._+\-]+@[A-Za-z0-9.\-]+/) != nil
  }
}

/// One choice: a press opens what follows from it, a second press does it.
struct ChoiceView {
  let label: String
  let consequences: [ParagraphView]
  let action: String
  let decision: String
  let button: String
  let scopes: [ScopeView]
}

/// What a withdrawal is of; the first is chosen beforehand.
struct ScopeView {
  let scope: String
  let scopeLabel: String
  let isFirst: Bool
}

/// A list of entries.
struct EntriesView {
  let entriesCaption: String
  let items: [String]
}

/// A heading or a paragraph of a long text.
struct SectionView {
  let section: String?
  let sentence: ParagraphView?
}

/// The link that saves the receipt: the page itself, or the signed file.
struct ReceiptView {
  let save: String
  let place: String
  let fileName: String
}

/// A line of the page's foot.
struct ImprintView {
  let term: String
  let details: ParagraphView
}

/// The link to the full privacy notice.
struct NoticeView {
  let notice: String
  let address: String
}
