/// What a piece of work may touch while its transaction is open. It cannot be copied or kept.
///
/// After an error of the server the transaction is over: everything that follows, the commit
/// included, throws the same error again.
package struct Rows: ~Copyable {
  private let transaction: Transaction

  init(of transaction: Transaction) { self.transaction = transaction }

  /// All rows, each mapped while the answer is alive.
  package borrowing func all<T>(
    _ statement: Statement, _ map: (borrowing Row) throws -> T
  ) throws -> [T] {
    let answer = try transaction.send(statement)
    var all: [T] = []
    all.reserveCapacity(Int(answer.rowCount))
    for index in 0..<answer.rowCount { all.append(try answer.withRow(index, map)) }
    return all
  }

  /// The first row, or nil if there is none.
  package borrowing func first<T>(
    _ statement: Statement, _ map: (borrowing Row) throws -> T
  ) throws -> T? {
    let answer = try transaction.send(statement)
    return answer.rowCount > 0 ? try answer.withRow(0, map) : nil
  }

  /// Reads, and commits in the same network trip: the last word of a transaction, after which
  /// nothing can follow. Where it fails nothing has been committed.
  package borrowing func conclude<T>(
    _ statement: Statement, _ map: (borrowing Row) throws -> T
  ) throws -> [T] {
    let answer = try transaction.conclude(with: statement)
    return try (0..<answer.rowCount).map { try answer.withRow($0, map) }
  }

  /// Runs a statement now; the number of rows it changed (or, of a SELECT, read).
  @discardableResult
  package borrowing func run(_ statement: Statement) throws -> Int {
    try transaction.send(statement).affectedRows
  }

  /// Queues a statement, which travels with the next one or with the commit, in the same network
  /// trip. Its rows are dropped; its error surfaces there and rolls back.
  package borrowing func later(_ statement: Statement) throws {
    try transaction.enqueue(statement)
  }

  /// Runs a migration inside this transaction, so that the note that it ran commits with it.
  package borrowing func script(_ script: MigrationScript) throws {
    try transaction.run(script)
  }
}
