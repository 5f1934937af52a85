import Domain

/// What a page says and offers, before it has a form.
struct PageContent {
  let text: PageText
  /// What keeps the application besides the pool, and what became of other entries; follows the
  /// text.
  var remaining: [String] = []
  /// The rest of a long text, with headings of its own.
  var blocks: [NoticeBlocks.Block] = []
  /// All entries of the address in the pool, where there are several.
  var entries: Entries?
  var choices: [Choice] = []
  /// Where the choices are posted.
  var action = ""
  /// Whether the page is worth saving.
  var isReceipt = false
  var isRefusal = false

  struct Choice {
    let text: ChoiceText
    let decision: LinkMatter.Decision
    var remaining: [String] = []
    /// Whether all entries are meant or one; the first is chosen beforehand.
    var scopes: [(scope: LinkMatter.Scope, label: String)] = []
  }

  struct Entries {
    let caption: String
    let items: [String]
  }
}

extension PageContent {
  /// The page behind a link, state by state.
  init(matter: LinkMatter, house: House, words: any Words, action: String) {
    let parts = MatterParts(matter: matter, house: house, words: words)
    if matter.isRestricted {
      self.init(restricted: parts, action: action)
      return
    }
    if let proposal = PageContent(proposalIn: parts, action: action) {
      self = proposal
      return
    }
    switch matter.state {
    case .asked, .renewal, .inPool, .notRenewed: self.init(open: parts, action: action)
    case .storageAsked, .storageGiven, .storageDeclined, .storageWithdrawn:
      self.init(storage: parts, action: action)
    case .declined, .lapsed, .withdrawn, .erasurePending, .erased: self.init(closed: parts)
    }
  }

  /// Restricted: kept as it is. Taking a consent back is all that can be decided.
  private init(restricted parts: MatterParts, action: String) {
    let text = parts.words.restricted(contact: parts.house.contact)
    switch parts.matter.state {
    case .inPool, .renewal, .notRenewed, .storageGiven:
      // Not erased at once, whatever keeps it: the restriction does.
      let withdrawal = Choice(
        text: parts.words.withdraw(somethingStays: true), decision: .withdraw)
      self.init(text: text, choices: [withdrawal], action: action)
    case .withdrawn(let at), .storageWithdrawn(let at), .erasurePending(let at):
      let since = parts.words.withdrawn(since: parts.house.officeTime.day(of: at))
      self.init(
        text: PageText(
          heading: since.heading,
          paragraphs: since.paragraphs + [text.heading] + text.paragraphs),
        isReceipt: true)
    default: self.init(text: text)
    }
  }

  /// Something can be decided.
  private init(open parts: MatterParts, action: String) {
    let (words, company) = (parts.words, parts.house.company)
    let stays = parts.remaining.paragraphs
    switch parts.matter.state {
    case .asked(let eraseOn):
      self.init(
        text: words.asked(
          company: company, application: parts.application, eraseOn: eraseOn,
          outlasted: parts.remaining.outlasts(eraseOn)),
        remaining: stays.prefix(1).map(words.inAnyCase) + stays.dropFirst(),
        choices: [
          Choice(text: words.yes, decision: .give), Choice(text: words.no, decision: .decline),
        ],
        action: action)
    case .inPool(let givenOn, let eraseOn):
      self.init(
        text: words.inPool(
          givenOn: givenOn, eraseOn: eraseOn, outlasted: parts.remaining.outlasts(eraseOn)),
        entries: parts.entries(own: (givenOn, eraseOn)),
        choices: [parts.withdrawal], action: action)
    case .renewal(let eraseOn, let newEraseOn):
      self.init(
        text: words.longer(
          company: company, application: parts.application, eraseOn: eraseOn,
          newEraseOn: newEraseOn, outlasted: parts.remaining.outlasts(eraseOn)),
        remaining: stays.prefix(1).map(words.inAnyCase) + stays.dropFirst(),
        choices: [
          Choice(text: words.keepLonger(newEraseOn: newEraseOn), decision: .give),
          Choice(text: words.notLonger(eraseOn: eraseOn), decision: .decline),
          parts.withdrawal,
        ],
        action: action)
    case .notRenewed(let eraseOn):
      self.init(
        text: words.notRenewed(
          eraseOn: eraseOn, outlasted: parts.remaining.outlasts(eraseOn)),
        choices: [parts.withdrawal], action: action)
    default: self.init(closed: parts)
    }
  }

  /// The matter is settled, and the page says how.
  private init(closed parts: MatterParts) {
    let (words, house) = (parts.words, parts.house)
    let stays = parts.remaining.paragraphs
    let receipts = parts.receipts
    switch parts.matter.state {
    case .declined:
      self.init(text: words.declined(contact: house.contact), remaining: stays)
    case .lapsed:
      self.init(text: words.lapsed(contact: house.contact), remaining: stays)
    case .withdrawn(let at):
      self.init(
        text: words.withdrawn(since: house.officeTime.day(of: at)), remaining: stays + receipts,
        isReceipt: true)
    case .erasurePending(let at):
      self.init(
        text: words.erasurePending(since: house.officeTime.day(of: at)), remaining: receipts)
    case .erased(let at, let finalOn):
      self.init(
        text: words.erased(
          on: house.officeTime.day(of: at), finalOn: finalOn, shownHere: true),
        remaining: receipts, isReceipt: true)
    default: preconditionFailure("what is open has choices")
    }
  }
}

/// What several pages say of a matter.
struct MatterParts {
  let matter: LinkMatter
  let house: House
  let words: any Words
  let remaining: Remaining

  init(matter: LinkMatter, house: House, words: any Words) {
    self.matter = matter
    self.house = house
    self.words = words
    remaining = Remaining(
      matter.remaining, application: words.application(for: Readable.title(matter.vacancyTitle)),
      contact: house.contact, words: words)
  }

  var application: String { remaining.application }

  /// Taking back: of this entry, and where there are others of all of them unless only this one is
  /// meant. What follows is said entry by entry.
  var withdrawal: PageContent.Choice {
    let own = words.withdraw(somethingStays: !remaining.isEmpty)
    guard !matter.others.isEmpty else {
      return PageContent.Choice(text: own, decision: .withdraw, remaining: remaining.paragraphs)
    }
    var paragraphs = remaining.paragraphs
    for other in matter.others {
      let application = words.application(for: Readable.title(other.vacancyTitle))
      let stays = Remaining(
        other.remaining, application: application, contact: house.contact, words: words)
      let line = words.goesAtOnce(
        application: Readable.sentence(application), somethingStays: !stays.isEmpty)
      paragraphs += [line] + stays.paragraphs.filter { !paragraphs.contains($0) }
    }
    let count = matter.others.count + 1
    return PageContent.Choice(
      text: ChoiceText(
        label: own.label,
        consequence: words.goesAtOnce(
          application: Readable.sentence(application), somethingStays: !remaining.isEmpty),
        button: own.button),
      decision: .withdraw, remaining: paragraphs,
      scopes: [(.all, words.withdrawAll(count)), (.this, words.withdrawThis)])
  }

  /// This entry first; `nil` where it is the only one.
  func entries(own: (givenOn: Day, eraseOn: Day)) -> PageContent.Entries? {
    if matter.others.isEmpty { return nil }
    let all =
      [(matter.vacancyTitle, own.givenOn, own.eraseOn)]
      + matter.others.map { ($0.vacancyTitle, $0.givenOn, $0.eraseOn) }
    return PageContent.Entries(
      caption: words.entries(all.count),
      items: all.map { title, givenOn, eraseOn in
        words.entry(
          application: Readable.sentence(words.application(for: Readable.title(title))),
          givenOn: givenOn, eraseOn: eraseOn)
      })
  }

  /// What became of entries that were withdrawn together with this one.
  var receipts: [String] {
    if matter.receipts.isEmpty { return [] }
    return [words.alsoWithdrawn]
      + matter.receipts.flatMap { receipt -> [String] in
        switch receipt.fate {
        case .erased(let at, let finalOn):
          return [
            words.entryErased(
              givenOn: receipt.givenOn, on: house.officeTime.day(of: at), finalOn: finalOn)
          ]
        case .withdrawn(let at, let title, let grounds):
          let stays = Remaining(
            grounds, application: words.application(for: Readable.title(title)),
            contact: house.contact, words: words)
          return [
            words.entryWithdrawn(
              givenOn: receipt.givenOn, since: house.officeTime.day(of: at),
              isPending: stays.isEmpty)
          ] + stays.paragraphs
        }
      }
  }
}
