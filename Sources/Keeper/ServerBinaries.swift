import Foundation

/// The installed PostgreSQL programs the private server runs from.
struct ServerBinaries: Sendable {
  static let oldestMajor = 15

  let folder: String
  let major: Int

  var postgres: String { folder + "/postgres" }
  var initdb: String { folder + "/initdb" }

  /// The newest installed server, or the one of exactly `major`: data of one major version
  /// cannot be opened by another.
  static func find(major wanted: Int? = nil, data: String = "") throws(KeeperError) -> Self {
    let folders = try candidates()
    var found: [ServerBinaries] = []
    for folder in folders {
      if let binaries = try Self(folder: folder) { found.append(binaries) }
    }
    guard let newest = found.max(by: { $0.major < $1.major }) else {
      throw .binariesMissing(searched: folders)
    }
    guard let wanted else { return newest }
    guard let match = found.first(where: { $0.major == wanted }) else {
      throw .versionMissing(data: data, major: wanted)
    }
    return match
  }

  /// `nil` when `folder` holds no server, or one too old.
  private init?(folder: String) throws(KeeperError) {
    let files = FileManager.default
    guard files.isExecutableFile(atPath: folder + "/postgres"),
      files.isExecutableFile(atPath: folder + "/initdb")
    else { return nil }
    // "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)", "… 17beta1"
    let said = try Child.output(
      of: [folder + "/postgres", "--version"], environment: Tool.environment()
    ).text
    let words = said.split(separator: " ")
    guard words.count > 2, let major = Int(words[2].prefix { $0.isNumber }),
      major >= Self.oldestMajor
    else { return nil }
    self.folder = folder
    self.major = major
  }

  private static func candidates() throws(KeeperError) -> [String] {
    let environment = ProcessInfo.processInfo.environment
    if let named = environment["LETHE_POSTGRES_BIN"], !named.isEmpty { return [named] }
    var folders: [String] = []
    // Debian and Ubuntu keep versions side by side; so does PostgreSQL's own repository for RPMs.
    for (parent, prefix) in [("/usr/lib/postgresql", ""), ("/usr", "pgsql-")] {
      guard FileStatus(parent, followingLinks: true) != nil else { continue }
      do {
        folders += try FileManager.default.contentsOfDirectory(atPath: parent)
          .filter { $0.hasPrefix(prefix) && $0.dropFirst(prefix.count).allSatisfy(\.isNumber) }
          .map { "\(parent)/\($0)/bin" }
      } catch {
        throw .directoryUnusable(path: parent, reason: "it cannot be read")
      }
    }
    if let tool = Tool.find("pg_config") {
      let said = try Child.output(of: [tool, "--bindir"], environment: Tool.environment())
      let folder = said.text.trimmingCharacters(in: .whitespacesAndNewlines)
      if said.status == 0, !folders.contains(folder) { folders.append(folder) }
    }
    return folders.isEmpty ? ["/usr/lib/postgresql", "pg_config on PATH"] : folders
  }
}
