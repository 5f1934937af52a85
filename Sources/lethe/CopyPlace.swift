import Foundation

/// Where copies may be: what lies in the data directory is lost, and restored, with it.
enum CopyPlace {
  /// Refuses copies of the journal and of the keys that lie in the data directory, whatever links
  /// lead there.
  static func check(_ settings: Settings, _ directory: DataDirectory) throws {
    let data = real(directory.path)
    let copies = [
      ("LETHE_JOURNAL_COPY", settings.journalCopy), ("LETHE_KEYS_COPY", settings.keysCopy),
    ]
    for (name, path) in copies {
      guard let path, real(path).starts(with: data) else { continue }
      throw CommandFailure.usage(
        "\(name) is \(path), which lies in the data directory \(directory.path): whatever takes"
          + " one takes both. Name a directory elsewhere, best on another disk.")
    }
  }

  /// The parts of a path without links, as far as it exists.
  private static func real(_ path: String) -> [String] {
    var place = URL(fileURLWithPath: path).standardizedFileURL
    var missing: [String] = []
    while !FileManager.default.fileExists(atPath: place.path), place.path != "/" {
      missing.insert(place.lastPathComponent, at: 0)
      place.deleteLastPathComponent()
    }
    return place.resolvingSymlinksInPath().pathComponents + missing
  }
}
