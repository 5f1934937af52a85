package import Domain

/// The pages behind an applicant's link: one question or one answer each, without a name, a
/// script or anything from elsewhere.
package struct LinkPages: Sendable {
  private let house: House
  private let templates: Templates

  /// What every page is sent with: nothing but the stylesheet, forms only to where they came
  /// from, in no frame.
  package static let contentSecurityPolicy =
    "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    + "base-uri 'none'"

  /// Reads the templates; throws when one of them cannot be read.
  package init(house: House) throws {
    self.house = house
    templates = try Templates()
  }

  /// The page for a matter, or for a link that leads to none (to be sent as 404). Forms post
  /// `decision` to `actionPath`, with the language as a query.
  package func page(
    for matter: LinkMatter?, actionPath: String, language: Language
  ) -> String {
    let words = Wording.words(in: language)
    guard let matter else {
      return render(PageContent(text: words.unknownLink(contact: house.contact)), language)
    }
    let action = "\(actionPath)?language=\(language.rawValue)"
    let content = PageContent(matter: matter, house: house, words: words, action: action)
    // Once there is nothing left but the receipt, it is the signed one that is saved.
    if case .erased = matter.state {
      return render(content, language, receipt: "\(actionPath)/receipt")
    }
    return render(content, language)
  }

  /// The name under which the signed receipt is saved.
  package static func receiptFileName(_ language: Language) -> String {
    Wording.words(in: language).labels.receiptFile
  }

  /// For a fault of ours: what is safe, and the number under which it was noted.
  package func faultPage(incident: String, language: Language) -> String {
    let words = Wording.words(in: language)
    return refusal(words.fault(incident: incident, contact: house.contact), language)
  }

  /// For an answer that isn't one of the page's choices.
  package func unreadableAnswerPage(language: Language) -> String {
    refusal(Wording.words(in: language).unreadableAnswer(contact: house.contact), language)
  }

  /// For more requests than are let through.
  package func tooManyRequestsPage(language: Language) -> String {
    refusal(Wording.words(in: language).tooManyRequests(), language)
  }

  /// A version of the privacy notice as a page of its own, or the page for one that isn't known
  /// (to be sent as 404).
  package func privacyPage(_ notice: PrivacyNotice?, language: Language) -> String {
    let words = Wording.words(in: language)
    guard let notice, let edition = notice.edition(in: language) else {
      return render(PageContent(text: words.unknownNotice(contact: house.contact)), language)
    }
    let blocks = NoticeBlocks(edition.text)
    let since = words.noticeInForce(
      version: notice.version, since: house.officeTime.day(of: notice.usedSince))
    return render(
      PageContent(
        text: PageText(heading: blocks.title, paragraphs: [since]), blocks: blocks.blocks),
      language)
  }

  private func refusal(_ text: PageText, _ language: Language) -> String {
    render(PageContent(text: text, isRefusal: true), language)
  }

  private func render(
    _ content: PageContent, _ language: Language, receipt: String? = nil
  ) -> String {
    let words = Wording.words(in: language)
    let labels = words.labels
    let prefix = content.isRefusal ? "\(labels.error): " : ""
    let view = PageView(
      languageCode: language.rawValue,
      title: "\(prefix)\(content.text.title) – \(house.company)",
      stylesheet: Stylesheet.path,
      company: house.company,
      otherLanguages: Language.allCases.filter { $0 != language }.map {
        LanguageView(otherCode: $0.rawValue, otherName: Wording.words(in: $0).ownName)
      },
      heading: content.text.heading,
      paragraphs: (content.text.paragraphs + content.remaining).map(paragraph),
      entries: content.entries.map { EntriesView(entriesCaption: $0.caption, items: $0.items) },
      choices: content.choices.map { choiceView($0, action: content.action) },
      sections: content.blocks.map { block in
        SectionView(section: block.section, sentence: block.sentence.map(paragraph))
      },
      receipt: content.isReceipt
        ? ReceiptView(
          save: labels.saveReceipt, place: receipt ?? "",
          fileName: receipt == nil ? labels.receiptPage : labels.receiptFile) : nil,
      imprint: Imprint(house: house, labels: labels).lines.map {
        ImprintView(term: $0.term, details: paragraph($0.details))
      },
      privacyNotice: noticeLink(words))
    return templates.page(view)
  }

  private func choiceView(_ choice: PageContent.Choice, action: String) -> ChoiceView {
    ChoiceView(
      label: choice.text.label,
      consequences: ([choice.text.consequence] + choice.remaining).map(paragraph),
      action: action, decision: choice.decision.rawValue, button: choice.text.button,
      scopes: choice.scopes.map {
        ScopeView(
          scope: $0.scope.rawValue, scopeLabel: $0.label,
          isFirst: $0.scope == choice.scopes.first?.scope)
      })
  }

  /// Our own page of the version in force; before there is one, where the house says.
  private func noticeLink(_ words: any Words) -> NoticeView? {
    if let version = house.privacyNoticeVersion {
      return NoticeView(
        notice: words.privacyNotice(version: version), address: "/privacy/\(version)")
    }
    return house.privacyNoticeURL.map {
      NoticeView(notice: words.labels.privacyNotice, address: $0)
    }
  }

  private func paragraph(_ text: String) -> ParagraphView {
    ParagraphView(text, contact: house.contact)
  }
}
