/// Opens any part of a document's payload without reading the rest. No byte comes out of a chunk
/// that hasn't been authenticated, nor out of a payload whose end hasn't been seen.
import CLibsodium
import Synchronization

/// Opens one payload, chunk by chunk and in any order, from any thread. The last chunk comes
/// first: it proves that the payload ends where the file ends.
@safe package final class PayloadOpener: Sendable {
  /// Which bytes are where.
  package let shape: PayloadShape
  private let key: KeySlot
  private let hasSeenTheEnd = Atomic(false)

  /// `payloadNonce` is the payload's first 16 bytes, `sealedSize` its whole length. Throws
  /// ``VaultError/notAuthentic`` if no payload has that length.
  package init(
    _ fileKey: borrowing FileKey, payloadNonce: [UInt8], sealedSize: Int
  ) throws(VaultError) {
    guard payloadNonce.count == PayloadShape.nonceBytes else { throw .notAuthentic }
    shape = try PayloadShape(sealedSize: sealedSize)
    key = try fileKey.payloadKey(nonce: payloadNonce)
  }

  /// Bytes of the document.
  package var plainSize: Int { shape.plainSize }

  /// The chunk to open first.
  package var lastChunkIndex: Int { shape.lastChunkIndex }

  /// Where a chunk's sealed bytes are in the payload.
  package func chunkRange(_ index: Int) -> Range<Int> { shape.chunkRange(index) }

  /// Opens a chunk and appends its plain bytes. `chunk` is what
  /// ``PayloadShape/chunkRange(_:)`` names. Throws ``VaultError/notAuthentic``, with `plain` as
  /// it was, if anything about the chunk or its place is not as it was sealed; the same for any
  /// other chunk before the last one has been opened.
  package func open(
    _ chunk: Span<UInt8>, index: Int, into plain: inout [UInt8]
  ) throws(VaultError) {
    let isLast = index == shape.lastChunkIndex
    guard (0...shape.lastChunkIndex).contains(index),
      chunk.count == shape.chunkRange(index).count,
      isLast || hasSeenTheEnd.load(ordering: .acquiring)
    else { throw .notAuthentic }
    let nonce = StreamNonce(index: index, isLast: isLast).bytes
    let key = unsafe key.bytes
    let count = chunk.count - StreamNonce.tagBytes
    try plain.append(addingCapacity: count) { (output) throws(VaultError) in
      try unsafe output.withUnsafeMutableBufferPointer {
        (buffer, filled) throws(VaultError) in
        let status = unsafe chunk.withUnsafeBufferPointer { sealed in
          unsafe crypto_aead_chacha20poly1305_ietf_decrypt(
            buffer.baseAddress, nil, nil, sealed.baseAddress.unsafelyUnwrapped,
            UInt64(sealed.count), nil, 0, nonce, key)
        }
        guard status == 0 else { throw .notAuthentic }
        filled = count
      }
    }
    if isLast { hasSeenTheEnd.store(true, ordering: .releasing) }
  }

  /// The same for an array.
  package func open(
    _ chunk: [UInt8], index: Int, into plain: inout [UInt8]
  ) throws(VaultError) {
    try open(chunk.span, index: index, into: &plain)
  }
}
