import Domain

extension PageContent {
  /// The page behind the question whether an application may be kept until a day that is named.
  init(storage parts: MatterParts, action: String) {
    let (words, house) = (parts.words, parts.house)
    let stays = parts.remaining.paragraphs
    switch parts.matter.state {
    case .storageAsked(let until):
      self.init(
        text: words.storageAsked(
          company: house.company, application: parts.application, until: until),
        remaining: stays.prefix(1).map(words.inAnyCase) + stays.dropFirst(),
        choices: [
          Choice(text: words.storageYes(until: until), decision: .give),
          Choice(text: words.no, decision: .decline),
        ],
        action: action)
    case .storageGiven(let givenOn, let eraseOn):
      self.init(
        text: words.storageGiven(
          givenOn: givenOn, eraseOn: eraseOn, outlasted: parts.remaining.outlasts(eraseOn)),
        choices: [
          Choice(
            text: words.storageWithdraw(somethingStays: !parts.remaining.isEmpty),
            decision: .withdraw, remaining: stays)
        ], action: action)
    case .storageWithdrawn(let at):
      self.init(
        text: words.storageWithdrawn(since: house.officeTime.day(of: at)), remaining: stays,
        isReceipt: true)
    default:
      self.init(text: words.storageDeclined(contact: house.contact), remaining: stays)
    }
  }
}
