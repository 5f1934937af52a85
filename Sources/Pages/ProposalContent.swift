import Domain

extension PageContent {
  /// The page behind a link that is about a proposal, as long as the consent isn't taken back.
  /// Taking it back stays possible beside every answer.
  init?(proposalIn matter: LinkMatter, house: House, words: any Words, action: String) {
    guard let proposed = matter.proposed, case .inPool = matter.state else { return nil }
    let remaining = Remaining(
      matter.remaining, application: words.application(for: Readable.title(matter.vacancyTitle)),
      contact: house.contact, words: words)
    let title = Readable.line(proposed.title)
    let end = proposed.poolEraseOn
    var choices: [Choice] = []
    let text: PageText
    switch proposed.state {
    case .open:
      text = words.proposed(
        company: house.company, application: remaining.application, title: title, poolEnd: end)
      choices = [
        Choice(text: words.applyFor(title: title), decision: .give),
        Choice(text: words.applyForNothing, decision: .decline),
      ]
    case .accepted(let isThere):
      text = words.applied(for: title, isThere: isThere, poolEnd: end)
    case .declined: text = words.appliedForNothing(poolEnd: end)
    case .over: text = words.proposalOver(title: title, poolEnd: end)
    }
    if end != nil {
      choices.append(
        Choice(
          text: words.withdraw(somethingStays: !remaining.isEmpty), decision: .withdraw,
          remaining: remaining.paragraphs))
    }
    self.init(
      text: text, remaining: end == nil ? remaining.paragraphs : [], choices: choices,
      action: action)
  }
}
