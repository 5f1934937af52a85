import Casework
import Domain
import Hummingbird

extension Route {
  /// Holds, and erasure at the applicant's own request: what keeps and what doesn't.
  static let holds: [Route] = [
    Route(.post, "/applications/{id}/holds", PlaceHold.roles) { office, call in
      let application = try call.application
      let input = try await call.input("matter", "reason", "reviewOn")
      let matter = try input.line("matter", atMost: InputText.reference)
      let id = try await PlaceHold(office)(
        application, matter: Private(matter), reason: input.reason(),
        reviewOn: input.day("reviewOn"), by: call.caller)
      return .created(id)
    },
    Route(.post, "/vacancies/{id}/holds", PlaceVacancyHold.roles) { office, call in
      let vacancy = try call.id("id", of: Subject.Vacancy.self)
      let input = try await call.input("matter", "reason", "reviewOn")
      let matter = try input.line("matter", atMost: InputText.reference)
      let id = try await PlaceVacancyHold(office)(
        vacancy, matter: Private(matter), reason: input.reason(),
        reviewOn: input.day("reviewOn"), by: call.caller)
      return .created(id)
    },
    Route(.post, "/holds/{id}/release", ReleaseHold.roles) { office, call in
      let hold = try call.id("id", of: Subject.Hold.self)
      let input = try await call.input("reason")
      try await ReleaseHold(office)(hold, reason: input.reason(), by: call.caller)
      return .done
    },
    Route(.post, "/holds/{id}/review", ReviewHold.roles) { office, call in
      let hold = try call.id("id", of: Subject.Hold.self)
      let input = try await call.input("reviewOn", "reason")
      try await ReviewHold(office)(
        hold, reviewOn: input.day("reviewOn"), reason: input.optionalReason(), by: call.caller)
      return .done
    },
    Route(.get, "/holds", ListHolds.roles) { office, call in
      _ = try call.query()
      let holds = try await ListHolds(office)(by: call.caller)
      return .json(Printer(office.time).holds(holds))
    },
    Route(.get, "/matters", ListHolds.roles) { office, call in
      _ = try call.query()
      let matters = try await ListHolds(office).matters(by: call.caller)
      return .json(Printer(office.time).matters(matters))
    },
    Route(.post, "/applications/{id}/legal-obligations", PlaceObligation.roles) { office, call in
      let application = try call.application
      let input = try await call.input("law", "until", "reason")
      let law = try input.line("law", atMost: InputText.reference)
      let id = try await PlaceObligation(office)(
        application, law: Private(law), until: input.day("until"),
        reason: input.optionalReason(), by: call.caller)
      return .created(id)
    },
    Route(.post, "/legal-obligations/{id}/end", EndObligation.roles) { office, call in
      let obligation = try call.id("id", of: Subject.Obligation.self)
      let input = try await call.input("reason")
      try await EndObligation(office)(obligation, reason: input.reason(), by: call.caller)
      return .done
    },
    Route(.post, "/applications/{id}/erasure", EraseOnRequest.roles) { office, call in
      let application = try call.application
      let input = try await call.input("confirm", "reason")
      try await EraseOnRequest(office)(
        application, confirm: input.line("confirm", atMost: 36), reason: input.reason(),
        by: call.caller)
      return .done
    },
  ]
}

extension Printer {
  /// Open holds, oldest first.
  func holds(_ holds: [HoldView]) -> [UInt8] {
    JSONText.object { json in
      json.array("items", holds) { hold($1, into: &$0) }
      json.null("next")
    }
  }

  /// Open holds by matter; the one to be looked at first comes first.
  func matters(_ matters: [MatterView]) -> [UInt8] {
    JSONText.object { json in
      json.array("items", matters) { json, matter in
        json.object { json in
          json.field("matter", matter.matter.reveal())
          json.field("applications", matter.applications.count)
          json.field("restricted", matter.restricted.count)
          json.field("vacancies", matter.vacancies)
          json.field("reviewOn", matter.reviewOn)
          json.field("reviewDue", matter.isReviewDue)
          json.array("holds", matter.holds) { hold($1, into: &$0) }
        }
      }
      json.null("next")
    }
  }

  private func hold(_ hold: HoldView, into json: inout JSONText) {
    json.object { json in
      json.field("id", hold.id)
      json.field("matter", hold.matter.reveal())
      json.field("reason", hold.reason.reveal())
      json.field("author", hold.author)
      json.field("since", instant(hold.placedAt))
      json.field("until", hold.until)
      json.field("reviewOn", hold.reviewOn)
      json.field("reviewDue", hold.isReviewDue)
      switch hold.subject {
      case .application(let id, _, _):
        json.field("applicationId", id)
        json.null("vacancyId")
        json.field("applications", 1)
      case .vacancy(let id, _, let applications):
        json.null("applicationId")
        json.field("vacancyId", id)
        json.field("applications", applications)
      }
    }
  }
}
