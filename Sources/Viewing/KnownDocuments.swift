import Synchronization

/// What was found out about documents lately, so that the second page costs no more than the
/// first: their page sizes, that they can't be shown in time, and office documents as PDF.
/// Everything is in memory alone, and for minutes. The rights to a document are asked for
/// before this is.
final class KnownDocuments: Sendable {
  /// How a document's pages are drawn.
  enum Shape: Sendable {
    case pages(PageList)
    case picture(Picture)
  }

  private struct Entry {
    var shape: Shape?
    var pdf: [UInt8]?
    var failure: ViewingError?
    var until: ContinuousClock.Instant
  }

  private static let most = 512
  private let limits: ViewingLimits
  private let entries = Mutex<[String: Entry]>([:])

  init(_ limits: ViewingLimits) { self.limits = limits }

  func shape(of key: String) -> Shape? { use(key)?.shape }
  func pdf(of key: String) -> [UInt8]? { use(key)?.pdf }
  func failure(of key: String) -> ViewingError? {
    entries.withLock { $0[key] }?.failure
  }

  func keep(_ shape: Shape, of key: String) { change(key) { $0.shape = shape } }
  func keep(_ failure: ViewingError, of key: String) { change(key) { $0.failure = failure } }

  /// Keeps a converted document unless there are too many already.
  func keep(pdf: [UInt8], of key: String) {
    entries.withLock { entries in
      Self.sweep(&entries, at: .now)
      let kept = entries.values.reduce(0) { $0 + ($1.pdf?.count ?? 0) }
      guard kept + pdf.count <= limits.keptBytes else { return }
      entries[key, default: Entry(until: .now)].pdf = pdf
      entries[key]?.until = .now + limits.keptFor
    }
  }

  /// Forgets what nobody has used for a while.
  func forgetStale() { entries.withLock { Self.sweep(&$0, at: .now) } }

  /// Bytes of documents that are in memory now.
  var keptBytes: Int { entries.withLock { $0.values.reduce(0) { $0 + ($1.pdf?.count ?? 0) } } }

  private func use(_ key: String) -> Entry? {
    entries.withLock { entries in
      guard let entry = entries[key], entry.until > .now else { return nil }
      entries[key]?.until = .now + limits.keptFor
      return entry
    }
  }

  private func change(_ key: String, _ change: (inout Entry) -> Void) {
    entries.withLock { entries in
      if entries.count >= Self.most { Self.sweep(&entries, at: .now) }
      if entries.count >= Self.most { return }
      var entry = entries[key] ?? Entry(until: .now)
      change(&entry)
      entry.until = .now + limits.keptFor
      entries[key] = entry
    }
  }

  /// What is let go is overwritten first.
  private static func sweep(
    _ entries: inout [String: Entry], at now: ContinuousClock.Instant
  ) {
    for key in entries.filter({ $0.value.until <= now }).keys {
      if let pdf = entries[key]?.pdf {
        entries[key]?.pdf?.replaceSubrange(
          pdf.indices, with: repeatElement(0, count: pdf.count))
      }
      entries[key] = nil
    }
  }
}
