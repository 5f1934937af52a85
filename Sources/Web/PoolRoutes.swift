import Casework
import Domain
import Hummingbird

extension Route {
  /// The pool: asked, given, taken back.
  static let pool: [Route] = [
    Route(.get, "/pool", ListPool.roles) { office, call in
      let query = try call.query("q", "limit", "cursor")
      let lines = try await ListPool(office)(
        question: query.text("q", atMost: Query.question).map { Private($0) },
        limit: query.limit(), cursor: query.cursor(), by: call.caller)
      return .json(Printer(office.time).lines(lines))
    },
    Route(.post, "/applications/{id}/pool-invitation", InviteToPool.roles) { office, call in
      let application = try call.application
      let input = try await call.input("language")
      let id = try await InviteToPool(office)(
        application, language: input.choice("language", Language.self), by: call.caller)
      return .json(JSONText.object { $0.field("consentId", id) }, status: .accepted)
    },
    Route(.post, "/applications/{id}/proposals", ProposeVacancy.roles) { office, call in
      let application = try call.application
      let input = try await call.input("vacancyId")
      let vacancy = try input.id("vacancyId", of: Subject.Vacancy.self)
      let id = try await ProposeVacancy(office)(application, vacancy: vacancy, by: call.caller)
      return .json(JSONText.object { $0.field("id", id) }, status: .accepted)
    },
    Route(.post, "/applications/{id}/pool-consent", RecordConsent.roles) { office, call in
      let application = try call.application
      let input = try await call.input("channel", "givenOn", "textVersion", "documentId")
      let consent = PaperConsent(
        channel: try input.consentChannel(among: [.post, .email, .inPerson]),
        givenOn: try input.day("givenOn"),
        textVersion: try input.line("textVersion", atMost: 50),
        document: try input.optionalID("documentId", of: Subject.Document.self))
      try await RecordConsent(office)(application, consent, by: call.caller)
      return .done
    },
    Route(.post, "/applications/{id}/pool-withdrawal", RecordWithdrawal.roles) { office, call in
      let application = try call.application
      let input = try await call.input("channel", "receivedAt")
      let channel = try input.consentChannel(among: [.email, .post, .phone, .inPerson])
      try await RecordWithdrawal(office)(
        application, channel: channel, receivedAt: input.instant("receivedAt"), by: call.caller)
      return .done
    },
  ]
}

extension InputObject {
  /// What was said through the link comes through the link.
  func consentChannel(
    among channels: Set<ConsentChannel>
  ) throws(Refusal) -> ConsentChannel {
    let channel = try choice("channel", ConsentChannel.self)
    guard channels.contains(channel) else { throw .invalid(field: "channel", .notAllowed) }
    return channel
  }
}
