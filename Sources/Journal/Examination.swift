import Foundation

/// One look at all files of the journal.
struct Examination {
  private let folder: JournalFolder
  private let kept: String?
  private let begun: ReadLog?

  /// `begun` is what was read before, if anything; the lock is held.
  init(_ folder: JournalFolder, kept: String?, begun: ReadLog?) {
    self.folder = folder
    self.kept = kept
    self.begun = begun
  }

  func run() throws -> Verification {
    var findings = Findings()
    let keptCheckpoint = findings.noting { try keptElsewhere() } ?? nil
    guard let log = try folder.longerLog() else { return try nothing(findings, keptCheckpoint) }
    let contents = try begun.flatMap { try $0.contents(of: log) } ?? LogContents(of: log)
    let rows = TileRows(leaves: contents.leaves)
    findings.add(contents.fault)
    let end = contents.ends.last ?? 0
    if contents.fault == nil, try log.size() > end {
      findings.add(.torn(path: log.path, record: contents.size))
    }
    var present = PresentLogs(contents: contents, log: log)
    for path in [folder.log, folder.copiedLog].compactMap(\.self) {
      try present.look(at: path, &findings)
    }
    let signatures = try checkpoints(contents, &findings)
    let signed = signatures[folder.checkpoint] ?? 0
    let vouched = max(signed, keptCheckpoint?.size ?? 0)
    present.mustReach(vouched, &findings)
    try compare(keptCheckpoint, with: rows, signatures, log.path, &findings)
    if contents.fault == nil {
      let derived = DerivedFiles(folder, contents: contents, rows: rows, signed: signed)
      try derived.look(&findings)
    }
    return Verification(
      contents: contents, rootHash: try rows.root(0..<contents.size), findings: findings.sentences)
  }

  private func nothing(
    _ findings: Findings, _ keptCheckpoint: Checkpoint?
  ) throws -> Verification {
    var findings = findings
    let signed = findings.noting { try folder.read(folder.checkpoint) } ?? nil
    let expected = max(signed?.size ?? 0, keptCheckpoint?.size ?? 0)
    if expected > 0 {
      findings.add(.truncated(path: folder.log, entries: 0, expected: expected))
    }
    return Verification(
      contents: LogContents(), rootHash: Merkle.emptyRoot, findings: findings.sentences)
  }

  private func keptElsewhere() throws -> Checkpoint? {
    try kept.map { try Checkpoint(Array($0.utf8), by: folder.signer, path: "The kept checkpoint") }
  }

  /// Both checkpoints against the log; how many entries each signs.
  private func checkpoints(
    _ contents: LogContents, _ findings: inout Findings
  ) throws -> [String: Int] {
    var signatures: [String: Int] = [:]
    for path in [folder.checkpoint, folder.copiedCheckpoint].compactMap(\.self) {
      guard let checkpoint = findings.noting({ try folder.read(path) }) else { continue }
      if let checkpoint {
        findings.noting { try contents.confirm(checkpoint, path, folder.log) }
        signatures[path] = checkpoint.size
      } else if contents.size > 0 {
        findings.say("\(path) is missing.")
      }
    }
    return signatures
  }

  /// The tree as it was when a checkpoint was taken must be the beginning of today's.
  private func compare(
    _ kept: Checkpoint?, with rows: TileRows, _ signatures: [String: Int], _ log: String,
    _ findings: inout Findings
  ) throws {
    guard let kept else { return }
    guard kept.size <= rows.size else {
      findings.add(.truncated(path: log, entries: rows.size, expected: kept.size))
      return
    }
    for (path, signed) in signatures.sorted(by: { $0.key < $1.key }) where signed < kept.size {
      findings.say("\(path) signs \(signed) entries, the kept checkpoint \(kept.size).")
    }
    let proof =
      kept.size == 0 ? [] : try rows.consistencyProof(from: kept.size, in: 0..<rows.size)
    let isConsistent = TreeProof.isConsistent(
      old: kept.size, oldRoot: kept.root, new: rows.size, newRoot: try rows.root(0..<rows.size),
      proof: proof)
    if !isConsistent { findings.add(.altered(path: log, size: kept.size)) }
  }
}

/// What was found, as sentences.
struct Findings {
  private(set) var sentences: [String] = []

  mutating func say(_ sentence: String) { sentences.append(sentence) }

  mutating func add(_ fault: JournalError?) {
    guard let sentence = fault?.description, !sentences.contains(sentence) else { return }
    sentences.append(sentence)
  }

  /// Runs something; an error is a finding, and the answer is `nil`.
  @discardableResult
  mutating func noting<R>(_ body: () throws -> R) -> R? {
    do { return try body() } catch {
      if let fault = error as? JournalError { add(fault) } else { say("\(type(of: error))") }
      return nil
    }
  }
}

/// The log and its copy, as far as they are the beginning of the longer one.
struct PresentLogs {
  let contents: LogContents
  let log: JournalFile
  private var entries: [(path: String, count: Int)] = []

  init(contents: LogContents, log: JournalFile) {
    self.contents = contents
    self.log = log
  }

  mutating func look(at path: String, _ findings: inout Findings) throws {
    if path == log.path {
      entries.append((path, contents.size))
      return
    }
    guard let file = try JournalFile(reading: path) else {
      findings.say("\(path) is missing.")
      return
    }
    let size = try file.size()
    var next = 0
    while next < size {
      let range = next..<min(next + 1 << 20, size)
      guard try file.read(range) == log.read(range) else {
        let record = try LogScan.firstDifference(between: log, and: file)
        findings.add(.diverged(path: log.path, copy: path, record: record))
        return
      }
      next = range.upperBound
    }
    entries.append((path, contents.ends.prefix { $0 <= size }.count))
  }

  /// What was vouched for must stand in each.
  func mustReach(_ count: Int, _ findings: inout Findings) {
    for entry in entries where entry.count < count {
      findings.add(.truncated(path: entry.path, entries: entry.count, expected: count))
    }
  }
}
