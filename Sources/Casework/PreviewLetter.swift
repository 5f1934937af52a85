package import Domain
import Records

/// What a decided applicant would be written now.
package struct LetterPreview: Sendable {
  package let decided: DecidedView
  /// In the applicant's language; in every language while only the ending is open, which doesn't
  /// tell which is theirs.
  package let letters: [Letter]
}

/// Shows the notice of an outcome or the question about the pool, before it is sent.
package struct PreviewLetter: Sendable {
  package static let roles: Set<Role> = [.recruiter]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// The notice. Refuses while nothing is decided, and for an outcome that needs none.
  package func notice(
    of id: ApplicationID, by caller: Caller
  ) async throws -> LetterPreview {
    try await preview(id, .rejection, by: caller) { candidate, act, rows in
      guard candidate.decided?.outcome.kind.needsNotice == true else {
        throw Refusal.invalid(field: "send", .notAllowed)
      }
    }
  }

  /// The question. Refuses what ``InviteToPool`` would refuse, but for a missing address.
  package func question(
    of id: ApplicationID, by caller: Caller
  ) async throws -> LetterPreview {
    let message = Letter.Message.invitation(link: LetterDraft.linkToCome)
    return try await preview(id, message, by: caller) { candidate, act, rows in
      _ = try office.openQuestion(of: id, candidate.work, at: act, in: rows)
    }
  }

  private func preview(
    _ id: ApplicationID, _ message: Letter.Message, by caller: Caller,
    _ check: @Sendable (Candidate, Act, borrowing Rows) throws -> Void
  ) async throws -> LetterPreview {
    try await office.act(by: caller, Self.roles) { act, rows in
      guard let candidate = try office.candidate(id, at: act, in: rows) else {
        throw Refusal.unknown
      }
      guard let decided = DecidedView(candidate) else { throw Refusal.notDecided }
      try check(candidate, act, rows)
      try act.note(.applicationsListed, detail: "1", in: rows)
      let open = try Grounds.all(of: id, in: rows).filter { $0.endedAt == nil }
      let draft = LetterDraft(candidate, standing: open, on: act.today)
      let languages = candidate.work.isEnding ? Language.allCases : [candidate.language]
      return LetterPreview(
        decided: decided, letters: languages.map { draft.letter(message, in: $0) })
    }
  }
}
