import Casework
import Domain
import Pages

/// Fills the page that shows what an outcome would bring about.
struct OutcomeCheckView {
  private let preview: DecisionPreview
  private let group: GroupDecision
  private let reading: OutcomeReading
  private let words: OutcomeWords
  private let text: (Letter) -> RenderedLetter?
  private var phrases: Phrases { words.phrases }

  init(
    _ preview: DecisionPreview, _ group: GroupDecision, _ reading: OutcomeReading,
    words: OutcomeWords, text: @escaping (Letter) -> RenderedLetter?
  ) {
    self.preview = preview
    self.group = group
    self.reading = reading
    self.words = words
    self.text = text
  }

  func content(problems: [FieldProblem]) -> OutcomeCheck {
    let open = preview.recordable
    let decided = (outcome: group.decision.outcome, endedOn: group.decision.endedOn)
    let outcome = phrases.name(of: decided.outcome)
    var consequences: [String] = []
    var heading = phrases(
      "Check: {outcome}, {number}", ["outcome": outcome, "number": "\(open.count)"])
    if open.count == 1, case .recorded(let recorded) = open[0].fate {
      let name = name(open[0])
      heading = phrases("Check: {outcome}, {name}", ["outcome": outcome, "name": name])
      consequences = words.consequence(name, decided, recorded) + following(recorded)
    } else if open.count > 1 {
      consequences =
        words.totals(preview, decided.outcome)
        + [phrases("Ended on {day}.", ["day": phrases.inWords(decided.endedOn)])]
    }
    return OutcomeCheck(
      OutcomeCheck.Words(
        heading: heading, consequences: consequences,
        obstacles: preview.lines.compactMap { line in
          if case .not(let why) = line.fate {
            words.obstacle(line.name?.reveal(), why)
          } else {
            nil
          }
        }, record: label(open)),
      rows: open.map(row), hidden: hidden(open),
      confirm: preview.mustConfirm.map { ($0, reading.confirmed.contains($0)) },
      count: open.count > GroupDecision.mostUncounted ? reading.form["count"] : nil,
      problems: problems, phrases)
  }

  private func name(_ line: DecisionPreview.Line) -> String { line.name?.reveal() ?? "" }

  /// For one application: what it is sent.
  private func following(_ recorded: DecisionAnswer.Recorded) -> [String] {
    var sentences: [String] = []
    if group.decision.outcome.needsNotice {
      sentences.append(
        phrases("Notice: {how}.", ["how": words.telling(recorded.telling)]))
    }
    return sentences
  }

  private func label(_ open: [DecisionPreview.Line]) -> String {
    if open.count > 1 {
      return phrases("Record {number} outcomes", ["number": "\(open.count)"])
    }
    let sends = open.contains {
      if case .recorded(let recorded) = $0.fate {
        recorded.telling == .mail || recorded.asking == .mail
      } else {
        false
      }
    }
    return sends ? phrases("Record and send") : phrases("Record the outcome")
  }

  private func row(_ line: DecisionPreview.Line) -> OutcomeCheck.Row {
    guard case .recorded(let recorded) = line.fate else {
      preconditionFailure("only what can be recorded has a row")
    }
    let isAsked = line.question != nil
    let mayAsk =
      group.decision.outcome != .hired
      && [.nothing, .mail, .letter].contains(recorded.asking)
    return OutcomeCheck.Row(
      line.application, name: name(line), vacancy: line.vacancyTitle,
      telling: words.telling(recorded.telling), asking: words.asking(recorded.asking),
      mayAsk: mayAsk, isAsked: isAsked, erased: words.erased(recorded),
      mails: mails(line))
  }

  private func mails(_ line: DecisionPreview.Line) -> [MailView] {
    let slots = ["name": name(line)]
    let named = [
      line.notice.map { (phrases("Notice to {name}", slots), $0) },
      line.question.map { (phrases("Then the invitation to {name}", slots), $0) },
    ]
    return named.compactMap(\.self).compactMap { title, letter in
      text(letter).map { MailView(title, $0) }
    }
  }

  private func hidden(_ open: [DecisionPreview.Line]) -> [LineTable.Next.Hidden] {
    var fields: [LineTable.Next.Hidden] = [
      .init("decision", DecisionID.random().text),
      .init("outcome", group.decision.outcome.rawValue),
      .init("endedOn", group.decision.endedOn.description),
      .init("language", reading.form["language"]),
    ]
    if let vacancy = reading.vacancy { fields.append(.init("vacancy", vacancy.text)) }
    if reading.tells { fields.append(.init("tells", "yes")) }
    return fields
      + open.filter { $0.question != nil }.map { .init("shown", $0.application.text) }
  }
}

/// Fills the page that says what became of a decision.
struct OutcomeDoneView {
  private let answers: [DecisionAnswer]
  private let group: GroupDecision
  private let words: OutcomeWords
  private var phrases: Phrases { words.phrases }

  init(_ answers: [DecisionAnswer], _ group: GroupDecision, _ words: OutcomeWords) {
    self.answers = answers
    self.group = group
    self.words = words
  }

  func content(vacancy: VacancyID?) -> OutcomeDone {
    var (rows, undone): ([OutcomeDone.Row], [String]) = ([], [])
    for answer in answers {
      switch answer.fate {
      case .recorded(let recorded): rows.append(row(answer, recorded))
      case .not(let why): undone.append(words.obstacle(answer.name?.reveal(), why))
      }
    }
    var ways: [NoticePage.Way] = [.init(phrases("To the endings"), "/endings")]
    if let vacancy {
      ways.append(.init(phrases("Back to the vacancy"), "/vacancies/\(vacancy)"))
    }
    return OutcomeDone(rows, undone: undone, ways: ways, phrases)
  }

  private func row(
    _ answer: DecisionAnswer, _ recorded: DecisionAnswer.Recorded
  ) -> OutcomeDone.Row {
    var sentences = [
      phrases(
        "{outcome}, ended on {day}.",
        [
          "outcome": phrases.name(of: group.decision.outcome),
          "day": phrases.inWords(group.decision.endedOn),
        ]), words.kept(recorded),
    ]
    if recorded.telling == .mail { sentences.append(phrases("The notice leaves by mail.")) }
    if recorded.asking == .mail {
      sentences.append(phrases("The invitation to the pool follows by mail."))
    } else if recorded.asking != .letter, let why = words.asking(recorded.asking) {
      sentences.append(phrases("Not invited: {reason}.", ["reason": why]))
    }
    let at = "/applications/\(answer.application)/letters"
    var letters: [NoticePage.Way] = []
    if recorded.telling == .letter {
      letters.append(.init(phrases("Print the rejection"), "\(at)/rejection"))
    }
    if recorded.asking == .letter {
      letters.append(.init(phrases("Print the invitation"), "\(at)/invitation"))
    }
    return OutcomeDone.Row(
      name: answer.name?.reveal() ?? phrases("Somebody no longer shown"),
      text: sentences.joined(separator: " "), letters: letters)
  }
}
