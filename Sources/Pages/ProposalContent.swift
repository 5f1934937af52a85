import Domain

extension PageContent {
  /// The page behind a link that is about a proposal, as long as the consent isn't taken back.
  /// Taking it back stays possible beside every answer.
  init?(proposalIn parts: MatterParts, action: String) {
    guard let proposed = parts.matter.proposed else { return nil }
    switch parts.matter.state {
    case .inPool, .lapsed: break
    default: return nil
    }
    let words = parts.words
    let title = Readable.line(proposed.title)
    let end = proposed.poolEraseOn
    var choices: [Choice] = []
    let text: PageText
    switch proposed.state {
    case .open:
      text = words.proposed(
        company: parts.house.company, application: parts.application, title: title, poolEnd: end)
      choices = [
        Choice(text: words.applyFor(title: title), decision: .give),
        Choice(text: words.applyForNothing, decision: .decline),
      ]
    case .accepted(let isThere):
      text = words.applied(for: title, isThere: isThere, poolEnd: end)
    case .declined: text = words.appliedForNothing(poolEnd: end)
    case .over: text = words.proposalOver(title: title, poolEnd: end)
    }
    if end != nil { choices.append(parts.withdrawal) }
    self.init(
      text: text, remaining: end == nil ? parts.remaining.paragraphs : [], choices: choices,
      action: action)
  }
}
