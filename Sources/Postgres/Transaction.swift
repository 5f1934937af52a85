/// One transaction while it is open: what waits to be sent, and whether it has failed.
final class Transaction {
  private let session: Session
  private var queue: [Statement]
  private var failure: PostgresError?
  private var hasBegun = false
  private var isOver = false

  init(on session: Session, settings: [Setting]) {
    self.session = session
    queue = ["BEGIN"] + Setting.statements(for: settings)
    failure = queue.lazy.compactMap(\.parameters.fault).first.map { .rejected($0) }
  }

  /// Adds to the next trip.
  func enqueue(_ statement: Statement) throws(PostgresError) {
    if let failure { throw failure }
    if isOver { throw .rejected(SQLState.noActiveTransaction) }
    if let fault = statement.parameters.fault { throw .rejected(fault) }
    queue.append(statement)
  }

  /// Sends what waits with `statement` at its end, and returns that one's answer.
  func send(_ statement: Statement) throws(PostgresError) -> Answer {
    try enqueue(statement)
    return try answer(of: exchange(committing: false))
  }

  /// The same, with COMMIT behind it in the same trip. Nothing can follow.
  func conclude(with statement: Statement) throws(PostgresError) -> Answer {
    try enqueue(statement)
    try enqueue("COMMIT")
    let answers = try exchange(committing: true)
    isOver = true
    return try answer(of: answers)
  }

  private func answer(of answers: consuming Answers) throws(PostgresError) -> Answer {
    guard let answer = answers.last.take() else { throw .unreachable }
    return answer
  }

  private func exchange(committing: Bool) throws(PostgresError) -> Answers {
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
    if isOver { return }
    do {
      try enqueue("COMMIT")
      _ = try exchange(committing: true)
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
