/// What can go wrong between Lethe and PostgreSQL: codes only, because a message can hold values.
package enum PostgresError: Error, Sendable, Equatable {
  /// No connection could be had, or it broke before COMMIT was sent: nothing happened.
  case unreachable
  /// The connection broke after COMMIT was sent: it may have happened.
  case commitUnknown
  /// The server (or this room, before sending) said no; `constraint` names the one violated.
  case rejected(sqlState: String, constraint: String?)
  /// A column is missing, NULL, or of another type than the one it is read as.
  case unexpectedShape(column: String)
  /// No connection of the pool became free in time.
  case busy
}

extension PostgresError {
  /// A rejection that no constraint explains.
  static func rejected(_ sqlState: String) -> PostgresError {
    .rejected(sqlState: sqlState, constraint: nil)
  }

  /// The prepared statement no longer fits the tables (a migration ran meanwhile) or is gone: the
  /// connection that holds it would say so for ever.
  var namesStalePlan: Bool {
    guard case .rejected(let sqlState, _) = self else { return false }
    return ["0A000", "26000", "42P05"].contains(sqlState)
  }
}

/// SQLSTATEs this room gives by itself.
enum SQLState {
  static let activeTransaction = "25001"
  static let noActiveTransaction = "25P01"
  static let failedTransaction = "25P02"
  static let dateOutOfRange = "22008"
  static let invalidText = "22021"
}
