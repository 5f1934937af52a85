import Postgres

/// What a failed transaction means for whoever asked: codes only.
package enum DatabaseFault: Sendable, Equatable {
  /// The database is away, busy, or waits for a lock too long; asking again later may help.
  case outage
  /// The disk of the database is full; nothing was stored.
  case diskFull
  /// A ground was to be added where nothing stands any more.
  case nothingStands
  /// A row that must be there isn't, such as the application a ground belongs to.
  case referenceMissing
  /// There is one already.
  case duplicate
  /// The row policies of this login forbid it.
  case forbidden
  /// Anything else; `code` is a SQLSTATE or a column's name.
  case other(code: String)

  /// `nil` for an error that didn't come from the database.
  package init?(_ error: any Error) {
    guard let error = error as? PostgresError else { return nil }
    switch error {
    case .unreachable, .commitUnknown, .busy: self = .outage
    case .unexpectedShape(let column): self = .other(code: column)
    case .rejected(let state, _): self = Self.meaning(ofState: state)
    }
  }

  /// Whether the answer to a COMMIT was lost: then it may have happened.
  package static func mayHaveCommitted(_ error: any Error) -> Bool {
    error as? PostgresError == .commitUnknown
  }

  private static func meaning(ofState state: String) -> DatabaseFault {
    switch state {
    case "53100": .diskFull
    case "55P03", "40P01", "57014": .outage
    case "LT001": .nothingStands
    case "23503": .referenceMissing
    case "23505": .duplicate
    case "42501": .forbidden
    case _ where state.hasPrefix("08") || state.hasPrefix("53") || state.hasPrefix("57P"): .outage
    case _ where state.hasPrefix("58"): .diskFull
    default: .other(code: state)
    }
  }
}
