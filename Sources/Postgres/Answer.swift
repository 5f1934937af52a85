import CLibpq

/// Owns one PGresult. Cleared exactly once, when the owner goes out of scope.
@safe struct Answer: ~Copyable {
  private let raw: OpaquePointer

  init?(adopting raw: OpaquePointer?) {
    guard let raw = unsafe raw else { return nil }
    unsafe self.raw = raw
  }

  deinit { unsafe PQclear(raw) }

  enum Kind {
    case done, skipped, sync, copy, lost
    case rejected(PostgresError, endsSession: Bool)
  }

  var kind: Kind {
    switch unsafe PQresultStatus(raw) {
    case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY, PGRES_SINGLE_TUPLE: return .done
    case PGRES_PIPELINE_SYNC: return .sync
    case PGRES_PIPELINE_ABORTED: return .skipped
    case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH: return .copy
    default:
      // An error without a state was made by libpq, not by the server: the connection is gone.
      guard let state = unsafe lethe_sql_state(raw) else { return .lost }
      let constraint = unsafe lethe_constraint(raw).map { unsafe String(cString: $0) }
      return .rejected(
        .rejected(sqlState: unsafe String(cString: state), constraint: constraint),
        endsSession: unsafe lethe_ends_session(raw) != 0)
    }
  }

  /// What the server did: `COMMIT`, `INSERT 0 1`.
  var command: String { unsafe String(cString: PQcmdStatus(raw)) }

  /// Rows changed, or read by a SELECT.
  var affectedRows: Int { Int(unsafe String(cString: PQcmdTuples(raw))) ?? 0 }

  var rowCount: Int32 { unsafe PQntuples(raw) }

  /// The row lives no longer than the closure, and the closure no longer than the answer.
  borrowing func withRow<T>(_ index: Int32, _ body: (borrowing Row) throws -> T) rethrows -> T {
    try body(unsafe Row(raw: raw, index: index))
  }
}
