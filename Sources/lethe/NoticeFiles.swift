import Casework
import Domain
import Foundation
import Pages

/// A privacy notice of the installation's own: a text file for each language in the data directory,
/// whose first line names the version.
struct NoticeFiles {
  let directory: DataDirectory

  private static let label = "Version:"

  /// `nil` when there are none. Says what is wrong with those there are.
  func read() throws -> (texts: [Language: String], version: String)? {
    let files = FileManager.default
    let paths = Language.allCases.map { ($0, directory.privacyNotice(in: $0)) }
    let there = paths.filter { files.fileExists(atPath: $0.1) }
    if there.isEmpty { return nil }
    if let missing = paths.first(where: { !files.fileExists(atPath: $0.1) }) {
      throw CommandFailure.failed("\(missing.1) is missing; the other language has such a file.")
    }
    var texts: [Language: String] = [:]
    var versions: Set<String> = []
    for (language, path) in there {
      let file = try String(contentsOfFile: path, encoding: .utf8)
      let (version, text) = try Self.parts(of: file, path)
      texts[language] = text
      versions.insert(version)
    }
    guard versions.count == 1, let version = versions.first else {
      throw CommandFailure.failed(
        "The privacy notices in \(directory.path) name different versions: "
          + versions.sorted().joined(separator: ", ") + ".")
    }
    return (texts, version)
  }

  private static func parts(of text: String, _ path: String) throws -> (String, String) {
    let lines = text.split(
      maxSplits: 1, omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    let version = (lines.first ?? "").dropFirst(label.count)
      .trimmingCharacters(in: .whitespaces)
    guard lines.count == 2, lines[0].hasPrefix(label), PrivacyNotice.isVersion(version),
      lines[1].contains("# ")
    else {
      throw CommandFailure.failed(
        "\(path) must begin with a line such as \"Version: 2026-1\" and have a line \"# Title\".")
    }
    return (version, String(lines[1]))
  }
}

extension NoticeFiles {
  /// Puts the installation's own notice into force, if it brings one; its version. A text that
  /// changed under an old version is refused.
  func use(in office: Office) async throws -> String? {
    guard let own = try read() else { return nil }
    do {
      return try await UsePrivacyNotice(office)(own.texts, version: own.version)
    } catch let taken as UsePrivacyNotice.VersionTaken {
      throw CommandFailure.failed(
        "The privacy notice has changed, and version \(taken.version) is the old text. Name a new"
          + " version in its first line.")
    }
  }
}

extension Frontage {
  /// Puts the notice into force that this installation gives out: its own, else one made of what
  /// is known about it. Its address must be known.
  func giveOutNotice(_ office: Office, _ files: NoticeFiles) async throws {
    let use = UsePrivacyNotice(office)
    let version: String
    if let own = try await files.use(in: office) {
      version = own
    } else {
      version = try await use(
        NoticeText.all(house: try house, rules: try await use.rules()))
    }
    try open(try house.with(privacyNotice: version))
  }
}
