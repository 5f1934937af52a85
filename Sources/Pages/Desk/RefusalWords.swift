package import Domain

/// What a "no" says at the desk: what it is, and what can be done.
extension Phrases {
  /// A heading and a sentence.
  package func words(for refusal: Refusal) -> (heading: String, text: String) {
    switch refusal {
    case .unknown:
      (
        self("There is nothing here"),
        self("It was erased, is locked, or isn't yours to see. Nobody is told which.")
      )
    case .roleNeverMay, .roleUnclear:
      (
        self("This role never does this"),
        self("If you hold another role that does, choose it in the head of the page.")
      )
    case .reasonMissing:
      (self("A reason is needed"), self("Name the matter for which you open this."))
    case .invalid(let field, let problem):
      (self("This can't be taken like this"), "\(field): \(words(for: problem))")
    default: (self("This can't be done now"), sentence(for: refusal))
    }
  }

  private func sentence(for refusal: Refusal) -> String {
    switch refusal {
    case .alreadyDecided: self("An outcome is recorded already.")
    case .notDecided: self("No outcome is recorded yet.")
    case .dueSoon(let day):
      self("It would be erased on {day}; that day must be confirmed.", ["day": inWords(day)])
    case .procedureRuns: self("The procedure still runs.")
    case .answeredNo: self("The applicant said no; asking again is theirs to start.")
    case .alreadyInPool: self("The application is in the pool already.")
    case .notInPool: self("The application isn't in the pool.")
    case .alreadyApplied: self("This person applied for this vacancy already.")
    case .noAddress: self("The application has no e-mail address.")
    case .alreadyAnswered: self("The question was answered already.")
    case .correctionTooLate: self("The time to correct this is over.")
    case .vacancyClosed: self("The vacancy is closed.")
    case .handedOver: self("The application was handed over already.")
    case .notExported:
      self("A ticked document was never exported and would be erased. Export it first.")
    case .forbidden(let ground):
      self("A ground forbids the erasure: {basis}.", ["basis": ground.legalBasis])
    case .createdTooLongAgo: self("The application was created too long ago for this.")
    case .alreadyReleased: self("It was released or ended already.")
    case .heldWithVacancy: self("It is held with its whole vacancy.")
    case .alreadyThere: self("It is there already, or is the last of its kind.")
    case .paperGone: self("The paper is gone already.")
    case .stillKept: self("Its application is still here, so this paper stays, too.")
    case .lastAdministrator: self("Nobody else could administer the staff then.")
    case .tooLarge(let limit):
      self("The file is too large: {limit} MiB at most.", ["limit": "\(limit >> 20)"])
    case .empty: self("The file is empty.")
    case .typeNotAllowed: self("Not allowed: PDF, DOCX, JPEG or PNG.")
    case .typeMismatch: self("The file isn't of the type it is said to be.")
    case .keyReused: self("This form was sent before with other values.")
    case .incomplete: self("The connection was lost before everything had arrived.")
    case .secondFactorNeeded: self("Prove your second factor again first.")
    case .busy: self("Too much is under way just now. Try again in a moment.")
    case .journalUnavailable:
      self("It is recorded, but not yet safe in the journal; it follows by itself.")
    case .notReconciled: self("The database was restored. The administrator has to reconcile it.")
    case .noSpace: self("There is no space left to store it. Nothing was stored.")
    case .notOffered: self("This comes with a later version.")
    default: sentence(forRequest: refusal)
    }
  }

  /// What is refused of what an applicant asks for.
  private func sentence(forRequest refusal: Refusal) -> String {
    switch refusal {
    case .restricted: self("Processing is restricted; nothing is changed before that is lifted.")
    case .notRestricted: self("Processing isn't restricted.")
    case .notTold: self("The applicant must be told before the restriction is lifted.")
    case .wouldBeDue(let count):
      self(
        "{count} applications would be due at once; the number must be confirmed.",
        ["count": String(count)])
    case .liftedFrom(let day):
      self("The applicant was told that it is lifted from {day} on.", ["day": inWords(day)])
    case .notStoredLonger: self("Nobody consented to longer storage.")
    case .noEvidence: self("Nothing is kept as evidence.")
    case .objected: self("The applicant objected to being contacted.")
    default: self("Go back and look how it stands.")
    }
  }

  /// What is wrong with one field, as a sentence beside it.
  package func words(for problem: InputProblem) -> String {
    switch problem {
    case .missing, .empty: self("Please fill this in.")
    case .notADay: self("This isn't a day. Write it as 2026-03-15.")
    case .notAnAddress: self("This isn't an e-mail address.")
    case .tooLong: self("This is too long.")
    case .controlCharacter: self("This holds a control character.")
    case .inTheFuture: self("This lies in the future.")
    case .beforeReceipt: self("This lies before the receipt of the application.")
    case .beforeToday: self("This lies before today.")
    case .outOfRange: self("This is out of range.")
    case .notAllowed, .unknownField, .wrongType, .notAnInstant, .notAnID:
      self("This isn't one of the values that are allowed.")
    case .tooShort: self("This is too short.")
    case .holdsNameOrAddress: self("This holds your name or address.")
    case .tooSimple: self("This is too easy to guess.")
    case .notTheApplication: self("This doesn't name the application.")
    case .notOfThisApplication: self("This doesn't belong to the application.")
    }
  }
}
