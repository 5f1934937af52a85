/// The login behind a ``Connection``: a ``Link`` while there is one, a new one when it broke.
///
/// Not Sendable: it never leaves its connection's thread.
final class Session {
  private let target: ConnectionTarget
  private let planLimit: Int
  private var link: Link?
  private var tripsOfFormerLinks = 0

  /// `planLimit`: prepared statements a connection keeps before it starts afresh.
  init(_ target: ConnectionTarget, planLimit: Int = 500) {
    self.target = target
    self.planLimit = planLimit
  }

  var trips: Int { tripsOfFormerLinks + (link?.trips ?? 0) }

  /// Connects, if there is no living connection; true if it is a new one.
  @discardableResult
  func open() throws(PostgresError) -> Bool {
    if let link, link.isAlive() { return false }
    drop()
    link = try Link(target, planLimit: planLimit)
    return true
  }

  func drop() {
    tripsOfFormerLinks += link?.trips ?? 0
    link = nil
  }

  /// The first trip of a transaction, on a living connection. One that turns out to be dead or to
  /// hold stale plans is replaced once: the caller has seen no answer yet, and nothing happened.
  func begin(_ statements: [Statement], committing: Bool) throws(PostgresError) -> Answers {
    if try open() { return try exchange(statements, committing: committing) }
    do {
      return try exchange(statements, committing: committing)
    } catch {
      guard error == .unreachable || error.namesStalePlan else { throw error }
    }
    drop()
    try open()
    return try exchange(statements, committing: committing)
  }

  /// A later trip of the same transaction.
  func exchange(_ statements: [Statement], committing: Bool) throws(PostgresError) -> Answers {
    guard let link else { throw .unreachable }
    do {
      let answers = try link.exchange(statements, committing: committing)
      try check(link, after: answers, committing: committing)
      return answers
    } catch {
      throw settle(error)
    }
  }

  /// After COMMIT nothing may be open; before it, the transaction must be.
  private func check(_ link: Link, after answers: borrowing Answers, committing: Bool)
    throws(Link.Failure)
  {
    if committing {
      // The server answers ROLLBACK to a COMMIT whose transaction had failed.
      guard answers.ending == "COMMIT" else {
        throw .rejected(.rejected(SQLState.failedTransaction))
      }
      if link.standing != .idle { drop() }
    } else if link.standing != .inTransaction {
      // A statement ended the transaction by itself. What follows would have no frame.
      drop()
      throw .rejected(.rejected(SQLState.noActiveTransaction))
    }
  }

  private func settle(_ failure: Link.Failure) -> PostgresError {
    switch failure {
    case .rejected(let error):
      if error.namesStalePlan { drop() }
      return error
    case .broken(let mayHaveCommitted):
      drop()
      return mayHaveCommitted ? .commitUnknown : .unreachable
    }
  }

  /// Ends what is open. A connection that isn't idle afterwards is dropped, which ends it as well.
  func rollBack() {
    guard let link, link.standing != .idle else { return }
    do {
      _ = try link.exchange(["ROLLBACK"], committing: false)
      if link.standing != .idle { drop() }
    } catch {
      drop()
    }
  }

  /// Runs a script in the transaction that is open, which must be open afterwards.
  func run(_ script: MigrationScript) throws(PostgresError) {
    try run(script, leaving: .inTransaction, orElse: SQLState.noActiveTransaction)
  }

  /// Runs a script by itself; a transaction that it leaves open is rolled back and an error.
  func runAlone(_ script: MigrationScript) throws(PostgresError) {
    try open()
    try run(script, leaving: .idle, orElse: SQLState.activeTransaction)
  }

  private func run(
    _ script: MigrationScript, leaving standing: Link.Standing, orElse sqlState: String
  ) throws(PostgresError) {
    guard let link else { throw .unreachable }
    do {
      try link.run(script)
    } catch {
      let error = settle(error)
      rollBack()
      throw error
    }
    guard link.standing == standing else {
      rollBack()
      throw .rejected(sqlState)
    }
  }
}
