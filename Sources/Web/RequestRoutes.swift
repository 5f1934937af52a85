import Casework
import Domain
import Hummingbird

extension Route {
  /// What applicants ask for: that processing is restricted, that something ends.
  static let requests: [Route] = [
    Route(.get, "/restrictions", ListRestrictions.roles) { office, call in
      let lines = try await ListRestrictions(office)(by: call.caller)
      return .json(
        JSONText.object { json in
          json.array("items", lines) { json, line in
            json.object {
              $0.field("applicationId", line.application)
              $0.field("placedOn", line.restriction.placedOn)
              $0.field("liftOn", line.restriction.announcement?.liftOn)
              $0.field("toldOn", line.restriction.announcement?.told?.on)
              $0.field("channel", line.restriction.announcement?.told?.channel.rawValue)
              $0.field("undelivered", line.restriction.announcement?.isUndelivered ?? false)
            }
          }
        })
    },
    Route(.post, "/applications/{id}/restriction", PlaceRestriction.roles) { office, call in
      let application = try call.application
      let input = try await call.input("reason")
      try await PlaceRestriction(office)(application, reason: input.reason(), by: call.caller)
      return .done
    },
    Route(.post, "/applications/{id}/restriction/announcement", AnnounceLifting.roles) {
      office, call in
      let application = try call.application
      let input = try await call.input("liftOn", "toldOn", "channel")
      var told: Restriction.Told?
      if let day = try input.optionalDay("toldOn") {
        told = Restriction.Told(on: day, channel: try input.choice("channel", NoticeChannel.self))
      }
      try await AnnounceLifting(office)(
        application, liftOn: input.optionalDay("liftOn"), told: told, by: call.caller)
      return .done
    },
    Route(.delete, "/applications/{id}/restriction", LiftRestriction.roles) { office, call in
      try await LiftRestriction(office)(call.application, by: call.caller)
      return .done
    },
    Route(.post, "/applications/{id}/longer-storage-invitation", InviteToLongerStorage.roles) {
      office, call in
      let application = try call.application
      let input = try await call.input("until", "language")
      let id = try await InviteToLongerStorage(office)(
        application, until: input.day("until"),
        language: input.choice("language", Language.self), by: call.caller)
      return .json(JSONText.object { $0.field("consentId", id) }, status: .accepted)
    },
    Route(.post, "/applications/{id}/longer-storage-consent", RecordLongerStorage.roles) {
      office, call in
      let application = try call.application
      let input = try await call.input(
        "channel", "givenOn", "textVersion", "until", "documentId")
      let consent = PaperConsent(
        channel: try input.consentChannel(among: [.post, .email, .inPerson]),
        givenOn: try input.day("givenOn"),
        textVersion: try input.line("textVersion", atMost: 50),
        document: try input.optionalID("documentId", of: Subject.Document.self))
      try await RecordLongerStorage(office)(
        application, consent, until: input.day("until"), by: call.caller)
      return .done
    },
    Route(.post, "/applications/{id}/longer-storage-withdrawal", RecordWithdrawal.roles) {
      office, call in
      let application = try call.application
      let input = try await call.input("channel", "receivedAt")
      let channel = try input.consentChannel(among: [.email, .post, .phone, .inPerson])
      try await RecordWithdrawal(office)(
        application, for: .longerStorage, channel: channel,
        receivedAt: input.instant("receivedAt"), by: call.caller)
      return .done
    },
    Route(.post, "/applications/{id}/objections", ReceiveObjection.roles) { office, call in
      let application = try call.application
      let input = try await call.input("against", "receivedOn", "channel", "text")
      let record = ObjectionRecord(
        against: try input.choice("against", ObjectionTarget.self),
        receivedOn: try input.day("receivedOn"),
        channel: try input.choice("channel", NoticeChannel.self),
        text: try input.optionalText("text", atMost: InputText.reason).map { Private($0) })
      return .created(
        try await ReceiveObjection(office)(application, record, by: call.caller))
    },
    Route(.get, "/objections", ListObjections.roles) { office, call in
      let lines = try await ListObjections(office)(by: call.caller)
      return .json(
        JSONText.object { json in
          json.array("items", lines) { json, line in
            json.object {
              $0.field("id", line.id)
              $0.field("applicationId", line.application)
              $0.field("receivedOn", line.receivedOn)
              $0.field("channel", line.channel.rawValue)
              $0.field("answerBy", line.answerBy)
            }
          }
        })
    },
    Route(.post, "/objections/{id}/decision", DecideObjection.roles) { office, call in
      let objection = try call.id("id", of: Subject.Objection.self)
      let input = try await call.input("decision", "reason")
      try await DecideObjection(office)(
        objection, input.choice("decision", ObjectionDecision.self), reason: input.reason(),
        by: call.caller)
      return .done
    },
  ]
}
