import Foundation

/// The files that follow from the log, held against it byte by byte.
struct DerivedFiles {
  private let folder: JournalFolder
  private let contents: LogContents
  private let rows: TileRows
  /// How many entries the checkpoint signs; the files must reach as far.
  private let signed: Int

  init(_ folder: JournalFolder, contents: LogContents, rows: TileRows, signed: Int) {
    self.folder = folder
    self.contents = contents
    self.rows = rows
    self.signed = signed
  }

  func look(_ findings: inout Findings) throws {
    try offsets(&findings)
    try tiles(&findings)
  }

  private func offsets(_ findings: inout Findings) throws {
    let right = contents.ends.flatMap(JournalFiles.bytes(of:))
    let there = try JournalFile.contents(of: folder.offsets) ?? []
    let least = min(signed, contents.size) * 8
    if there.count < least || there.count % 8 != 0 || !right.starts(with: there) {
      findings.say("\(folder.offsets) isn't what follows from the log.\(Self.advice)")
    }
  }

  private func tiles(_ findings: inout Findings) throws {
    var needed = Dictionary(
      uniqueKeysWithValues: TilePath.all(of: min(signed, contents.size)).map {
        (TilePath.of(level: $0.level, index: $0.index, width: $0.width), $0)
      })
    for path in try present() {
      needed[path] = nil
      if !(try isRight(path)) {
        findings.say("\(folder.path)/\(path) isn't what follows from the log.\(Self.advice)")
      }
    }
    // A tile that has been filled since stands for its parts.
    for (path, tile) in needed.sorted(by: { $0.key < $1.key }) {
      let full = TilePath.of(level: tile.level, index: tile.index, width: Merkle.tileWidth)
      if !FileManager.default.fileExists(atPath: folder.path + "/" + full) {
        findings.say("\(folder.path)/\(path) is missing.\(Self.advice)")
      }
    }
  }

  private static let advice =
    " Remove what follows from the log (offsets, tile/): it is made again."

  /// Every file below `tile/`.
  private func present() throws -> [String] {
    guard FileManager.default.fileExists(atPath: folder.path + "/tile") else { return [] }
    return try FileManager.default.subpathsOfDirectory(atPath: folder.path + "/tile")
      .map { "tile/" + $0 }.sorted()
      .filter { path in
        let kind = try FileManager.default.attributesOfItem(atPath: folder.path + "/" + path)[.type]
        return kind as? FileAttributeType != .typeDirectory
      }
  }

  private func isRight(_ path: String) throws -> Bool {
    guard let place = TilePath.read(path) else { return false }
    let bytes = try JournalFile.contents(of: folder.path + "/" + path) ?? []
    let right: [UInt8]
    do { right = try rows.tile(level: place.level, index: place.index).hashes } catch is TileFiles
      .Wrong
    {
      return false
    }
    return bytes.count == place.width * Merkle.hashBytes && right.starts(with: bytes)
  }
}
