import Domain

/// A note that is being written: empty, or as it was sent when it couldn't be taken.
package struct NoteDraft: Sendable {
  package let kind: String
  package let text: String
  package let verdict: String
  /// Makes a form that is sent twice one note.
  package let once: String
  package let problems: [FieldProblem]

  package init(
    kind: String = "", text: String = "", verdict: String = "", once: String,
    problems: [FieldProblem] = []
  ) {
    self.kind = kind
    self.text = text
    self.verdict = verdict
    self.once = once
    self.problems = problems
  }
}

/// What people think of an application, and the form for one's own opinion.
struct ReviewBlock: Sendable {
  let counts: String?
  let noteLines: [NoteLine]
  let hasNoNotes: Bool
  let othersWait: Bool
  let noteForm: NoteForm?

  struct NoteLine: Sendable {
    let noteKind: String
    let noteVerdict: String?
    let noteBy: String
    let noteText: String
  }

  struct NoteForm: Sendable {
    let noteAddress: String
    let once: String
    /// The kind, where it isn't to be chosen.
    let onlyKind: String?
    let noteFields: [Field]
    let noteButton: String
    /// Whether it is what the page is there for.
    let isFirst: Bool
  }

  init(
    _ facts: ApplicationFacts, noteAddress: String?, draft: NoteDraft, _ phrases: Phrases
  ) {
    let verdicts = facts.notes.compactMap(\.verdict)
    counts =
      verdicts.isEmpty
      ? nil
      : Verdict.allCases.map { verdict in
        "\(phrases.name(of: verdict)) \(verdicts.count { $0 == verdict })"
      }.joined(separator: ", ")
    noteLines = facts.notes.map { note in
      NoteLine(
        noteKind: phrases.name(of: note.kind),
        noteVerdict: note.verdict.map { phrases.name(of: $0) },
        noteBy: phrases(
          "{author}, {day}",
          [
            "author": note.author.map(Readable.line) ?? phrases("Somebody who has left"),
            "day": phrases.inWords(note.writtenOn),
          ]),
        noteText: note.text)
    }
    othersWait = facts.notesWait
    hasNoNotes = facts.notes.isEmpty && !facts.notesWait
    noteForm = noteAddress.map {
      NoteForm(address: $0, draft: draft, recommends: facts.notesWait, phrases)
    }
  }
}

extension ReviewBlock.NoteForm {
  /// Whoever can't read others' notes yet is asked for a recommendation and nothing else.
  init(address: String, draft: NoteDraft, recommends: Bool, _ phrases: Phrases) {
    let verdict = Field.choice(
      "verdict", phrases("Recommendation"),
      [
        .init(
          "", recommends ? phrases("Please choose") : phrases("None"),
          isChosen: draft.verdict.isEmpty)
      ]
        + Verdict.allCases.map {
          .init($0.rawValue, phrases.name(of: $0), isChosen: $0.rawValue == draft.verdict)
        },
      help: recommends ? nil : phrases("Only with the kind Recommendation."),
      problems: draft.problems)
    let kind = Field.choice(
      "kind", phrases("Kind"),
      NoteKind.allCases.map {
        .init(
          $0.rawValue, phrases.name(of: $0),
          isChosen: draft.kind.isEmpty ? $0 == .general : $0.rawValue == draft.kind)
      }, problems: draft.problems)
    let text = Field.text(
      "text", phrases("Text"), value: draft.text, isRequired: true, problems: draft.problems)
    self.init(
      noteAddress: address, once: draft.once,
      onlyKind: recommends ? NoteKind.recommendation.rawValue : nil,
      noteFields: recommends ? [verdict, text] : [kind, verdict, text],
      noteButton: recommends ? phrases("Save recommendation") : phrases("Save note"),
      isFirst: recommends)
  }
}
