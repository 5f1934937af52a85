/// One transaction while it is open: what waits to be sent, and whether it has failed.
final class Transaction {
  private let session: Session
  private var queue: [Statement]
  private var failure: PostgresError?
  private var hasBegun = false

  init(on session: Session, settings: [Setting]) {
    self.session = session
    queue = ["BEGIN"] + Setting.statements(for: settings)
    failure = queue.lazy.compactMap(\.parameters.fault).first.map { .rejected($0) }
  }

  /// Adds to the next trip.
  func enqueue(_ statement: Statement) throws(PostgresError) {
    if let failure { throw failure }
    if let fault = statement.parameters.fault { throw .rejected(fault) }
    queue.append(statement)
  }

  /// Sends what waits with `statement` at its end, and returns that one's answer.
  func send(_ statement: Statement, committing: Bool = false) throws(PostgresError) -> Answer {
    try enqueue(statement)
    let statements = queue
    queue = []
    do {
      defer { hasBegun = true }
      return hasBegun
        ? try session.exchange(statements, committing: committing)
        : try session.begin(statements, committing: committing)
    } catch {
      // The server has given the transaction up, so whoever swallows this error meets it again.
      failure = error
      throw error
    }
  }

  /// Sends what waits, then the script, inside this transaction.
  func run(_ script: MigrationScript) throws(PostgresError) {
    _ = try send("SELECT 1")
    do {
      try session.run(script)
    } catch {
      failure = error
      throw error
    }
  }

  func commit() throws(PostgresError) {
    do {
      _ = try send("COMMIT", committing: true)
    } catch {
      rollBack()
      throw error
    }
  }

  /// Before the first trip there is nothing to take back but the queue.
  func rollBack() {
    queue = []
    if hasBegun { session.rollBack() }
  }
}
