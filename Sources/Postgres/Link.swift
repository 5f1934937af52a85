import CLibpq

/// Owns one PGconn, which stays in pipeline mode, and the statements prepared on it.
///
/// Not Sendable: it belongs to one ``Connection`` and is used on that one's thread only.
@safe final class Link {
  private let raw: OpaquePointer
  private let silenceLimitSeconds: Int?
  private let planLimit: Int
  private var plans: [Plan: String] = [:]
  private var planCount = 0
  /// Network trips so far; tests count them.
  private(set) var trips = 0

  /// The same text with parameters of other types is another plan.
  struct Plan: Hashable {
    var text: String
    var types: [UInt32]
  }

  /// What the server was asked, in order.
  private enum Step {
    case prepare(Plan)
    case execute, commit
  }

  /// Connects; blocks for up to five seconds.
  init(_ target: ConnectionTarget, planLimit: Int = 500) throws(PostgresError) {
    let parameters = target.parameters.sorted { $0.key < $1.key }
    guard !parameters.contains(where: { $0.value.utf8.contains(0) }) else { throw .unreachable }
    let opened = unsafe withCStrings(parameters.map(\.key)) { keys in
      unsafe withCStrings(parameters.map(\.value)) { values in
        unsafe PQconnectdbParams(keys, values, 0)
      }
    }
    guard let opened = unsafe opened else { throw .unreachable }
    unsafe lethe_mute(opened)
    guard unsafe PQstatus(opened) == CONNECTION_OK, unsafe PQenterPipelineMode(opened) == 1 else {
      unsafe PQfinish(opened)
      throw .unreachable
    }
    unsafe raw = opened
    self.planLimit = planLimit
    let limit = target.statementTimeoutSeconds
    silenceLimitSeconds = limit == 0 ? nil : limit
  }

  deinit { unsafe PQfinish(raw) }

  enum Standing { case idle, inTransaction, failed, unusable }

  var standing: Standing {
    switch unsafe PQtransactionStatus(raw) {
    case PQTRANS_IDLE: .idle
    case PQTRANS_INTRANS: .inTransaction
    case PQTRANS_INERROR: .failed
    default: .unusable
    }
  }

  /// Whether the server still holds the other end: a close or a farewell makes the socket readable.
  func isAlive() -> Bool {
    while unsafe lethe_wait_readable(raw, 0) == 1 {
      guard unsafe PQconsumeInput(raw) == 1 else { return false }
      _ = unsafe PQisBusy(raw)  // parses, so that a notice or changed parameter is gone
    }
    return unsafe PQstatus(raw) == CONNECTION_OK && standing == .idle
  }

  /// Why a trip has no answer.
  enum Failure: Error {
    /// The server said no; the connection is in step with it.
    case rejected(PostgresError)
    /// The connection is of no more use.
    case broken(mayHaveCommitted: Bool)
  }

  /// Sends all statements at once and reads all answers; the last one's is returned.
  /// `committing`: the last statement is COMMIT.
  func exchange(_ statements: [Statement], committing: Bool) throws(Failure) -> Answer {
    trips += 1
    let steps = try send(statements, committing: committing)
    return try receive(steps, committing: committing)
  }

  private func send(_ statements: [Statement], committing: Bool) throws(Failure) -> [Step] {
    var steps: [Step] = []
    if plans.count >= planLimit {
      plans = [:]
      guard unsafe PQsendQueryParams(raw, "DEALLOCATE ALL", 0, nil, nil, nil, nil, 1) == 1 else {
        throw .broken(mayHaveCommitted: false)
      }
      steps.append(.execute)
    }
    for (index, statement) in statements.enumerated() {
      let commits = committing && index == statements.count - 1
      let plan = Plan(text: statement.text, types: statement.parameters.types)
      if plans[plan] == nil {
        guard prepare(plan) else { throw .broken(mayHaveCommitted: false) }
        steps.append(.prepare(plan))
      }
      guard execute(statement, as: plans[plan] ?? "") else {
        throw .broken(mayHaveCommitted: commits)
      }
      steps.append(commits ? .commit : .execute)
    }
    guard unsafe PQpipelineSync(raw) == 1 else { throw .broken(mayHaveCommitted: committing) }
    return steps
  }

  private func prepare(_ plan: Plan) -> Bool {
    planCount += 1
    let name = "s\(planCount)"
    plans[plan] = name
    let count = Int32(truncatingIfNeeded: plan.types.count)
    return unsafe plan.types.withUnsafeBufferPointer { types in
      unsafe PQsendPrepare(raw, name, plan.text, count, types.baseAddress) == 1
    }
  }

  private func execute(_ statement: Statement, as name: String) -> Bool {
    let count = Int32(truncatingIfNeeded: statement.parameters.count)
    return unsafe statement.parameters.withPointers { values, lengths, formats in
      unsafe PQsendQueryPrepared(raw, name, count, values, lengths, formats, 1) == 1
    }
  }

  private func receive(_ steps: [Step], committing: Bool) throws(Failure) -> Answer {
    var last: Answer?
    var rejection: PostgresError?
    for step in steps {
      // Once a statement before COMMIT was refused, the server skips COMMIT as well.
      let mayCommit = committing && rejection == nil
      guard let answer = take(patienceFactor: steps.count) else {
        throw .broken(mayHaveCommitted: mayCommit)
      }
      let kind = answer.kind
      last = consume answer
      switch kind {
      case .done: break
      case .skipped: forget(step)
      case .rejected(_, endsSession: true):
        // The server's farewell instead of the answer to an earlier step: COMMIT wasn't reached.
        if case .commit = step { throw .broken(mayHaveCommitted: mayCommit) }
        throw .broken(mayHaveCommitted: false)
      case .rejected(let error, endsSession: false):
        rejection = rejection ?? error
        forget(step)
      case .lost, .sync, .copy: throw .broken(mayHaveCommitted: mayCommit)
      }
      // Every statement's answers end with a null.
      guard take(patienceFactor: 1) == nil else { throw .broken(mayHaveCommitted: mayCommit) }
    }
    try receiveSync(committed: committing && rejection == nil)
    if let rejection { throw .rejected(rejection) }
    guard let answer = last.take() else { throw .broken(mayHaveCommitted: false) }
    return answer
  }

  private func receiveSync(committed: Bool) throws(Failure) {
    // COMMIT was answered: a connection that breaks now takes nothing back.
    guard let sync = take(patienceFactor: 1), case .sync = sync.kind else {
      if committed { return }
      throw .broken(mayHaveCommitted: false)
    }
  }

  private func forget(_ step: Step) {
    if case .prepare(let plan) = step { plans[plan] = nil }
  }

  /// The next result; nil at the end of a statement's results, or when the server keeps silent for
  /// longer than it may work (`libpq` alone would wait for ever).
  private func take(patienceFactor: Int) -> Answer? {
    while unsafe PQisBusy(raw) == 1 {
      let milliseconds = silenceLimitSeconds.map { ($0 * patienceFactor + 15) * 1000 }
      guard
        unsafe lethe_wait_readable(raw, Int32(clamping: milliseconds ?? -1)) == 1,
        unsafe PQconsumeInput(raw) == 1
      else { return nil }
    }
    return unsafe Answer(adopting: PQgetResult(raw))
  }

  /// Runs several statements by the simple protocol, in the transaction that is open or else in one
  /// of their own.
  func run(_ script: MigrationScript) throws(Failure) {
    guard !script.text.utf8.contains(0) else { throw .rejected(.rejected(SQLState.invalidText)) }
    trips += 1
    guard unsafe PQexitPipelineMode(raw) == 1, unsafe PQsendQuery(raw, script.text) == 1 else {
      throw .broken(mayHaveCommitted: false)
    }
    var rejection: PostgresError?
    while let answer = unsafe Answer(adopting: PQgetResult(raw)) {
      switch answer.kind {
      case .done: continue
      case .rejected(let error, endsSession: false): rejection = rejection ?? error
      // COPY FROM STDIN has nothing to read here and would be answered for ever.
      default: throw .broken(mayHaveCommitted: true)
      }
    }
    guard unsafe PQenterPipelineMode(raw) == 1 else { throw .broken(mayHaveCommitted: true) }
    if let rejection { throw .rejected(rejection) }
  }
}
