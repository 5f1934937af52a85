/// The shape of an age payload (C2SP age.md, "Payload"): a nonce, then chunks whose numbers and
/// whose end are authenticated.

/// Sizes, and where in the sealed bytes which plain bytes are. All offsets count from the
/// payload's first byte.
package struct PayloadShape: Sendable, Equatable {
  /// Plain bytes in every chunk but the last, which has 1 to so many; 0 if it is the only one.
  package static let chunkBytes = 65_536
  /// What precedes the chunks.
  package static let nonceBytes = 16
  static let sealedChunkBytes = chunkBytes + StreamNonce.tagBytes

  /// Bytes of the whole payload, its nonce included.
  package let sealedSize: Int
  /// Bytes of the document.
  package let plainSize: Int
  /// Chunks are counted from 0; there is always one.
  package let lastChunkIndex: Int

  /// The shape of a payload of so many sealed bytes; throws ``VaultError/notAuthentic`` if none
  /// has so many.
  package init(sealedSize: Int) throws(VaultError) {
    let body = sealedSize - Self.nonceBytes
    guard body >= StreamNonce.tagBytes else { throw .notAuthentic }
    let last = (body - 1) / Self.sealedChunkBytes
    let rest = body - last * Self.sealedChunkBytes
    guard rest > StreamNonce.tagBytes || body == StreamNonce.tagBytes else {
      throw .notAuthentic
    }
    self.sealedSize = sealedSize
    plainSize = body - (last + 1) * StreamNonce.tagBytes
    lastChunkIndex = last
  }

  /// The sealed bytes of a chunk.
  package func chunkRange(_ index: Int) -> Range<Int> {
    precondition((0...lastChunkIndex).contains(index), "no such chunk")
    let start = Self.nonceBytes + index * Self.sealedChunkBytes
    return start..<min(start + Self.sealedChunkBytes, sealedSize)
  }

  /// The plain bytes of a chunk.
  package func plainRange(_ index: Int) -> Range<Int> {
    precondition((0...lastChunkIndex).contains(index), "no such chunk")
    let start = index * Self.chunkBytes
    return start..<min(start + Self.chunkBytes, plainSize)
  }

  /// The chunks that hold a range of plain bytes; none for an empty range.
  package func chunks(covering plain: Range<Int>) -> Range<Int> {
    precondition(plain.lowerBound >= 0 && plain.upperBound <= plainSize, "beyond the end")
    guard !plain.isEmpty else { return 0..<0 }
    return plain.lowerBound / Self.chunkBytes..<(plain.upperBound - 1) / Self.chunkBytes + 1
  }
}

/// The nonce of a chunk: 11 bytes of counter, big-endian, and whether it is the last. Its key is
/// used for one payload only.
struct StreamNonce {
  static let byteCount = 12
  static let tagBytes = 16

  let bytes: [UInt8]

  init(index: Int, isLast: Bool) {
    var bytes = [UInt8](repeating: 0, count: Self.byteCount)
    let counter = UInt64(index)
    for place in 0..<8 {
      bytes[10 - place] = UInt8(truncatingIfNeeded: counter >> UInt64(8 * place))
    }
    bytes[11] = isLast ? 1 : 0
    self.bytes = bytes
  }
}
