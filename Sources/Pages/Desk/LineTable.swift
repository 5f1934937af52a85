package import Domain

/// A table of applications: the name is the row's head and its only link.
package struct LineTable: Sendable {
  let lineCaption: String
  let lineRows: [Row]
  let hasVacancies: Bool
  /// Rows can be ticked, to decide several at once.
  let mayTick: Bool
  let nextPage: Next?
  let noLines: String?

  /// One application.
  package struct Row: Sendable {
    let lineID: String
    let lineName: String
    let lineAddress: String
    let lineVacancy: String?
    let lineStage: String
    let lineOutcome: String?
    let lineReceived: String
    let lineErased: String

    /// `eraseOn` is the day from which it is erased, if that is in sight.
    package init(
      id: ApplicationID, name: String, vacancy: String?, stage: Stage, outcome: OutcomeKind?,
      receivedOn: Day, eraseOn: Day?, _ phrases: Phrases
    ) {
      lineID = id.text
      lineName = name
      lineAddress = "/applications/\(id)"
      lineVacancy = vacancy
      lineStage = phrases.name(of: stage)
      lineOutcome = outcome.map { phrases.name(of: $0) }
      lineReceived = phrases.inWords(receivedOn)
      lineErased = eraseOn.map { phrases.inWords($0) } ?? phrases("after the procedure")
    }
  }

  /// Where the list goes on: a link, or a form where what was searched for must not be in one.
  package struct Next: Sendable {
    let nextAddress: String?
    let nextForm: Form?

    /// Another page of the same search.
    package struct Form: Sendable {
      let formAction: String
      let formFields: [Hidden]
    }

    /// A value that the form carries.
    package struct Hidden: Sendable {
      let hiddenName: String
      let hiddenValue: String

      package init(_ name: String, _ value: String) {
        hiddenName = name
        hiddenValue = value
      }
    }

    package static func link(_ address: String) -> Next {
      Next(nextAddress: address, nextForm: nil)
    }

    package static func form(_ action: String, _ fields: [Hidden]) -> Next {
      Next(nextAddress: nil, nextForm: Form(formAction: action, formFields: fields))
    }
  }

  /// `empty` says what would be here.
  package init(
    caption: String, _ rows: [Row], hasVacancies: Bool = false, mayTick: Bool = false,
    next: Next? = nil, empty: String
  ) {
    lineCaption = caption
    lineRows = rows
    self.hasVacancies = hasVacancies
    self.mayTick = mayTick && !rows.isEmpty
    nextPage = next
    noLines = rows.isEmpty ? empty : nil
  }
}
