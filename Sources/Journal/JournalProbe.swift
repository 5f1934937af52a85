import Dispatch
import Foundation

extension JournalFolder {
  private static let probeBytes = 64 * 1024

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
    let place = folder + "/probe-" + UUID().uuidString
    let file = URL(fileURLWithPath: place)
    do {
      // Not by way of another name: the file is nothing to anybody.
      try Data(repeating: 0, count: probeBytes).write(to: file)
      let handle = try FileHandle(forWritingTo: file)
      try handle.synchronize()
      try handle.close()
      try FileManager.default.removeItem(at: file)
    } catch let error as CocoaError where error.code == .fileWriteOutOfSpace {
      throw .full(path: place)
    } catch let error as CocoaError {
      throw .failed(path: place, code: error.errorCode)
    } catch {
      throw .failed(path: place, code: 0)
    }
  }
}

extension JournalError {
  /// The kind of fault, for a log: no path, no number.
  package var code: String { String(String(describing: self).prefix { $0 != "(" }) }
}
