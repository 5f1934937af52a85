import Casework
import Domain
import Hummingbird
import Pages

extension DeskRoute {
  /// Telling of a rejection where only the application is left: its ending is closed after a
  /// fortnight, and the alarm goes on.
  static let notices: [DeskRoute] = [
    DeskRoute(.get, "/applications/{id}/notice", RecordNotice.roles) { desk, visit in
      try await desk.noticeForm(for: visit)
    },
    DeskRoute(.post, "/applications/{id}/notice", RecordNotice.roles) { desk, visit in
      let application = try visit.application
      var reading = FormReading(try await visit.form(), visit.phrases)
      let notice =
        reading.form["channel"] == FormPage.mailsNotice
        ? NoticeRecord(channel: .email, sentOn: try desk.office.today(), send: true)
        : reading.notice()
      if let notice {
        do {
          try await RecordNotice(desk.office)(application, notice, by: visit.caller)
          return Desk.see(
            "/applications/\(application)", said: notice.send ? "noticeSent" : "toldRecorded")
        } catch let refusal as Refusal where refusal != .unknown {
          reading.refuse(refusal, otherwise: "channel")
        }
      }
      return try await desk.noticeForm(for: visit, typed: reading)
    },
  ]
}

extension FormReading {
  /// How somebody says that an applicant was told; `nil` with problems where it can't be read.
  mutating func notice() -> NoticeRecord? {
    let channel = choice("channel", NoticeChannel.self)
    let sentOn = day("sentOn")
    let receivedOn = optionalDay("receivedOn")
    let proof = optionalText("proof", atMost: InputText.reason)
    guard let channel, let sentOn, problems.isEmpty else { return nil }
    return NoticeRecord(
      channel: channel, sentOn: sentOn, receivedOn: receivedOn, proof: proof.map { Private($0) })
  }
}

extension Desk {
  fileprivate func noticeForm(
    for visit: Visit, typed: FormReading? = nil
  ) async throws -> Response {
    form(
      FormPage.notice(
        of: try await facts(for: visit), typed: typed?.typed ?? [:], typed?.problems ?? [],
        visit.phrases), visit.phrases("Send or record the notice"), typed, visit)
  }
}
