import CLibpq

/// Owns one PGconn, which stays in pipeline mode, and the statements prepared on it.
///
/// Not Sendable: it belongs to one ``Connection`` and is used on that one's thread only.
@safe final class Link {
  let raw: OpaquePointer
  /// How long a statement may leave the server silent; nil without end.
  private let patienceSeconds: Int?
  private let graceSeconds: Int
  /// Statements known to the server, and how many there may be before all are given up.
  var plans: [Plan: String] = [:]
  var planCount = 0
  let planLimit: Int
  /// Network trips so far; tests count them.
  var trips = 0

  /// The same text with parameters of other types is another plan.
  struct Plan: Hashable {
    var text: String
    var types: [UInt32]
  }

  /// Connects; blocks for up to five seconds.
  init(_ target: ConnectionTarget, planLimit: Int) throws(PostgresError) {
    let parameters = target.parameters.sorted { $0.key < $1.key }
    guard !parameters.contains(where: { $0.value.utf8.contains(0) }) else { throw .unreachable }
    let opened = unsafe withCStrings(parameters.map(\.key)) { keys in
      unsafe withCStrings(parameters.map(\.value)) { values in
        unsafe PQconnectStartParams(keys, values, 0)
      }
    }
    guard let opened = unsafe opened else { throw .unreachable }
    // Before the first word of the server: it may warn while it greets.
    unsafe lethe_mute(opened)
    guard unsafe Self.shakeHands(opened), unsafe PQenterPipelineMode(opened) == 1 else {
      unsafe PQfinish(opened)
      throw .unreachable
    }
    unsafe raw = opened
    self.planLimit = planLimit
    let timeout = target.statementTimeoutSeconds
    patienceSeconds = timeout == 0 ? nil : timeout
    graceSeconds = target.silenceGraceSeconds
  }

  deinit { unsafe PQfinish(raw) }

  private static func shakeHands(_ opening: OpaquePointer) -> Bool {
    let deadline = ContinuousClock.now.advanced(by: .seconds(5))
    var next = PGRES_POLLING_WRITING
    while next == PGRES_POLLING_READING || next == PGRES_POLLING_WRITING {
      let left = ContinuousClock.now.duration(to: deadline).milliseconds
      let ready = unsafe lethe_wait(
        opening, next == PGRES_POLLING_WRITING ? 1 : 0, Int32(clamping: left))
      guard ready == 1 else { return false }
      next = unsafe PQconnectPoll(opening)
    }
    return next == PGRES_POLLING_OK
  }

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
    while unsafe lethe_wait(raw, 0, 0) == 1 {
      guard unsafe PQconsumeInput(raw) == 1 else { return false }
      // Reads a notice or a changed parameter away.
      _ = unsafe PQisBusy(raw)
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

  /// The next result; nil at the end of a statement's results, or when the connection broke or kept
  /// silent for longer than `statements` may take (libpq alone would wait for ever).
  func nextAnswer(within statements: Int = 1) -> Answer? {
    let milliseconds = patienceSeconds.map { ($0 * statements + graceSeconds) * 1000 } ?? -1
    while unsafe PQisBusy(raw) == 1 {
      guard
        unsafe lethe_wait(raw, 0, Int32(clamping: milliseconds)) == 1,
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
    // The server's time-outs end each statement; how many there are, nobody knows.
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
