import Casework
import Domain
import Records
import Support
import Testing

/// How an act that protects somebody is done, alone and on what was there before.
struct ProtectiveAct: Sendable, CustomTestStringConvertible {
  typealias Doing = @Sendable () async throws -> Void
  let action: LedgerEntry.Action
  let how: String
  /// Sets the scene and hands out the act.
  let prepare: @Sendable (TestOffice) async throws -> Doing

  init(
    _ action: LedgerEntry.Action, _ how: String = "",
    _ prepare: @escaping @Sendable (TestOffice) async throws -> Doing
  ) {
    (self.action, self.how, self.prepare) = (action, how, prepare)
  }

  var testDescription: String { how.isEmpty ? action.rawValue : "\(action.rawValue), \(how)" }

  /// Every kind at least once: a test asks for it.
  static let all = erasures + consents + holds + obligations + requests + access + keys
}

extension ProtectiveAct {
  private static let erasures = [
    ProtectiveAct(.applicationErased) { here in
      let id = try await here.receiveForVacancy()
      try await here.store(in: id)
      try await here.decide(id, .rejected)
      here.clock.set(to: "2026-12-01")
      return { try await here.purge() }
    },
    ProtectiveAct(.erasureRequested) { here in
      let id = try await here.rejected()
      return {
        try await EraseOnRequest(here.office)(
          id, confirm: id.text, reason: "asked", by: here.privacyOfficer)
      }
    },
    ProtectiveAct(.documentDeleted) { here in
      let id = try await here.receive()
      let (document, _) = (try await here.store(in: id), try await here.store(in: id))
      return { try await DeleteDocument(here.office)(document, of: id, by: here.recruiter) }
    },
    ProtectiveAct(.paperDestroyed, "while it is here") { here in
      let id = try await here.receiveByPost()
      try await here.decide(id, .rejected)
      return {
        try await ConfirmPaperGone(here.office)(
          id, how: .returned, on: here.clock.today, by: here.recruiter)
      }
    },
    ProtectiveAct(.paperDestroyed, "after the erasure") { here in
      let id = try await here.receiveByPost()
      let paper = try #require(try await ListPaper(here.office).of(id, by: here.recruiter))
      try await EraseOnRequest(here.office)(
        id, confirm: id.text, reason: "in error", by: here.recruiter)
      return {
        try await ConfirmPaperGone(here.office).byLabel(
          paper.id, how: .shredded, paperClass: nil, on: here.clock.today,
          by: here.privacyOfficer)
      }
    },
  ]

  private static let consents = [
    ProtectiveAct(.consentWithdrawn, "pool") { here in
      let token = try await here.invite(here.rejected())
      try await here.answer(token, .give)
      return { try await here.answer(token, .withdraw) }
    },
    ProtectiveAct(.consentWithdrawn, "pool, by phone") { here in
      let id = try await here.rejected()
      try await here.answer(here.invite(id), .give)
      return {
        try await RecordWithdrawal(here.office)(
          id, channel: .phone, receivedAt: here.clock.now, by: here.recruiter)
      }
    },
    ProtectiveAct(.consentWithdrawn, "longer storage") { here in
      let token = try await here.askToKeep(here.rejected())
      try await here.answer(token, .give)
      return { try await here.answer(token, .withdraw) }
    },
    ProtectiveAct(.consentDeclined, "pool") { here in
      let token = try await here.invite(here.rejected())
      return { try await here.answer(token, .decline) }
    },
    ProtectiveAct(.consentDeclined, "longer storage") { here in
      let token = try await here.askToKeep(here.rejected())
      return { try await here.answer(token, .decline) }
    },
  ]

  private static let holds = [
    ProtectiveAct(.holdPlaced) { here in
      let id = try await here.rejected()
      return { _ = try await here.hold(id) }
    },
    ProtectiveAct(.holdPlaced, "provisional") { here in
      let id = try await here.rejected()
      return { _ = try await here.hold(id, by: here.recruiter) }
    },
    ProtectiveAct(.holdReviewed, "on one application") { here in
      let hold = try await here.hold(here.rejected())
      return { try await here.review(hold) }
    },
    ProtectiveAct(.holdReviewed, "on a vacancy") { here in
      let hold = try await here.hold(vacancy: here.twoRejected())
      return { try await here.review(hold) }
    },
    ProtectiveAct(.holdReleased) { here in
      let hold = try await here.hold(here.rejected())
      return { try await ReleaseHold(here.office)(hold, reason: "settled", by: here.legal) }
    },
    ProtectiveAct(.vacancyHoldPlaced) { here in
      let vacancy = try await here.twoRejected()
      return { _ = try await here.hold(vacancy: vacancy) }
    },
    ProtectiveAct(.vacancyHoldPlaced, "provisional") { here in
      let vacancy = try await here.twoRejected()
      return { _ = try await here.hold(vacancy: vacancy, by: here.recruiter) }
    },
    ProtectiveAct(.vacancyHoldReleased) { here in
      let hold = try await here.hold(vacancy: here.twoRejected())
      return { try await ReleaseHold(here.office)(hold, reason: "settled", by: here.legal) }
    },
    ProtectiveAct(.vacancyHoldReleased, "overdue but for it") { here in
      let hold = try await here.hold(vacancy: here.twoRejected())
      here.clock.set(to: "2026-12-01")
      try await here.purge()
      return { try await ReleaseHold(here.office)(hold, reason: "settled", by: here.legal) }
    },
  ]

  private static let obligations = [
    ProtectiveAct(.obligationPlaced) { here in
      let id = try await here.rejected()
      return { _ = try await here.oblige(id) }
    },
    ProtectiveAct(.obligationEnded) { here in
      let obligation = try await here.oblige(here.rejected())
      return {
        try await EndObligation(here.office)(obligation, reason: "repealed", by: here.legal)
      }
    },
  ]
}

extension ProtectiveAct {
  private static let requests = [
    ProtectiveAct(.restrictionPlaced) { here in
      let id = try await here.rejected()
      return { try await here.restrict(id) }
    },
    ProtectiveAct(.restrictionAnnounced) { here in
      let id = try await here.rejected()
      try await here.restrict(id)
      return { try await here.announceLifting(of: id) }
    },
    ProtectiveAct(.restrictionLifted) { here in
      let id = try await here.rejected()
      try await here.restrict(id)
      try await here.announceLifting(of: id)
      return { try await LiftRestriction(here.office)(id, by: here.privacyOfficer) }
    },
    ProtectiveAct(.restrictionLifted, "announced by itself") { here in
      let id = try await here.rejected()
      try await here.restrict(id)
      return { try await LiftRestriction(here.office)(id, by: here.privacyOfficer) }
    },
    ProtectiveAct(.objectionReceived, "evidence") { here in
      let id = try await here.rejected()
      return { _ = try await here.object(to: .evidence, id) }
    },
    ProtectiveAct(.objectionReceived, "contact") { here in
      let (id, _) = (try await here.rejected(), try await here.rejected())
      return { _ = try await here.object(to: .contact, id) }
    },
    ProtectiveAct(.objectionDecided, "rejected") { here in
      let objection = try await here.object(to: .evidence, here.rejected())
      return { try await here.decide(objection, .rejected) }
    },
    ProtectiveAct(.objectionDecided, "upheld, the pool stands") { here in
      let id = try await here.rejected()
      try await here.answer(here.invite(id), .give)
      let objection = try await here.object(to: .evidence, id)
      return { try await here.decide(objection, .upheld) }
    },
    ProtectiveAct(.objectionDecided, "upheld, nothing else stands") { here in
      let objection = try await here.object(to: .evidence, here.rejected())
      return { try await here.decide(objection, .upheld) }
    },
  ]

  private static let access = [
    ProtectiveAct(.staffDisabled) { here in
      let auditor = here.member(.auditor).id
      return { try await DisableStaff(here.office)(auditor, by: here.administrator) }
    },
    ProtectiveAct(.staffEnabled) { here in
      let auditor = here.member(.auditor).id
      try await DisableStaff(here.office)(auditor, by: here.administrator)
      return { try await EnableStaff(here.office)(auditor, by: here.administrator) }
    },
    ProtectiveAct(.roleGranted) { here in
      let auditor = here.member(.auditor).id
      return { try await GrantRole(here.office)(.legal, to: auditor, by: here.administrator) }
    },
    ProtectiveAct(.roleRevoked) { here in
      let legal = here.member(.legal).id
      return { try await RevokeRole(here.office)(.legal, from: legal, by: here.administrator) }
    },
    ProtectiveAct(.sessionsEnded) { here in
      let new = try await here.add()
      _ = try await here.setUp(new)
      return { try await EndSessions(here.office)(of: new.id, by: here.administrator) }
    },
    ProtectiveAct(.teamChanged) { here in
      let vacancy = try await here.openReviewedVacancy()
      return {
        try await SetTeamPart(here.office)(
          vacancy: vacancy, staff: here.member(.reviewer).id, part: .interviewer,
          until: here.clock.today, by: here.recruiter)
      }
    },
    ProtectiveAct(.teamLeft) { here in
      let vacancy = try await here.openReviewedVacancy()
      return {
        try await RemoveTeamPart(here.office)(
          vacancy: vacancy, staff: here.member(.reviewer).id, by: here.recruiter)
      }
    },
    ProtectiveAct(.tokenRevoked) { here in
      let carries = try await AddStaff(here.office)(
        email: "token@example.org", name: "T", roles: [.auditor], withToken: true)
      return { _ = try await RevokeTokens(here.office)(of: carries.id, by: here.administrator) }
    },
  ]

  private static let keys = [
    ProtectiveAct(.epochRotated) { here in
      _ = try await here.rejected()
      return { _ = try await RotateKeys(here.office)() }
    },
    ProtectiveAct(.epochDestroyed) { here in
      _ = try await here.rejected()
      _ = try await RotateKeys(here.office)()
      here.clock.pass(days: 21)
      try await here.purge()
      return {
        let answer = try await DestroyEpoch(here.office)(1)
        #expect(answer == .destroyed)
      }
    },
    ProtectiveAct(.reconciled) { here in
      let id = try await here.rejected()
      try await here.office.sequencer()
      let older = try await here.backUp()
      _ = try await here.hold(id)
      return {
        try await here.restore(older)
        let report = try await Reconcile(here.office)()
        #expect(report.holds == 1)
      }
    },
  ]
}
