extension LinkKey {
  /// Under what tries of one kind by one person or from one address are counted, 16 bytes: keyed,
  /// so that the database names neither, and the same for as long as the key lasts.
  package func attemptBucket(_ kind: StaticString, _ parts: [String]) -> [UInt8] {
    var framed = Array("\(kind)".utf8) + [0]
    for part in parts {
      let bytes = Array(part.utf8)
      // Lengths first, so that no two lists are framed alike.
      framed += (0..<4).map { UInt8(truncatingIfNeeded: bytes.count >> ($0 * 8)) } + bytes
    }
    return attemptHash(framed)
  }
}
