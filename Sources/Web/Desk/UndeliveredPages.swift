import Casework
import Domain
import Hummingbird
import Pages

extension DeskRoute {
  /// Letters that could not be delivered.
  static let undelivered: [DeskRoute] = [
    DeskRoute(.get, "/undelivered", ListUndelivered.roles) { desk, visit in
      let phrases = visit.phrases
      let lines = try await ListUndelivered(desk.office)(by: visit.caller)
      return desk.page(
        visit.frame(phrases("Undelivered letters"), message: desk.said(visit)),
        UndeliveredPage(
          lines.map { line in
            UndeliveredPage.Row(
              id: line.letter.id, application: line.letter.application, name: line.name,
              isLocked: line.isLocked, kind: line.letter.kind, problem: line.letter.problem,
              since: desk.office.time.day(of: line.letter.since), phrases)
          }))
    },
    DeskRoute(.post, "/undelivered/{id}/{mail}/again", UndeliveredLetters.roles) { desk, visit in
      // Whoever presses twice finds it gone: a repeat is harmless.
      do {
        try await UndeliveredLetters(desk.office).tryAgain(
          visit.id("mail", of: Subject.Mail.self), of: visit.application, by: visit.caller)
      } catch Refusal.unknown { return Desk.see("/undelivered") }
      return Desk.see("/undelivered", said: "triedAgain")
    },
    DeskRoute(.post, "/undelivered/{id}/{mail}/out", UndeliveredLetters.roles) { desk, visit in
      do {
        try await UndeliveredLetters(desk.office).takeOut(
          visit.id("mail", of: Subject.Mail.self), of: visit.application, by: visit.caller)
      } catch Refusal.unknown { return Desk.see("/undelivered") }
      return Desk.see("/undelivered", said: "letterOut")
    },
  ]
}
