package import Casework
package import Domain
import Synchronization

/// A postman who keeps what he is given, and each letter once, as postmen must.
package final class TestPost: Sendable {
  /// What he answers when he is told to be ill.
  package struct Ill: Error {}

  private struct State {
    var letters: [Letter] = []
    var staffLetters: [StaffLetter] = []
    var isIll = false
    var problem: MailProblem?
  }

  private let state = Mutex(State())

  /// Has delivered nothing yet.
  package init() {}

  /// What a use case is given.
  package var postman: Postman {
    Postman(isAtHand: true) { [self] letter in
      try deliver { state in
        if !state.letters.contains(where: { $0.id == letter.id }) { state.letters.append(letter) }
      }
    } toStaff: { [self] letter in
      try deliver { state in
        if !state.staffLetters.contains(where: { $0.id == letter.id }) {
          state.staffLetters.append(letter)
        }
      }
    }
  }

  private func deliver(_ keep: (inout State) -> Void) throws {
    try state.withLock { state in
      if state.isIll { throw Ill() }
      if let problem = state.problem { throw problem }
      keep(&state)
    }
  }

  /// Everything delivered but the acknowledgements, which go to everybody; oldest first.
  package var letters: [Letter] {
    state.withLock { $0.letters.filter { !Self.acknowledges($0) } }
  }

  /// The acknowledgements delivered, oldest first.
  package var acknowledgements: [Letter] {
    state.withLock { $0.letters.filter(Self.acknowledges) }
  }

  private static func acknowledges(_ letter: Letter) -> Bool {
    if case .acknowledgement = letter.message { return true }
    return false
  }

  /// Everything delivered to the staff, oldest first.
  package var staffLetters: [StaffLetter] { state.withLock { $0.staffLetters } }

  /// What the letters say, oldest first.
  package var messages: [Letter.Message] { letters.map(\.message) }

  /// The last of them, without the file that goes with it.
  package var lastWords: Letter.Message? {
    if case .erasureReceipt(let at, let finalOn, _)? = messages.last {
      return .erasureReceipt(at: at, finalOn: finalOn)
    }
    return messages.last
  }

  /// The kinds of the letters, oldest first.
  package var kinds: [String] {
    messages.map { message in
      switch message {
      case .acknowledgement: "acknowledgement"
      case .rejection: "rejection"
      case .invitation: "invitation"
      case .confirmation: "confirmation"
      case .renewal: "renewal"
      case .reminder: "reminder"
      case .withdrawalReceipt: "withdrawalReceipt"
      case .erasureReceipt: "erasureReceipt"
      case .proposal: "proposal"
      case .storageInvitation: "storageInvitation"
      case .storageConfirmation: "storageConfirmation"
      case .storageWithdrawalReceipt: "storageWithdrawalReceipt"
      case .liftingAnnounced: "liftingAnnounced"
      case .objectionDecided: "objectionDecided"
      }
    }
  }

  /// The tokens of all links sent, oldest first.
  package var tokens: [String] { messages.compactMap(Self.token) }

  /// The token that somebody was sent last.
  package func lastToken(to email: String) -> String? {
    state.withLock { state in
      state.letters.last { letter in
        letter.recipient.email.reveal() == email && Self.token(letter.message) != nil
      }.flatMap { Self.token($0.message) }
    }
  }

  private static func token(_ message: Letter.Message) -> String? {
    switch message {
    case .invitation(let link), .confirmation(_, _, let link), .proposal(_, _, let link),
      .renewal(_, let link), .reminder(_, let link), .storageInvitation(_, let link),
      .storageConfirmation(_, _, let link):
      link.reveal()
    default: nil
    }
  }

  /// Lets him deliver nothing, or again everything.
  package func be(ill: Bool) { state.withLock { $0.isIll = ill } }

  /// What every server answers from now on; `nil` for yes.
  package func answer(_ problem: MailProblem?) { state.withLock { $0.problem = problem } }
}
