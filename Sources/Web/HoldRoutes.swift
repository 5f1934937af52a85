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
    Route(.post, "/holds/{id}/release", ReleaseHold.roles) { office, call in
      let hold = try call.id("id", of: Subject.Hold.self)
      let input = try await call.input("reason")
      try await ReleaseHold(office)(hold, reason: input.reason(), by: call.caller)
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
