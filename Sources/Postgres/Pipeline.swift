import CLibpq

/// What a trip brought back of its statements.
struct Answers: ~Copyable {
  /// The answer of the last one that isn't COMMIT.
  var last: Answer?
  /// What the server says it did at COMMIT: `COMMIT`, or `ROLLBACK`.
  var ending: String?
}

/// One network trip: several statements sent at once, then all their answers read.
extension Link {
  /// What the server was asked, in order.
  private enum Step {
    case prepare(Plan)
    case execute, commit
  }

  /// Sends all statements and reads all answers. When the server refuses one, it skips those after
  /// it. `committing`: the last statement is COMMIT.
  func exchange(_ statements: [Statement], committing: Bool) throws(Failure) -> Answers {
    trips += 1
    let steps = try send(statements, committing: committing)
    return try receive(steps, committing: committing)
  }

  private func send(_ statements: [Statement], committing: Bool) throws(Failure) -> [Step] {
    var steps: [Step] = []
    // In a failed transaction the server would refuse it, and skip the ROLLBACK behind it.
    if plans.count >= planLimit, standing == .idle {
      plans = [:]
      guard unsafe PQsendQueryParams(raw, "DEALLOCATE ALL", 0, nil, nil, nil, nil, 1) == 1 else {
        throw .broken(mayHaveCommitted: false)
      }
      steps.append(.execute)
    }
    for (index, statement) in statements.enumerated() {
      let commits = committing && index == statements.count - 1
      let plan = Plan(text: statement.text, types: statement.parameters.types)
      let name: String
      if let known = plans[plan] {
        name = known
      } else {
        planCount += 1
        name = "s\(planCount)"
        guard prepare(plan, as: name) else { throw .broken(mayHaveCommitted: false) }
        steps.append(.prepare(plan))
      }
      guard execute(name, statement.parameters) else { throw .broken(mayHaveCommitted: commits) }
      steps.append(commits ? .commit : .execute)
    }
    guard unsafe PQpipelineSync(raw) == 1 else { throw .broken(mayHaveCommitted: committing) }
    return steps
  }

  private func prepare(_ plan: Plan, as name: String) -> Bool {
    plans[plan] = name
    let count = Int32(truncatingIfNeeded: plan.types.count)
    return unsafe plan.types.withUnsafeBufferPointer { types in
      unsafe PQsendPrepare(raw, name, plan.text, count, types.baseAddress) == 1
    }
  }

  private func execute(_ name: String, _ parameters: Parameters) -> Bool {
    let count = Int32(truncatingIfNeeded: parameters.count)
    return unsafe parameters.withPointers { values, lengths, formats in
      unsafe PQsendQueryPrepared(raw, name, count, values, lengths, formats, 1) == 1
    }
  }

  private func receive(_ steps: [Step], committing: Bool) throws(Failure) -> Answers {
    var answers = Answers()
    var rejection: PostgresError?
    for step in steps {
      // Once a statement before COMMIT was refused, the server skips COMMIT as well.
      let mayCommit = committing && rejection == nil
      guard let answer = nextAnswer(within: steps.count) else {
        throw .broken(mayHaveCommitted: mayCommit)
      }
      let kind = answer.kind
      switch step {
      case .prepare: break
      case .execute: answers.last = consume answer
      case .commit: answers.ending = answer.command
      }
      switch kind {
      case .done: break
      case .skipped: forget(step)
      case .rejected(let error, endsSession: false):
        rejection = rejection ?? error
        forget(step)
      case .rejected(_, endsSession: true):
        // The server's farewell. Answers come in order: said instead of the answer to an earlier
        // step, COMMIT wasn't reached; said at COMMIT, it may have been carried out.
        if case .commit = step { throw .broken(mayHaveCommitted: mayCommit) }
        throw .broken(mayHaveCommitted: false)
      case .lost, .sync, .copy: throw .broken(mayHaveCommitted: mayCommit)
      }
      // Each statement's answers end with a null.
      guard nextAnswer() == nil else { throw .broken(mayHaveCommitted: mayCommit) }
    }
    try receiveSync(hasCommitted: committing && rejection == nil)
    if let rejection { throw .rejected(rejection) }
    return answers
  }

  private func receiveSync(hasCommitted: Bool) throws(Failure) {
    guard let sync = nextAnswer(), case .sync = sync.kind else {
      // COMMIT was answered: a connection that breaks now takes nothing back.
      if hasCommitted { return }
      throw .broken(mayHaveCommitted: false)
    }
  }

  private func forget(_ step: Step) {
    if case .prepare(let plan) = step { plans[plan] = nil }
  }
}
