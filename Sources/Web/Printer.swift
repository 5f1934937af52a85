import Casework
import Domain
import struct Foundation.Date

/// Writes what the use cases answer as the API's JSON.
struct Printer: Sendable {
  private let instants: InstantPrinter

  init(_ time: OfficeTime) { instants = InstantPrinter(zone: time.zone) }

  func instant(_ instant: Date) -> String { instants.text(instant) }

  /// A page of a list of applications.
  func lines(_ lines: Lines) -> [UInt8] {
    var json = JSONText(reservingBytes: 128 + lines.items.count * 400)
    json.object { json in
      json.array("items", lines.items) { line($1, into: &$0) }
      json.field("next", lines.next)
    }
    return json.bytes
  }

  private func line(_ line: ApplicationLine, into json: inout JSONText) {
    json.object { json in
      json.field("id", line.id)
      json.field("vacancyId", line.vacancy)
      json.object("applicant") {
        $0.field("givenName", line.givenName)
        $0.field("familyName", line.familyName)
      }
      json.field("stage", line.stage.rawValue)
      outcome(line.outcome, into: &json)
      json.field("receivedAt", instant(line.receivedAt))
      json.field("eraseOn", line.eraseOn)
      if let tasks = line.tasks { json.array("tasks", tasks.map(\.rawValue)) }
      if let proposals = line.proposals {
        json.array("proposals", proposals) { proposal($1, into: &$0) }
      }
    }
  }

  private func proposal(_ proposal: Proposal, into json: inout JSONText) {
    json.object {
      $0.field("id", proposal.id)
      $0.field("vacancyId", proposal.vacancy)
      $0.field("proposedAt", instant(proposal.proposedAt))
      $0.field("answer", proposal.answer?.rawValue)
      $0.field("answeredAt", proposal.answeredAt.map(instant))
    }
  }

  func outcome(_ outcome: OutcomeView?, into json: inout JSONText) {
    guard let outcome else { return json.null("outcome") }
    json.object("outcome") {
      $0.field("kind", outcome.kind.rawValue)
      $0.field("endedOn", outcome.endedOn)
      $0.field("noticeReceivedOn", outcome.noticeReceivedOn)
    }
  }

  func grounds(_ grounds: [GroundView], into json: inout JSONText) {
    json.array("grounds", grounds) { json, ground in
      json.object {
        $0.field("kind", ground.kind.rawValue)
        $0.field("legalBasis", ground.kind.legalBasis)
        $0.field("since", ground.since)
        $0.field("until", ground.until)
        $0.field("why", ground.why)
      }
    }
  }
}

extension Printer {
  /// One application, whole.
  func application(_ view: ApplicationView) -> [UInt8] {
    JSONText.object { json in
      json.field("id", view.id)
      json.field("vacancyId", view.vacancy)
      json.field("channel", view.channel.rawValue)
      json.field("source", view.source.rawValue)
      json.field("externalId", view.externalID)
      json.field("receivedAt", instant(view.receivedAt))
      json.field("stage", view.stage.rawValue)
      outcome(view.outcome, into: &json)
      applicant(view.applicant, named: "applicant", into: &json)
      json.array("documents", view.documents) { document($1, into: &$0) }
      json.array("notes", view.notes) { note($1, into: &$0) }
      grounds(view.grounds, into: &json)
      json.field("eraseOn", view.eraseOn)
      json.field("restricted", view.restricted)
      json.field("mayBeContacted", view.mayBeContacted)
      json.array("informed", view.informed) { informed($1, into: &$0) }
    }
  }

  func applicant(_ applicant: Applicant, named name: String, into json: inout JSONText) {
    json.object(name) {
      $0.field("givenName", applicant.givenName.reveal())
      $0.field("familyName", applicant.familyName.reveal())
      $0.field("email", applicant.email?.reveal())
      $0.field("phone", applicant.phone?.reveal())
      $0.field("address", applicant.address?.reveal())
      $0.field("language", applicant.language.rawValue)
    }
  }

  private func informed(_ information: Information, into json: inout JSONText) {
    json.object {
      $0.field("article", information.article.rawValue)
      $0.field("version", information.version)
      $0.field("language", information.language.rawValue)
      $0.field("channel", information.channel.rawValue)
      $0.field("at", instant(information.at))
    }
  }

  private func document(_ document: DocumentView, into json: inout JSONText) {
    json.object {
      $0.field("id", document.id)
      $0.field("kind", document.kind.rawValue)
      $0.field("name", document.name)
      $0.field("mediaType", document.mediaType.rawValue)
      $0.field("bytes", document.bytes)
      $0.field("receivedAt", instant(document.receivedAt))
    }
  }

  private func note(_ note: NoteView, into json: inout JSONText) {
    json.object {
      $0.field("id", note.id)
      $0.field("kind", note.kind.rawValue)
      $0.field("author", note.author)
      $0.field("writtenAt", instant(note.writtenAt))
      $0.field("text", note.text)
      $0.field("verdict", note.verdict?.rawValue)
    }
  }

  /// Why an application is here and until when.
  func retention(_ view: RetentionView) -> [UInt8] {
    JSONText.object { retention(view, into: &$0) }
  }

  func retention(_ view: RetentionView, into json: inout JSONText) {
    json.field("eraseOn", view.eraseOn)
    grounds(view.grounds, into: &json)
    json.array("alarms", view.alarms.map(\.rawValue))
    json.array("explanation", view.explanation)
    json.field("restricted", view.restricted)
  }

  func vacancy(_ view: VacancyView, into json: inout JSONText) {
    json.object { json in
      json.field("id", view.id)
      json.field("title", view.title)
      json.field("location", view.location)
      json.field("openedAt", instant(view.openedAt))
      json.field("closedAt", view.closedAt.map(instant))
      json.array("team", view.team) { json, member in
        json.object {
          $0.field("staffId", member.staff)
          $0.field("name", member.name)
          $0.field("part", member.part.rawValue)
          $0.field("until", member.until)
        }
      }
    }
  }
}
