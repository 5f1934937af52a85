import Casework
import Domain
import Journal
import Keeper
import Postgres
import Records
import Vault
import Web

/// A command that ends with a message and a status of its own.
struct CommandFailure: Error {
  let message: String
  let status: Int32

  /// Failed.
  static func failed(_ message: String) -> CommandFailure {
    CommandFailure(message: message, status: 1)
  }

  /// Called wrongly.
  static func usage(_ message: String) -> CommandFailure {
    CommandFailure(message: message, status: 2)
  }

  /// Refused by a guard.
  static func refused(_ message: String) -> CommandFailure {
    CommandFailure(message: message, status: 3)
  }
}

/// Errors in words for the one at the shell: what happened, what to do, never a value.
enum Explanation {
  /// One or two sentences.
  static func of(_ error: any Error) -> String {
    switch error {
    case let error as VaultError: error.description
    case let error as JournalError: error.description
    case let error as ReplayFailed:
      "The act \(error.action) of ledger entry \(error.entry) can't be repeated (\(error.code))."
        + " Nothing was passed over; what came before it is done."
    case let error as KeeperError: error.description
    case let error as DataDirectory.Unusable: error.description
    case let error as TLSIdentity.Unusable: error.description
    case let error as Refusal: of(error)
    case let error as Migrations.FromTheFuture:
      "The database was made by a newer version of Lethe (\(error.names.joined(separator: ", ")))."
        + " Install that version."
    case let error as PostgresError: of(error)
    default: "Failed: \(Fault.code(of: error))."
    }
  }

  /// 3 for what a guard refused, 1 for what failed.
  static func status(of error: any Error) -> Int32 {
    if case Refusal.journalUnavailable = error { return 1 }
    return error is Refusal || error is JournalError || error is JournalFinding ? 3 : 1
  }

  private static func of(_ refusal: Refusal) -> String {
    switch refusal {
    case .unknown: "There is nothing with this id."
    case .alreadyThere: "Somebody with this e-mail address is on the staff already."
    case .noSpace: "The disk is full; nothing was stored."
    case .journalUnavailable:
      "The journal can't be written. What was done is recorded and follows by itself; nothing is"
        + " erased meanwhile. lethe doctor says what is wrong."
    case .notReconciled: "The database was restored. Run lethe reconcile first."
    case .invalid(let field, let problem): "\(field): \(problem.rawValue)."
    case .notOffered(let what): "\(what) comes with a later version."
    default: "Refused: \(refusal)."
    }
  }

  private static func of(_ error: PostgresError) -> String {
    switch error {
    case .unreachable:
      "The database can't be reached. Is the server running, and are the logins right?"
    case .busy: "The database is busy; try again."
    case .commitUnknown: "The connection to the database broke; look whether it was done."
    case .rejected(let state, _): "The database refused with SQLSTATE \(state)."
    case .unexpectedShape(let column): "The database answered in an unexpected shape: \(column)."
    }
  }
}
