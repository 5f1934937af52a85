/// Why somebody was told no. Carries codes and days, never personal data.
package enum Refusal: Error, Sendable, Equatable {
  /// Not there, or not to be seen by this person: the same answer for both.
  case unknown
  /// A call this role never has.
  case roleNeverMay
  /// Holds several roles and named none, or one they don't hold.
  case roleUnclear
  /// The role opens things only for a named matter or reason.
  case reasonMissing
  /// Asks for a second factor, proven within the last minutes.
  case secondFactorNeeded
  /// Too much of what is dear is under way; asking again in a moment helps.
  case busy
  /// Recorded, but not yet safe in the journal; or not begun, because it couldn't be.
  case journalUnavailable
  /// The database was restored, and what it has forgotten must be brought back first.
  case notReconciled

  case alreadyDecided
  case notDecided
  /// The result would be due by or before the coming week; it must be confirmed by naming its day.
  case dueSoon(Day)
  case procedureRuns
  /// The applicant said no, or took a yes back; asking again is theirs to start.
  case answeredNo
  case alreadyInPool
  case notInPool
  case notStoredLonger
  case noAddress
  /// Somebody of the pool applied for this vacancy already.
  case alreadyApplied
  /// The consent was already answered.
  case alreadyAnswered
  case correctionTooLate
  case vacancyClosed
  case handedOver
  /// A document is listed that never arrived outside, and nothing would keep it here.
  case notExported
  /// A ground that the law puts above a request for erasure.
  case forbidden(by: GroundKind)
  /// Processing is restricted (Art. 18 GDPR): it is changed by nobody.
  case restricted
  case notRestricted
  /// The applicant has to be told first (Art. 18(3) GDPR).
  case notTold
  /// The applicant was told that the restriction is lifted on this day, which hasn't come.
  case liftedFrom(Day)
  /// So many applications would be due at once; the number must be confirmed.
  case wouldBeDue(Int)
  /// Nothing is kept as evidence that could be objected to.
  case noEvidence
  /// The applicant objected to being contacted (Art. 21 GDPR).
  case objected
  case createdTooLongAgo
  case alreadyReleased
  /// One application's part of a hold that is on its whole vacancy.
  case heldWithVacancy
  case alreadyThere
  /// The paper has been returned or shredded.
  case paperGone
  /// The application is still here, and so its paper has to be.
  case stillKept
  /// Without this one nobody could administer the staff.
  case lastAdministrator

  case invalid(field: String, InputProblem)
  /// Understood, but delivered by a later version.
  case notOffered(String)
  case tooLarge(limitBytes: Int)
  case empty
  case typeNotAllowed
  case typeMismatch
  case keyReused
  case incomplete
  case noSpace
}

/// What is wrong with one field of an input.
package enum InputProblem: String, Sendable {
  case missing, unknownField, wrongType, notADay, notAnInstant, notAnID, notAllowed
  case empty, tooLong, controlCharacter, inTheFuture, beforeReceipt, notAnAddress
  case outOfRange, notTheApplication, notOfThisApplication, beforeToday
  case tooShort, holdsNameOrAddress, tooSimple
}
