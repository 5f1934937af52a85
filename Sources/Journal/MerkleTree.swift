/// The tree over the entries (RFC 6962 2.1): its root stands for all of them, and short lists of
/// hashes prove that an entry is in it, or that one tree is the beginning of another.
import Vault

/// Hashes of a tree, in tiles of up to 256.
protocol TileSource {
  /// One tile: at level 0 the hashes of entries, above those of full tiles one level below.
  func tile(level: Int, index: Int) throws -> Tile
}

/// Up to 256 hashes, and those of the whole subtrees over them.
struct Tile {
  /// By height: in the first the tile's own hashes, 32 bytes each, in the next those of pairs.
  private let rows: [[UInt8]]

  init(_ hashes: [UInt8]) {
    var rows = [hashes]
    while let row = rows.last, row.count >= 2 * Merkle.hashBytes {
      let pair = 2 * Merkle.hashBytes
      rows.append(
        stride(from: 0, through: row.count - pair, by: pair).flatMap {
          ByteDigest.of([1] + row[$0..<($0 + pair)])
        })
    }
    self.rows = rows
  }

  var hashes: [UInt8] { rows[0] }

  /// The hash of a full tile.
  var root: [UInt8] { rows[Merkle.tileHeight] }

  /// The hash over 2^height of its hashes; `nil` beyond its width.
  func node(height: Int, index: Int) -> [UInt8]? {
    let start = index * Merkle.hashBytes
    guard height < rows.count, start + Merkle.hashBytes <= rows[height].count else { return nil }
    return Array(rows[height][start..<(start + Merkle.hashBytes)])
  }
}

/// Tiles that were read lately.
final class TileCache {
  private static let most = 64
  private var tiles: [[Int]: Tile] = [:]

  /// The tile of this level, index and width, made if it isn't here.
  func tile(_ key: [Int], _ make: () throws -> Tile) rethrows -> Tile {
    if let tile = tiles[key] { return tile }
    if tiles.count >= Self.most { tiles = [:] }
    let tile = try make()
    tiles[key] = tile
    return tile
  }
}

enum Merkle {
  static let hashBytes = ByteDigest.byteCount
  /// Hashes in a full tile.
  static let tileWidth = 256
  /// How many levels of the tree one tile holds.
  static let tileHeight = 8

  /// The root of a tree without entries.
  static let emptyRoot = ByteDigest.of([])

  static func leaf(_ entry: [UInt8]) -> [UInt8] { ByteDigest.of([0] + entry) }

  static func parent(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
    ByteDigest.of([1] + left + right)
  }

  /// The largest power of two below `count`, which is at least 2.
  static func split(_ count: Int) -> Int {
    1 << (Int.bitWidth - (count - 1).leadingZeroBitCount - 1)
  }
}

extension TileSource {
  /// The root over a range of entries. The range begins where the tree of some size splits.
  func root(_ range: Range<Int>) throws -> [UInt8] {
    let count = range.count
    if count == 0 { return Merkle.emptyRoot }
    if count & (count - 1) == 0, range.lowerBound % count == 0 {
      return try node(height: count.trailingZeroBitCount, index: range.lowerBound / count)
    }
    let middle = range.lowerBound + Merkle.split(count)
    return Merkle.parent(
      try root(range.lowerBound..<middle), try root(middle..<range.upperBound))
  }

  /// PATH(m, D[n]) of RFC 6962 2.1.1.
  func inclusionProof(of entry: Int, in range: Range<Int>) throws -> [[UInt8]] {
    if range.count == 1 { return [] }
    let middle = range.lowerBound + Merkle.split(range.count)
    let (left, right) = (range.lowerBound..<middle, middle..<range.upperBound)
    return entry < middle
      ? try inclusionProof(of: entry, in: left) + [root(right)]
      : try inclusionProof(of: entry, in: right) + [root(left)]
  }

  /// SUBPROOF(m, D[n], b) of RFC 6962 2.1.2; `old` counts from the beginning of the range.
  func consistencyProof(
    from old: Int, in range: Range<Int>, isOldTree: Bool = true
  ) throws -> [[UInt8]] {
    if old == range.count { return isOldTree ? [] : [try root(range)] }
    let width = Merkle.split(range.count)
    let middle = range.lowerBound + width
    let (left, right) = (range.lowerBound..<middle, middle..<range.upperBound)
    return old <= width
      ? try consistencyProof(from: old, in: left, isOldTree: isOldTree) + [root(right)]
      : try consistencyProof(from: old - width, in: right, isOldTree: false) + [root(left)]
  }

  /// The root of a whole subtree of 2^height entries.
  private func node(height: Int, index: Int) throws -> [UInt8] {
    let (level, rest) = height.quotientAndRemainder(dividingBy: Merkle.tileHeight)
    let first = index << rest
    let tile = try tile(level: level, index: first / Merkle.tileWidth)
    guard let node = tile.node(height: rest, index: (first % Merkle.tileWidth) >> rest) else {
      throw TileFiles.Wrong()
    }
    return node
  }
}
