package import Domain
package import Foundation

/// Payloads as files of one folder. Durable before the answer, whole or absent.
package struct DocumentFiles: DocumentStore {
  private let folder: String
  private static let unfinished = ".part"

  /// `folder` must exist.
  package init(folder: String) { self.folder = folder }

  /// Starts a new payload under a temporary name.
  package func write(_ file: FileID) async throws -> DocumentWriter {
    let path = path(of: file)
    return try DocumentWriter(temporary: path + Self.unfinished, final: path)
  }

  /// Opens a payload that is there.
  package func read(_ file: FileID) async throws -> DocumentReader {
    try DocumentReader(path: path(of: file))
  }

  /// Removes payloads for good, on several threads.
  package func remove(_ files: [FileID]) async throws {
    let paths = files.map(path(of:))
    try await onDisk {
      for path in paths {
        do {
          try FileManager.default.removeItem(atPath: path)
        } catch {
          guard DiskError(error) != .missing, FileManager.default.fileExists(atPath: path) else {
            continue
          }
          throw DiskError(error)
        }
      }
    }
  }

  /// Everything in the folder that is older than `age` in real time: payloads by name, and what
  /// interrupted writers left.
  package func older(than age: TimeInterval) async throws -> (files: [FileID], remains: [String]) {
    let folder = folder
    return try await onDisk {
      var files: [FileID] = []
      var remains: [String] = []
      let limit = Date().addingTimeInterval(-age)
      for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
        let path = folder + "/" + name
        guard let changed = try changed(path), changed < limit else { continue }
        if let id = FileID(name) {
          files.append(id)
        } else if name.hasSuffix(Self.unfinished) {
          remains.append(name)
        }
      }
      return (files, remains)
    }
  }

  /// Removes what interrupted writers left.
  package func removeRemains(_ names: [String]) async throws {
    let folder = folder
    try await onDisk {
      for name in names where name.hasSuffix(Self.unfinished) {
        try FileManager.default.removeItem(atPath: folder + "/" + name)
      }
    }
  }

  /// Moves payloads that nothing names to another folder of payloads, where their age begins
  /// anew.
  package func move(_ files: [FileID], to other: DocumentFiles) async throws {
    let paths = files.map { (path(of: $0), other.path(of: $0)) }
    try await onDisk {
      for (source, target) in paths {
        try FileManager.default.moveItem(atPath: source, toPath: target)
        try FileManager.default.setAttributes(
          [.modificationDate: Date()], ofItemAtPath: target)
      }
    }
  }

  /// Those of `files` that are missing on disk.
  package func missing(_ files: [FileID]) async throws -> [FileID] {
    let paths = files.map { ($0, path(of: $0)) }
    return try await onDisk {
      paths.filter { !FileManager.default.fileExists(atPath: $0.1) }.map(\.0)
    }
  }

  /// When something was last changed; `nil` when it has gone meanwhile.
  private func changed(_ path: String) throws -> Date? {
    do {
      return try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
    } catch {
      if DiskError(error) == .missing || !FileManager.default.fileExists(atPath: path) {
        return nil
      }
      throw error
    }
  }

  private func path(of file: FileID) -> String { folder + "/" + file.text }
}
