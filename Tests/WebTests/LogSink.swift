import Foundation
import Logging
import Synchronization

/// Keeps every line that is logged, metadata included.
final class LogSink: LogHandler, Sendable {
  private let kept = Mutex<[String]>([])

  var lines: [String] { kept.withLock { $0 } }

  func log(event: LogEvent) {
    let line = "\(event.message) \(event.metadata ?? [:])"
    kept.withLock { $0.append(line) }
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { nil }
    set {}
  }

  var metadata: Logger.Metadata {
    get { [:] }
    set {}
  }

  var logLevel: Logger.Level {
    get { .trace }
    set {}
  }
}
