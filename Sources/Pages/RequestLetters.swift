import Domain

/// Letters about what applicants asked for, or are asked besides the pool.
extension Letters {
  func content(
    ofRequest message: Letter.Message, application: String, _ remaining: Remaining,
    _ words: any Words
  ) -> Content {
    switch message {
    case .storageInvitation(let until, let link):
      return Content(
        text: words.storageInvitation(application: application, until: until),
        link: house.address(ofLink: link))
    case .storageConfirmation(let givenOn, let eraseOn, let link):
      let others = Remaining(
        remaining.grounds.filter { $0.kind != .longerStorage }, application: application,
        contact: house.contact, words: words)
      return Content(
        text: words.storageConfirmation(
          application: application, givenOn: givenOn, eraseOn: eraseOn,
          outlasted: others.outlasts(eraseOn)), link: house.address(ofLink: link))
    case .storageWithdrawalReceipt(let at):
      return Content(
        text: receipt(
          words.storageWithdrawn(since: house.officeTime.day(of: at)), remaining.paragraphs))
    case .liftingAnnounced(let liftOn):
      let text = words.liftingAnnounced(
        application: application, liftOn: liftOn, somethingStays: !remaining.isEmpty,
        contact: house.contact)
      return Content(
        text: LetterText(
          subject: text.subject, beforeLink: text.beforeLink + remaining.paragraphs))
    case .objectionDecided(let receivedOn, let reason):
      let text = words.objectionDecided(
        application: application, receivedOn: receivedOn,
        reason: reason.map { Readable.line($0.reveal()) })
      return Content(
        text: LetterText(
          subject: text.subject, beforeLink: text.beforeLink + remaining.paragraphs))
    default: preconditionFailure("is no letter of these")
    }
  }
}
