import Casework
import Domain
import Hummingbird

extension Route {
  /// A note may be long, and every scalar of it may be escaped.
  private static let noteBytes = 262_144

  /// What happens while the procedure runs.
  static let review: [Route] = [
    Route(.post, "/applications/{id}/notes", WriteNote.roles) { office, call in
      let application = try call.application
      let input = try await call.input("kind", "text", "verdict", atMost: noteBytes)
      let id = try await WriteNote(office)(
        application, kind: input.choice("kind", NoteKind.self),
        text: Private(input.text("text", atMost: InputText.note)),
        verdict: input.optionalChoice("verdict", Verdict.self), by: call.caller)
      return .created(id)
    },
    Route(.post, "/applications/{id}/stage", ChangeStage.roles) { office, call in
      let application = try call.application
      let input = try await call.input("stage")
      try await ChangeStage(office)(
        application, to: input.choice("stage", Stage.self), by: call.caller)
      return .done
    },
    Route(.post, "/applications/{id}/move", MoveApplication.roles) { office, call in
      let application = try call.application
      let input = try await call.input("vacancyId")
      try await MoveApplication(office)(
        application, to: input.id("vacancyId", of: Subject.Vacancy.self), by: call.caller)
      return .done
    },
  ]
}
