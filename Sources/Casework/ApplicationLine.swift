package import Domain
import Records
package import struct Foundation.Date

/// The outcome that stands.
package struct OutcomeView: Sendable {
  package let kind: OutcomeKind
  package let endedOn: Day
  package let noticeReceivedOn: Day?
}

/// One application in a list.
package struct ApplicationLine: Sendable {
  package let id: ApplicationID
  package let vacancy: VacancyID?
  package let givenName: String
  package let familyName: String
  package let stage: Stage
  package let outcome: OutcomeView?
  package let receivedAt: Date
  package let eraseOn: Day?
  /// What is left to do; `nil` but for endings.
  package let tasks: [EndingTask]?
  /// `nil` but for endings.
  package let ending: EndingView?
  /// For which vacancies somebody was proposed; `nil` but for the pool.
  package internal(set) var proposals: [Proposal]?
  /// The last day in the pool; `nil` outside of it.
  package let poolThrough: Day?
}

/// What the list of endings tells besides.
package struct EndingView: Sendable {
  /// The last day on which it is shown.
  package let through: Day
  /// Whether mail can reach the applicant.
  package let isMailable: Bool
  /// The vacancy's title; `nil` for an unsolicited application.
  package let vacancyTitle: String?
}

/// A page of a list.
package struct Lines: Sendable {
  package internal(set) var items: [ApplicationLine]
  /// Asks for the next page; `nil` on the last one.
  package let next: String?
}
