import Foundation

/// A folder of one test.
package struct TestFolder: Sendable {
  /// Where it is.
  package let path: String

  /// Makes a new one.
  package init() throws {
    path =
      FileManager.default.temporaryDirectory
      .appendingPathComponent("lethe-tests-\(UUID().uuidString.prefix(13))").path
    try FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700])
  }

  /// The path of something in it.
  package func path(_ name: String) -> String { path + "/" + name }

  /// Makes a folder in it.
  package func folder(_ name: String) throws -> String {
    try FileManager.default.createDirectory(
      atPath: path(name), withIntermediateDirectories: true)
    return path(name)
  }

  /// The names of what lies in one of its folders.
  package func names(in folder: String) throws -> Set<String> {
    Set(try FileManager.default.contentsOfDirectory(atPath: path(folder)))
  }

  /// Removes it and everything in it.
  package func remove() throws { try FileManager.default.removeItem(atPath: path) }
}
