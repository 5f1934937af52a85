/// Whether hashes prove what they are said to prove (RFC 9162 2.1.3.2 and 2.1.4.2).
package enum TreeProof {
  /// Whether the entry with this hash stands at `index` of the tree.
  package static func includes(
    leaf: [UInt8], at index: Int, in size: Int, root: [UInt8], proof: [[UInt8]]
  ) -> Bool {
    guard index >= 0, index < size else { return false }
    var (node, last) = (index, size - 1)
    var hash = leaf
    for step in proof {
      if last == 0 { return false }
      if node & 1 == 1 || node == last {
        hash = Merkle.parent(step, hash)
        while node & 1 == 0, node != 0 { (node, last) = (node >> 1, last >> 1) }
      } else {
        hash = Merkle.parent(hash, step)
      }
      (node, last) = (node >> 1, last >> 1)
    }
    return last == 0 && hash == root
  }

  /// Whether the tree of `old` entries is the beginning of that of `new`.
  package static func isConsistent(
    old: Int, oldRoot: [UInt8], new: Int, newRoot: [UInt8], proof: [[UInt8]]
  ) -> Bool {
    guard old >= 0, old <= new else { return false }
    if old == new { return proof.isEmpty && oldRoot == newRoot }
    if old == 0 { return proof.isEmpty && oldRoot == Merkle.emptyRoot }
    var (node, last) = (old - 1, new - 1)
    while node & 1 == 1 { (node, last) = (node >> 1, last >> 1) }
    // A tree whose size is a power of two is a node of the new tree, and its root isn't sent.
    var steps = proof[...]
    guard let first = old & (old - 1) == 0 ? oldRoot : steps.popFirst() else { return false }
    var (before, after) = (first, first)
    for step in steps {
      if last == 0 { return false }
      if node & 1 == 1 || node == last {
        before = Merkle.parent(step, before)
        after = Merkle.parent(step, after)
        while node & 1 == 0, node != 0 { (node, last) = (node >> 1, last >> 1) }
      } else {
        after = Merkle.parent(after, step)
      }
      (node, last) = (node >> 1, last >> 1)
    }
    return last == 0 && before == oldRoot && after == newRoot
  }
}
