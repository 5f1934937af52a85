import Foundation
import Testing

/// The project's own text files, read once from the disk.
struct SourceTree: Sendable {
  let files: [SourceFile]

  static let project = SourceTree()

  private static let notOurs: Set<String> = [
    ".git", "lethe-data", "lethe-demo", "__pycache__", ".venv", ".pytest_cache", "artefacts",
    "Package.resolved",
  ]

  /// The folder above this file that holds `Package.swift`.
  private static let root: URL = {
    var folder = URL(fileURLWithPath: #filePath)
    repeat {
      folder.deleteLastPathComponent()
    } while folder.path != "/"
      && !FileManager.default.fileExists(
        atPath: folder.appendingPathComponent("Package.swift").path)
    return folder
  }()

  private init() { files = Self.read(Self.root, at: "").sorted { $0.path < $1.path } }

  /// Links are not followed: what they point to is read where it lies.
  private static func read(_ folder: URL, at path: String) -> [SourceFile] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.flatMap { name -> [SourceFile] in
      if notOurs.contains(name) || name.hasPrefix(".build") { return [] }
      let url = folder.appendingPathComponent(name)
      let type = try? FileManager.default.attributesOfItem(atPath: url.path)[.type]
      switch type as? FileAttributeType {
      case .typeDirectory: return read(url, at: path + name + "/")
      case .typeRegular:
        guard let bytes = FileManager.default.contents(atPath: url.path), bytes.count < 1 << 20,
          let text = String(data: bytes, encoding: .utf8)
        else { return [] }
        return [SourceFile(path: path + name, text: text)]
      default: return []
      }
    }
  }

  /// Swift files below `folder`.
  func swift(below folder: String) -> [SourceFile] {
    files.filter { $0.path.hasPrefix(folder + "/") && $0.path.hasSuffix(".swift") }
  }

  var sources: [SourceFile] { swift(below: "Sources") }
  var allSwift: [SourceFile] { files.filter { $0.path.hasSuffix(".swift") } }

  var migrations: [SourceFile] {
    files.filter { $0.path.hasPrefix("migrations/") && $0.path.hasSuffix(".sql") }
  }

  func file(_ path: String) throws -> SourceFile {
    try #require(files.first { $0.path == path }, "\(path) is missing")
  }
}

/// One text file, by its path from the project's root.
struct SourceFile: Sendable {
  let path: String
  let lines: [String]
  /// The same lines with comments and the insides of strings blanked, so that only code is left.
  let code: [String]

  init(path: String, text: String) {
    self.path = path
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    code =
      path.hasSuffix(".swift")
      ? CodeReader.code(in: text).split(separator: "\n", omittingEmptySubsequences: false)
        .map(String.init) : lines
  }

  /// `Vault` for `Sources/Vault/KeyRing.swift`; `nil` outside Sources.
  var room: String? {
    let parts = path.split(separator: "/")
    return parts.count > 2 && parts[0] == "Sources" ? String(parts[1]) : nil
  }

  var name: String { path.split(separator: "/").last.map(String.init) ?? path }

  /// A finding on each line of code that `pattern` matches.
  func findings(_ pattern: Regex<Substring>, _ rule: String) -> [Finding] {
    code.enumerated().compactMap { number, line in
      line.contains(pattern) ? Finding(path, number + 1, rule) : nil
    }
  }
}

/// Something in a file that a rule forbids.
struct Finding: CustomStringConvertible, Equatable {
  let path: String
  let line: Int
  let rule: String

  init(_ path: String, _ line: Int, _ rule: String) {
    self.path = path
    self.line = line
    self.rule = rule
  }

  var description: String { "\(path):\(line): \(rule)" }
}

/// Reports every finding by itself, so that one run shows all there is to mend.
func expectNone(_ findings: [Finding]) {
  for finding in findings { Issue.record("\(finding)") }
}
