import Domain

/// What a purge did, or would do.
package struct PurgeReport: Sendable {
  /// Applications on which nothing stood.
  package internal(set) var due = 0
  package internal(set) var erased = 0
  /// Due, but somebody's act held them, or something went wrong. The next run tries again.
  package internal(set) var failed = 0
  /// What is kept, by ground; a restriction counts among them.
  package internal(set) var kept: [(ground: String, count: Int)] = []
  /// Undecided although their vacancy is closed.
  package internal(set) var openEnded = 0
  package internal(set) var durationMilliseconds = 0
  /// Due because their time ran out, and nobody could know of it the day before.
  package internal(set) var unannounced = 0
  /// Why not all that is due was erased; a person has to do something first.
  package internal(set) var stop: PurgeStop?
  /// Words for the log about each failure: codes, no values.
  package internal(set) var faults: [String] = []
}

/// Why a purge went no further.
package enum PurgeStop: Sendable, Equatable {
  /// So many are due that nobody announced; these wait until somebody names the count.
  case unannounced(due: Int)
  /// Another count was named than is due; nothing was erased.
  case otherCount(due: Int)
  /// The wall clock can't be believed: only what stands on nothing was erased.
  case clock
}
