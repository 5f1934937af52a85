import Domain
import HTTPTypes

/// The one place where a refusal becomes a status.
extension Problem {
  init(_ refusal: Refusal) {
    switch refusal {
    case .unknown: self.init(.notFound, "unknown", "There is nothing here")
    case .roleNeverMay, .roleUnclear, .reasonMissing, .secondFactorNeeded:
      self = Self.standing(of: refusal)
    case .tooLarge, .empty, .typeNotAllowed, .typeMismatch, .incomplete, .noSpace:
      self = Self.document(refusal)
    case .invalid(let field, let problem): self = Self.input(field, problem)
    case .notOffered(let what):
      self.init(
        .unprocessableContent, "not-offered", "Not offered by this version", detail: what)
      field = what
    case .busy:
      self.init(.serviceUnavailable, "busy", "Too much is under way at the moment")
      headers[.retryAfter] = "2"
    case .journalUnavailable, .notReconciled: self = Self.journal(refusal)
    case .noAddress:
      self.init(.unprocessableContent, "no-address", "The application has no e-mail address")
    case .dueSoon(let day):
      self.init(
        .conflict, "due-soon", "It would be erased within a week",
        detail: "To go on, confirm the day with confirmEraseOn.")
      eraseOn = day
    case .wouldBeDue(let count):
      self.init(
        .conflict, "would-be-due", "So many applications would be due at once",
        detail: "\(count). To go on, confirm the number with confirmDue.")
      due = count
    case .liftedFrom(let day):
      self.init(
        .conflict, "announced-for-later", "The applicant was told a later day",
        detail: "The restriction is lifted from \(day) on.")
    case .forbidden(let ground):
      self.init(
        .conflict, "forbidden-by-ground", "A ground forbids the erasure",
        detail: ground.legalBasis)
      self.ground = ground
    default: self.init(.conflict, Self.code(of: refusal), Self.title(of: refusal))
    }
  }

  private static let insufficientStorage = HTTPResponse.Status(
    code: 507, reasonPhrase: "Insufficient Storage")

  private static func journal(_ refusal: Refusal) -> Problem {
    var problem =
      refusal == .notReconciled
      ? Problem(
        .serviceUnavailable, "not-reconciled", "The database was restored",
        detail: "Nothing is done before lethe reconcile has run.")
      : Problem(
        .serviceUnavailable, "journal-unavailable", "Recorded, but not yet safe in the journal",
        detail: "What was asked is recorded and needn't be repeated; it follows by itself.")
    problem.headers[.retryAfter] = "15"
    return problem
  }

  private static func standing(of refusal: Refusal) -> Problem {
    switch refusal {
    case .roleUnclear:
      Problem(
        .forbidden, "role-unclear", "It isn't clear in which role this is asked",
        detail: "Name one of your own roles with the header Lethe-Role.")
    case .reasonMissing:
      Problem(
        .preconditionRequired, "reason-missing", "A reason is needed",
        detail: "Name the matter or reason with the header Lethe-Reason.")
    case .secondFactorNeeded:
      Problem(
        .forbidden, "second-factor-needed", "The second factor must be proven again",
        detail: "Prove it on the page /confirm, and ask again within five minutes.")
    default: Problem(.forbidden, "role-never-may", "This role never does this")
    }
  }

  private static func document(_ refusal: Refusal) -> Problem {
    switch refusal {
    case .tooLarge(let limit):
      var problem = Problem(.contentTooLarge, "too-large", "The body is too large")
      problem.limitBytes = limit
      return problem
    case .empty: return Problem(.unprocessableContent, "empty", "The document is empty")
    case .typeNotAllowed:
      return Problem(
        .unsupportedMediaType, "type-not-allowed", "Documents of this type aren't taken",
        detail: MediaType.allCases.map(\.rawValue).joined(separator: ", "))
    case .typeMismatch:
      return Problem(
        .unsupportedMediaType, "type-mismatch", "The bytes aren't of the type they are said to be")
    case .noSpace:
      return Problem(Self.insufficientStorage, "no-space", "There is no space left to store it")
    default: return Problem(.badRequest, "incomplete", "The body ended early")
    }
  }

  private static func input(_ field: String, _ wrong: InputProblem) -> Problem {
    var problem = Problem(
      .unprocessableContent, "invalid", "The input can't be taken like this",
      detail: "\(field): \(words(for: wrong))")
    problem.field = field
    problem.wrong = kebab(wrong.rawValue)
    return problem
  }

  private static func words(for problem: InputProblem) -> String {
    switch problem {
    case .missing: "is needed"
    case .unknownField: "is not a field of this call"
    case .wrongType: "has the wrong type"
    case .notADay: "is not a day (YYYY-MM-DD)"
    case .notAnInstant: "is not an instant (RFC 3339 with offset)"
    case .notAnID: "is not an id (UUID)"
    case .notAllowed: "is not one of the values that are allowed"
    case .empty: "says nothing"
    case .tooLong: "is too long"
    case .controlCharacter: "holds a control character"
    case .inTheFuture: "lies in the future"
    case .beforeReceipt: "lies before the receipt of the application"
    case .notAnAddress: "is not an e-mail address"
    case .outOfRange: "is out of range"
    case .notTheApplication: "does not name this application"
    case .notOfThisApplication: "does not belong to this application"
    case .beforeToday: "lies before today"
    case .tooShort: "is too short"
    case .holdsNameOrAddress: "holds the name or the address of the account"
    case .tooSimple: "repeats too few characters"
    }
  }
}

extension Problem {
  /// The stable name of a refusal that has no members of its own.
  private static func code(of refusal: Refusal) -> String {
    kebab(String(describing: refusal))
  }

  private static func title(of refusal: Refusal) -> String {
    switch refusal {
    case .alreadyDecided: "An outcome is recorded already"
    case .notDecided: "No outcome is recorded"
    case .procedureRuns: "The procedure still runs"
    case .answeredNo: "The applicant said no; asking again is theirs to start"
    case .alreadyInPool: "The application is in the pool already"
    case .notInPool: "The application isn't in the pool"
    case .alreadyApplied: "They applied for this vacancy already"
    case .alreadyAnswered: "The question was answered already"
    case .correctionTooLate: "The time to correct this is over"
    case .vacancyClosed: "The vacancy is closed"
    case .handedOver: "The application was handed over already"
    case .notExported: "A listed document was never exported, and would be erased"
    case .restricted: "Processing is restricted; nothing is changed"
    case .notRestricted: "Processing isn't restricted"
    case .notTold: "The applicant must be told before the restriction is lifted"
    case .notStoredLonger: "The application isn't stored longer by consent"
    case .noEvidence: "Nothing is kept as evidence"
    case .objected: "The applicant objected to being contacted"
    case .createdTooLongAgo: "The application was created too long ago for this"
    case .alreadyReleased: "It was released or ended already"
    case .heldWithVacancy: "It is held with its whole vacancy"
    case .alreadyThere: "It is there already"
    case .paperGone: "The paper is gone already"
    case .stillKept: "The application is still here, and so is its paper"
    case .lastAdministrator: "Nobody else could administer the staff"
    case .keyReused: "This Idempotency-Key was used for something else"
    default: "This can't be done now"
    }
  }
}
