import Domain

/// What a page says and offers, before it has a form.
struct PageContent {
  let text: PageText
  /// What keeps the application besides the pool; follows the text.
  var remaining: [String] = []
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
  }
}

extension PageContent {
  /// The page behind a link, state by state.
  init(matter: LinkMatter, house: House, words: any Words, action: String) {
    if let proposal = PageContent(
      proposalIn: matter, house: house, words: words, action: action)
    {
      self = proposal
      return
    }
    let remaining = Remaining(
      matter.remaining, application: words.application(for: Readable.title(matter.vacancyTitle)),
      contact: house.contact, words: words)
    let stays = remaining.paragraphs
    switch matter.state {
    case .asked(let eraseOn):
      self.init(
        text: words.asked(
          company: house.company, application: remaining.application, eraseOn: eraseOn,
          outlasted: remaining.outlasts(eraseOn)),
        remaining: stays.prefix(1).map(words.inAnyCase) + stays.dropFirst(),
        choices: [
          Choice(text: words.yes, decision: .give), Choice(text: words.no, decision: .decline),
        ],
        action: action)
    case .inPool(let givenOn, let eraseOn):
      self.init(
        text: words.inPool(
          givenOn: givenOn, eraseOn: eraseOn, outlasted: remaining.outlasts(eraseOn)),
        choices: [
          Choice(
            text: words.withdraw(somethingStays: !remaining.isEmpty), decision: .withdraw,
            remaining: stays)
        ],
        action: action)
    case .declined:
      self.init(text: words.declined(contact: house.contact), remaining: stays)
    case .withdrawn(let at):
      self.init(
        text: words.withdrawn(since: house.officeTime.day(of: at)), remaining: stays,
        isReceipt: true)
    case .erasurePending(let at):
      self.init(text: words.erasurePending(since: house.officeTime.day(of: at)))
    case .erased(let at, let finalOn):
      self.init(
        text: words.erased(
          on: house.officeTime.day(of: at), finalOn: finalOn, shownHere: true),
        isReceipt: true)
    }
  }
}
