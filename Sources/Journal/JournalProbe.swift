import Dispatch
import Foundation

extension JournalFolder {
  private static let probeBytes = 64 * 1024
  private static let probeName = "probe-"
  private static let probeSeconds: TimeInterval = 600

  /// Throws unless something could be written now, to the journal and to its copy: whatever has to
  /// be in the journal afterwards asks this before it begins. The disk is waited for off Swift's
  /// shared threads.
  package func mustBeWritable() async throws(JournalError) {
    let folders = [path] + (copy.map { [$0] } ?? [])
    let answer: Result<Void, JournalError> = await withCheckedContinuation { waiting in
      DispatchQueue.global().async { waiting.resume(returning: Self.probe(folders)) }
    }
    try answer.get()
  }

  private static func probe(_ folders: [String]) -> Result<Void, JournalError> {
    do throws(JournalError) {
      for folder in folders { try probe(folder) }
      return .success(())
    } catch {
      return .failure(error)
    }
  }

  private static func probe(_ folder: String) throws(JournalError) {
    // A name of its own: several processes, and several who erase at once, may ask.
    let place = folder + "/" + probeName + UUID().uuidString
    // Not by way of another name: the file is nothing to anybody.
    let answer: Result<Void, JournalError>
    do {
      let file = try JournalFile(making: place)
      try file.write([UInt8](repeating: 0, count: probeBytes), at: 0)
      try file.synchronize()
      answer = .success(())
    } catch {
      answer = .failure(error)
    }
    removeProbes(in: folder, olderThan: place)
    try JournalFile.remove(place)
    try answer.get()
  }

  /// What those who died left. Whoever asks just now isn't disturbed.
  private static func removeProbes(in folder: String, olderThan place: String) {
    func age(_ path: String) throws -> Date? {
      try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
    }
    do {
      guard let now = try age(place) else { return }
      for name in try FileManager.default.contentsOfDirectory(atPath: folder)
      where name.hasPrefix(probeName) {
        let path = folder + "/" + name
        if let then = try age(path), now.timeIntervalSince(then) > probeSeconds {
          try JournalFile.remove(path)
        }
      }
    } catch { /* The next one tries again. */  }
  }
}

extension JournalError {
  /// The kind of fault, for a log: no path, no number.
  package var code: String { String(String(describing: self).prefix { $0 != "(" }) }
}
