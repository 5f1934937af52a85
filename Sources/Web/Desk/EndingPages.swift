import Casework
import Domain
import Hummingbird
import Pages

extension DeskRoute {
  /// What ended in the last fortnight, and what is left to do about it.
  static let endings: [DeskRoute] = [
    DeskRoute(.get, "/endings", ListEndings.roles) { desk, visit in
      try await desk.endings(for: visit)
    },
    DeskRoute(.get, "/endings/{id}/notice", PreviewLetter.roles) { desk, visit in
      try await desk.notice(for: visit)
    },
    DeskRoute(.post, "/endings/{id}/notice", ListEndings.roles) { desk, visit in
      let application = try visit.application
      let today = try desk.office.today()
      try await RecordNotice(desk.office)(
        application, NoticeRecord(channel: .email, sentOn: today, send: true), by: visit.caller)
      return Desk.see("/endings", said: "noticeSent")
    },
    DeskRoute(.post, "/endings/{id}/told", ListEndings.roles) { desk, visit in
      let application = try visit.application
      var reading = FormReading(try await visit.form(), visit.phrases)
      if let notice = reading.notice() {
        do {
          try await RecordNotice(desk.office)(application, notice, by: visit.caller)
          return Desk.see("/endings", said: "toldRecorded")
        } catch let refusal as Refusal where refusal != .unknown {
          reading.refuse(refusal, otherwise: "channel")
        }
      }
      return try await desk.notice(for: visit, typed: reading)
    },
    DeskRoute(.get, "/endings/{id}/invitation", PreviewLetter.roles) { desk, visit in
      try await desk.invitation(for: visit)
    },
    DeskRoute(.post, "/endings/{id}/invitation", InviteToPool.roles) { desk, visit in
      let application = try visit.application
      var reading = FormReading(try await visit.form(), visit.phrases)
      guard let language = reading.choice("language", Language.self) else {
        return try await desk.invitation(for: visit, problems: reading.problems)
      }
      _ = try await InviteToPool(desk.office)(
        application, language: language, by: visit.caller)
      return Desk.see("/endings", said: "invited")
    },
    DeskRoute(.post, "/endings/{id}/paper", ConfirmPaperGone.roles) { desk, visit in
      try await ConfirmPaperGone(desk.office)(
        visit.application, how: .returned, on: desk.office.today(), by: visit.caller)
      return Desk.see("/endings", said: "paperReturned")
    },
  ]
}

extension Desk {
  /// What was done last about an ending, in words.
  func saidOfAnEnding(_ visit: Visit) -> String? {
    let phrases = visit.phrases
    switch visit.said {
    case "noticeSent": return phrases("The notice leaves by mail.")
    case "toldRecorded": return phrases("It is recorded that they were told.")
    case "invited": return phrases("The invitation to the pool leaves by mail.")
    case "storageAsked": return phrases("The question leaves by mail.")
    case "paperReturned": return phrases("It is recorded that the paper was returned.")
    case "corrected": return phrases("The outcome is corrected.")
    case "reopened": return phrases("The procedure runs again.")
    default: return nil
    }
  }

  fileprivate func endings(for visit: Visit) async throws -> Response {
    let phrases = visit.phrases
    let lines = try await ListEndings(office)(
      limit: Self.lineLimit, cursor: visit.parameter("cursor"), by: visit.caller)
    let rows = lines.items.compactMap { line -> EndingsPage.Row? in
      guard let outcome = line.outcome, let ending = line.ending else { return nil }
      return EndingsPage.Row(
        line.id, name: "\(line.givenName) \(line.familyName)", vacancy: ending.vacancyTitle,
        outcome: outcome.kind, endedOn: outcome.endedOn, through: ending.through,
        isMailable: ending.isMailable, tasks: line.tasks ?? [], phrases)
    }
    return page(
      visit.frame(phrases("Endings"), message: said(visit)),
      EndingsPage(rows, next: lines.next.map { .link("/endings?cursor=\($0)") }))
  }

  /// `typed` is a form that was refused.
  fileprivate func notice(
    for visit: Visit, typed: FormReading? = nil
  ) async throws -> Response {
    let phrases = visit.phrases
    let preview = try await PreviewLetter(office).notice(of: visit.application, by: visit.caller)
    let (decided, problems) = (preview.decided, typed?.problems ?? [])
    let name = decided.name.reveal()
    let channels: [NoticeChannel] = [.post, .phone, .inPerson, .email]
    let id = decided.application
    let content = EndingLetterPage(
      heading: phrases("Notice to {name}", ["name": name]),
      lead: try words(for: visit).now(decided),
      address: "/endings/\(id)/notice", note: note(preview, phrases),
      mails: mails(preview, phrases),
      send: decided.isMailable ? phrases("Send the notice") : nil,
      print: decided.isMailable ? nil : "/applications/\(id)/letters/rejection",
      told: (
        "/endings/\(id)/told",
        [
          .choice(
            "channel", phrases("How they were told"),
            channels.map {
              Field.Option(
                $0.rawValue, phrases.name(of: $0), isChosen: typed?.form["channel"] == $0.rawValue)
            }, problems: problems),
          .line(
            "sentOn", phrases("Sent or said on"),
            value: try typed?.form["sentOn"] ?? office.today().description, type: "date",
            isRequired: true, problems: problems),
          .line(
            "receivedOn", phrases("Reached them on"), value: typed?.form["receivedOn"] ?? "",
            type: "date",
            help: phrases("If it is known: the period for claims begins then (§ 15(4) AGG)."),
            problems: problems),
          .line(
            "proof", phrases("How the receipt can be proved"), value: typed?.form["proof"] ?? "",
            help: phrases("Kept sealed with the application."), problems: problems),
        ]
      ))
    return page(
      visit.frame(phrases("Notice to {name}", ["name": name]), problems: problems), content,
      problems.isEmpty ? .ok : .unprocessableContent)
  }

  fileprivate func invitation(
    for visit: Visit, problems: [FieldProblem] = []
  ) async throws -> Response {
    let phrases = visit.phrases
    let preview = try await PreviewLetter(office).question(
      of: visit.application, by: visit.caller)
    let decided = preview.decided
    let name = decided.name.reveal()
    let content = EndingLetterPage(
      heading: phrases("Invite {name} to the pool", ["name": name]),
      lead: try words(for: visit).now(decided),
      address: "/endings/\(decided.application)/invitation",
      note: phrases(
        "The link is made when it is sent. No answer means no, and nobody is asked twice."),
      mails: mails(preview, phrases),
      send: decided.isMailable ? phrases("Send the invitation") : nil,
      fields: [
        .choice(
          "language", phrases("Language of the invitation"),
          Language.allCases.map {
            Field.Option($0.rawValue, phrases.name(of: $0), isChosen: false)
          }, problems: problems)
      ],
      print: decided.isMailable
        ? nil : "/applications/\(decided.application)/letters/invitation")
    return page(
      visit.frame(phrases("Invite {name} to the pool", ["name": name]), problems: problems),
      content,
      problems.isEmpty ? .ok : .unprocessableContent)
  }

  /// While only the ending is open nobody here can tell which language is the applicant's.
  private func note(_ preview: LetterPreview, _ phrases: Phrases) -> String? {
    preview.letters.count < 2
      ? nil : phrases("It leaves in the applicant's own language; both are shown here.")
  }

  private func mails(_ preview: LetterPreview, _ phrases: Phrases) -> [MailView] {
    preview.letters.compactMap { letter in
      paper.text(of: letter).map { MailView(phrases.name(of: letter.language), $0) }
    }
  }
}
