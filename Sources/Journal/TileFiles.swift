/// The tree's hashes as files, in the layout of C2SP `tlog-tiles`. They follow from the log; where
/// they are missing or wrong they are made again.
import Foundation
import Vault

/// Where a tile lies.
enum TilePath {
  /// Such as `tile/0/x001/x234/067` or `tile/1/000.p/17`, below the journal's folder.
  static func of(level: Int, index: Int, width: Int) -> String {
    var rest = index
    var parts = [three(rest % 1000)]
    while rest >= 1000 {
      rest /= 1000
      parts.insert("x" + three(rest % 1000), at: 0)
    }
    let full = "tile/\(level)/" + parts.joined(separator: "/")
    return width == Merkle.tileWidth ? full : "\(full).p/\(width)"
  }

  private static func three(_ number: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: 3 - text.count) + text
  }

  /// Reads what ``of(level:index:width:)`` wrote.
  static func read(_ path: String) -> (level: Int, index: Int, width: Int)? {
    var parts = path.split(separator: "/", omittingEmptySubsequences: false)[...]
    guard parts.popFirst() == "tile", let level = parts.popFirst().flatMap({ Int($0) }),
      (0..<64).contains(level)
    else { return nil }
    var width = Merkle.tileWidth
    if parts.count > 1, parts[parts.endIndex - 2].hasSuffix(".p") {
      guard let part = parts.popLast().flatMap({ Int($0) }), part > 0 else { return nil }
      width = part
      parts[parts.endIndex - 1] = parts[parts.endIndex - 1].dropLast(2)
    }
    let digits = parts.joined().filter { $0 != "x" }
    guard let index = Int(digits), index >= 0, of(level: level, index: index, width: width) == path
    else { return nil }
    return (level, index, width)
  }

  /// How wide the tiles of a tree are: all that a tree of this size has.
  static func all(of size: Int) -> [(level: Int, index: Int, width: Int)] {
    var tiles: [(Int, Int, Int)] = []
    var (level, count) = (0, size)
    while count > 0 {
      for index in 0...((count - 1) / Merkle.tileWidth) {
        tiles.append((level, index, min(Merkle.tileWidth, count - index * Merkle.tileWidth)))
      }
      (level, count) = (level + 1, count / Merkle.tileWidth)
    }
    return tiles
  }
}

/// The tree of a journal, on disk, and its right edge in memory.
struct TileFiles: TileSource {
  /// A tile is missing or isn't what it must be.
  struct Wrong: Error {}

  private let folder: String
  private(set) var size: Int
  /// What each level's last tile holds, while it isn't full.
  private var edge: [[UInt8]] = []
  /// The levels whose last tile has grown since it was written.
  private var grown: Set<Int> = []
  private let cache = TileCache()

  /// An empty tree; what was there goes.
  init(emptying folder: String) throws {
    self.folder = folder
    size = 0
    let tiles = folder + "/tile"
    if FileManager.default.fileExists(atPath: tiles) {
      try FileManager.default.removeItem(atPath: tiles)
    }
  }

  /// The tree of so many entries. Throws ``Wrong`` if its right edge isn't there.
  init(_ folder: String, size: Int) throws {
    self.folder = folder
    self.size = size
    var (level, count) = (0, size)
    while count > 0 {
      let width = count % Merkle.tileWidth
      edge.append(
        width == 0
          ? [] : try Self.read(folder, level: level, index: count / Merkle.tileWidth, width: width))
      (level, count) = (level + 1, count / Merkle.tileWidth)
    }
  }

  func tile(level: Int, index: Int) throws -> Tile {
    let count = size >> (level * Merkle.tileHeight)
    let width = min(Merkle.tileWidth, count - index * Merkle.tileWidth)
    guard width > 0 else { throw Wrong() }
    return try cache.tile([level, index, width]) {
      if width < Merkle.tileWidth { return Tile(edge[level]) }
      let tile = Tile(try Self.read(folder, level: level, index: index, width: width))
      // The tile above vouches for it, and so on up to the edge, whose root was signed.
      let above = try self.tile(level: level + 1, index: index / Merkle.tileWidth)
      guard tile.root == above.node(height: 0, index: index % Merkle.tileWidth) else {
        throw Wrong()
      }
      return tile
    }
  }

  /// Adds an entry. Tiles that are full are written at once.
  mutating func add(_ leaf: [UInt8]) throws {
    var (hash, level) = (leaf, 0)
    while true {
      if level == edge.count { edge.append([]) }
      edge[level] += hash
      grown.insert(level)
      guard edge[level].count == Merkle.tileWidth * Merkle.hashBytes else { break }
      let index = size >> ((level + 1) * Merkle.tileHeight)
      try write(edge[level], level: level, index: index)
      hash = Tile(edge[level]).root
      edge[level] = []
      grown.remove(level)
      level += 1
    }
    size += 1
  }

  /// Writes what has grown and isn't full.
  mutating func writeEdge() throws {
    for level in grown.sorted() {
      let index = size >> ((level + 1) * Merkle.tileHeight)
      try write(edge[level], level: level, index: index)
    }
    grown = []
  }

  private func write(_ hashes: [UInt8], level: Int, index: Int) throws {
    let width = hashes.count / Merkle.hashBytes
    let path = folder + "/" + TilePath.of(level: level, index: index, width: width)
    let parent = URL(fileURLWithPath: path).deletingLastPathComponent().path
    try FileManager.default.createDirectory(
      atPath: parent, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    try JournalFile.write(hashes, to: path)
    // A full tile holds what its parts held.
    if width == Merkle.tileWidth, FileManager.default.fileExists(atPath: path + ".p") {
      try FileManager.default.removeItem(atPath: path + ".p")
    }
  }

  private static func read(_ folder: String, level: Int, index: Int, width: Int) throws -> [UInt8] {
    let part = folder + "/" + TilePath.of(level: level, index: index, width: width)
    let full = folder + "/" + TilePath.of(level: level, index: index, width: Merkle.tileWidth)
    guard let hashes = try JournalFile.contents(of: part) ?? JournalFile.contents(of: full) else {
      throw Wrong()
    }
    guard hashes.count >= width * Merkle.hashBytes else { throw Wrong() }
    return Array(hashes.prefix(width * Merkle.hashBytes))
  }
}

/// A tree in memory, from the hashes of its entries.
struct TileRows: TileSource {
  private let rows: [[UInt8]]
  private let cache = TileCache()

  /// `leaves` lie one after the other, 32 bytes each.
  init(leaves: [UInt8]) {
    var rows = [leaves]
    let tile = Merkle.tileWidth * Merkle.hashBytes
    while let below = rows.last, below.count >= tile {
      rows.append(
        stride(from: 0, through: below.count - tile, by: tile).flatMap {
          Tile(Array(below[$0..<($0 + tile)])).root
        })
    }
    self.rows = rows
  }

  var size: Int { rows[0].count / Merkle.hashBytes }

  func tile(level: Int, index: Int) throws -> Tile {
    let width = Merkle.tileWidth * Merkle.hashBytes
    // By division: a stray file's name may say any number.
    guard level < rows.count, index < (rows[level].count + width - 1) / width else {
      throw TileFiles.Wrong()
    }
    return cache.tile([level, index]) {
      Tile(Array(rows[level][(index * width)..<min((index + 1) * width, rows[level].count)]))
    }
  }
}
