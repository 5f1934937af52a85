import Casework
import Domain
import Hummingbird

extension Route {
  /// The outcome, what follows from it, and until when.
  static let decisions: [Route] = [
    Route(.post, "/applications/{id}/outcome", RecordOutcome.roles) { office, call in
      let application = try call.application
      let input = try await call.input("outcome", "endedOn", "confirmEraseOn")
      try await RecordOutcome(office)(
        application, OutcomeDecision(reading: input), by: call.caller)
      return .done
    },
    Route(.post, "/applications/{id}/outcome/correction", CorrectOutcome.roles) { office, call in
      let application = try call.application
      let input = try await call.input("outcome", "endedOn", "confirmEraseOn", "reason")
      try await CorrectOutcome(office)(
        application, OutcomeDecision(reading: input), reason: input.reason(), by: call.caller)
      return .done
    },
    Route(.post, "/applications/{id}/reopen", ReopenApplication.roles) { office, call in
      let application = try call.application
      let input = try await call.input("reason")
      try await ReopenApplication(office)(
        application, reason: input.reason(), by: call.caller)
      return .done
    },
    Route(.post, "/applications/{id}/notice", RecordNotice.roles) { office, call in
      let application = try call.application
      let input = try await call.input("channel", "sentOn", "receivedOn", "proof", "send")
      let notice = NoticeRecord(
        channel: try input.choice("channel", NoticeChannel.self),
        sentOn: try input.day("sentOn"), receivedOn: try input.optionalDay("receivedOn"),
        proof: try input.optionalText("proof", atMost: InputText.reason).map { Private($0) },
        send: try input.flag("send"))
      try await RecordNotice(office)(application, notice, by: call.caller)
      return .done
    },
    Route(.get, "/applications/{id}/retention", ExplainRetention.roles) { office, call in
      let view = try await ExplainRetention(office)(call.application, by: call.caller)
      return .json(Printer(office.time).retention(view))
    },
    Route(.post, "/applications/{id}/hand-over", HandOver.roles) { office, call in
      let application = try call.application
      let input = try await call.input("reference", "documents")
      let reference = try input.optionalLine("reference", atMost: InputText.reference)
      try await HandOver(office)(
        application, reference: reference.map { Private($0) },
        documents: input.ids("documents", of: Subject.Document.self, atMost: 100),
        by: call.caller)
      return .done
    },
  ]
}

extension OutcomeDecision {
  fileprivate init(reading input: InputObject) throws(Refusal) {
    self.init(
      outcome: try input.choice("outcome", OutcomeKind.self), endedOn: try input.day("endedOn"),
      confirmEraseOn: try input.optionalDay("confirmEraseOn"))
  }
}

extension InputObject {
  /// Why somebody does what has to be explained later.
  func reason() throws(Refusal) -> Private<String> {
    Private(try text("reason", atMost: InputText.reason))
  }

  /// The same where it may be left out.
  func optionalReason() throws(Refusal) -> Private<String>? {
    try optionalText("reason", atMost: InputText.reason).map { Private($0) }
  }
}
