import Foundation
import Testing
import Vault

@testable import Journal

/// The tree and its proofs, held against the words of the RFCs and against published values.
struct TreeTests {
  /// The entries that Certificate Transparency's own implementations test with.
  private static let entries: [[UInt8]] = [
    [], [0x00], [0x10], [0x20, 0x21], [0x30, 0x31], [0x40, 0x41, 0x42, 0x43],
    [0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57], Array(0x60...0x6f),
  ]
  private static let roots = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
  ]

  private static var rows: TileRows { TileRows(leaves: entries.flatMap(Merkle.leaf)) }

  @Test("the roots are those that Certificate Transparency publishes", arguments: 0...8)
  func publishedRoots(size: Int) throws {
    #expect(hex(try Self.rows.root(0..<size)) == Self.roots[size])
  }

  @Test func `the proofs are those that Certificate Transparency publishes`() throws {
    #expect(
      try Self.rows.inclusionProof(of: 5, in: 0..<8).map(hex) == [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      ])
    #expect(
      try Self.rows.consistencyProof(from: 3, in: 0..<8).map(hex) == [
        "0298d122906dcfc10892cb53a73992fc5b9f493ea4c9badb27b791b4127a7fe7",
        "07506a85fd9dd2f120eb694f86011e5bb4662e5c415a62917033d4a9624487e7",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
      ])
  }

  /// Entries of a journal of 300, in the tiles that it writes.
  private struct Grown {
    let room: JournalRoom
    let leaves: [[UInt8]]
    let roots: [[UInt8]]

    init() throws {
      room = try JournalRoom()
      var tree = try TileFiles(emptying: room.path)
      leaves = (0..<300).map { Merkle.leaf(Array("entry \($0)".utf8)) }
      for leaf in leaves { try tree.add(leaf) }
      try tree.writeEdge()
      let entries = leaves
      roots = (0...300).map { Outside.root(Array(entries[..<$0])) }
    }

    func tree() throws -> TileFiles { try TileFiles(room.path, size: leaves.count) }
  }

  @Test func `every entry of every tree of up to 300 is proven, to somebody else's algorithm`()
    throws
  {
    let grown = try Grown()
    let tree = try grown.tree()
    for size in 1...300 {
      try #require(tree.root(0..<size) == grown.roots[size], "root of \(size)")
      for index in 0..<size {
        let proof = try tree.inclusionProof(of: index, in: 0..<size)
        let proves = Outside.includes(
          grown.leaves[index], index, size, proof, grown.roots[size])
        try #require(proves, "entry \(index) of \(size)")
      }
    }
  }

  @Test func `every tree of up to 300 is proven to be the beginning of every larger one`() throws {
    let grown = try Grown()
    let tree = try grown.tree()
    for new in 1...300 {
      for old in 1...new {
        let proof = try tree.consistencyProof(from: old, in: 0..<new)
        let proves = Outside.isConsistent(old, new, proof, grown.roots[old], grown.roots[new])
        try #require(proves, "\(old) to \(new)")
      }
    }
  }

  @Test func `our own verifier believes the same proofs, and no changed one`() throws {
    let grown = try Grown()
    let tree = try grown.tree()
    var dice = Dice(salt: 1)
    for _ in 0..<300 {
      let new = Int.random(in: 1...300, using: &dice)
      let old = Int.random(in: 1...new, using: &dice)
      let index = Int.random(in: 0..<new, using: &dice)
      let inclusion = try tree.inclusionProof(of: index, in: 0..<new)
      let consistency = try tree.consistencyProof(from: old, in: 0..<new)
      let (leaf, root) = (grown.leaves[index], grown.roots[new])
      func includes(_ proof: [[UInt8]], at place: Int, _ leaf: [UInt8]) -> Bool {
        TreeProof.includes(leaf: leaf, at: place, in: new, root: root, proof: proof)
      }
      func follows(_ proof: [[UInt8]], from size: Int, _ oldRoot: [UInt8]) -> Bool {
        TreeProof.isConsistent(
          old: size, oldRoot: oldRoot, new: new, newRoot: root, proof: proof)
      }
      #expect(includes(inclusion, at: index, leaf))
      #expect(follows(consistency, from: old, grown.roots[old]))
      #expect(!includes(inclusion + [root], at: index, leaf))
      #expect(!includes(inclusion, at: index, root) || new == 1)
      #expect(!follows(consistency + [root], from: old, grown.roots[old]))
      #expect(!follows(consistency, from: old, grown.roots[old - 1]))
      if new > 1 { #expect(!includes(inclusion, at: (index + 1) % new, leaf)) }
      for (position, hash) in inclusion.enumerated() {
        var changed = inclusion
        changed[position][Int.random(in: 0..<32, using: &dice)] ^= 1
        #expect(!includes(changed, at: index, leaf), "\(hex(hash))")
        changed.remove(at: position)
        #expect(!includes(changed, at: index, leaf))
      }
      for position in consistency.indices {
        var changed = consistency
        changed[position][Int.random(in: 0..<32, using: &dice)] ^= 1
        #expect(!follows(changed, from: old, grown.roots[old]))
      }
    }
  }

  @Test(
    "tiles lie where tlog-tiles says",
    arguments: [
      (0, 1_234_067, 256, "tile/0/x001/x234/067"), (1, 0, 17, "tile/1/000.p/17"),
      (0, 999, 256, "tile/0/999"), (2, 1000, 1, "tile/2/x001/000.p/1"),
    ])
  func layout(level: Int, index: Int, width: Int, path: String) {
    #expect(TilePath.of(level: level, index: index, width: width) == path)
    let read = TilePath.read(path)
    #expect(read?.level == level && read?.index == index && read?.width == width)
  }

  @Test func `a tree of 70,000 has the tiles that tlog-tiles counts`() {
    let tiles = TilePath.all(of: 70_000)
    #expect(tiles.filter { $0.level == 0 && $0.width == 256 }.count == 273)
    #expect(tiles.filter { $0.level == 0 && $0.width < 256 }.map(\.width) == [112])
    #expect(tiles.filter { $0.level == 1 }.map(\.width) == [256, 17])
    #expect(tiles.filter { $0.level == 2 }.map(\.width) == [1])
    #expect(tiles.count == 273 + 1 + 2 + 1)
    #expect(TilePath.all(of: 256).map(\.width) == [256, 1])
  }

  @Test(
    "paths that no tile has are none",
    arguments: [
      "tile/0/0", "tile/00/000", "tile/0/000.p/0", "tile/0/000.p/256", "tile/64/000",
      "tile/0/001/000", "tile/0/x000/001", "tile/0/000.p", "tile/a/000", "tiles/0/000", "",
    ])
  func wrongPaths(path: String) {
    if let read = TilePath.read(path) {
      Issue.record("\(path) was read as \(read)")
    }
  }
}

/// The algorithms of RFC 9162 and RFC 6962, written down a second time from their text.
enum Outside {
  static func node(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
    ByteDigest.of([0x01] + left + right)
  }

  /// MTH of RFC 6962 2.1, over the hashes of leaves.
  static func root(_ leaves: [[UInt8]]) -> [UInt8] {
    if leaves.isEmpty { return ByteDigest.of([]) }
    if leaves.count == 1 { return leaves[0] }
    var k = 1
    while k * 2 < leaves.count { k *= 2 }
    return node(root(Array(leaves[..<k])), root(Array(leaves[k...])))
  }

  /// RFC 9162 2.1.3.2.
  static func includes(
    _ leaf: [UInt8], _ index: Int, _ size: Int, _ path: [[UInt8]], _ root: [UInt8]
  ) -> Bool {
    if index >= size { return false }
    var fn = index
    var sn = size - 1
    var r = leaf
    for p in path {
      if sn == 0 { return false }
      if fn % 2 == 1 || fn == sn {
        r = node(p, r)
        if fn % 2 == 0 {
          repeat {
            fn /= 2
            sn /= 2
          } while fn % 2 == 0 && fn != 0
        }
      } else {
        r = node(r, p)
      }
      fn /= 2
      sn /= 2
    }
    return sn == 0 && r == root
  }

  /// RFC 9162 2.1.4.2.
  static func isConsistent(
    _ first: Int, _ second: Int, _ path: [[UInt8]], _ firstRoot: [UInt8], _ secondRoot: [UInt8]
  ) -> Bool {
    if first == second { return path.isEmpty && firstRoot == secondRoot }
    if path.isEmpty { return false }
    var path = path
    if first.nonzeroBitCount == 1 { path.insert(firstRoot, at: 0) }
    var fn = first - 1
    var sn = second - 1
    while fn % 2 == 1 {
      fn /= 2
      sn /= 2
    }
    var fr = path[0]
    var sr = path[0]
    for c in path.dropFirst() {
      if sn == 0 { return false }
      if fn % 2 == 1 || fn == sn {
        fr = node(c, fr)
        sr = node(c, sr)
        if fn % 2 == 0 {
          repeat {
            fn /= 2
            sn /= 2
          } while fn % 2 == 0 && fn != 0
        }
      } else {
        sr = node(sr, c)
      }
      fn /= 2
      sn /= 2
    }
    return fr == firstRoot && sr == secondRoot && sn == 0
  }
}
