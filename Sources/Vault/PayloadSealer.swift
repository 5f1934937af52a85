/// Seals a document's bytes as they come, holding back at most one chunk.
import CLibsodium

/// Makes one age payload: feed it with ``push(_:into:)``, end it with ``finish(into:)``. What is
/// appended to `sealed` belongs into the file in that order; empty the buffer and use it again.
@safe package struct PayloadSealer: ~Copyable, Sendable {
  private let key: KeySlot
  private let nonce: [UInt8]
  private var index = 0
  private var hasBegun = false
  /// The beginning of a chunk, or a whole one of which it isn't known yet if it is the last.
  private var held: [UInt8] = []

  /// A random payload nonce: a file key may seal only one payload anyway.
  package init(_ fileKey: borrowing FileKey) throws(VaultError) {
    nonce = Random.bytes(PayloadShape.nonceBytes)
    key = try fileKey.payloadKey(nonce: nonce)
  }

  /// Sealed bytes a payload of so many plain ones has.
  package static func sealedSize(plainSize: Int) -> Int {
    let chunks = max(1, (plainSize + PayloadShape.chunkBytes - 1) / PayloadShape.chunkBytes)
    return PayloadShape.nonceBytes + plainSize + chunks * StreamNonce.tagBytes
  }

  /// Takes the next plain bytes, however many; appends the chunks that are complete.
  package mutating func push(_ plain: Span<UInt8>, into sealed: inout [UInt8]) {
    unsafe plain.withUnsafeBufferPointer { unsafe push($0, into: &sealed) }
  }

  /// The same for an array.
  package mutating func push(_ plain: [UInt8], into sealed: inout [UInt8]) {
    push(plain.span, into: &sealed)
  }

  /// Appends the last chunk. Nothing can follow it.
  package consuming func finish(into sealed: inout [UInt8]) {
    begin(&sealed)
    seal(held.span, isLast: true, into: &sealed)
  }

  private mutating func push(_ plain: UnsafeBufferPointer<UInt8>, into sealed: inout [UInt8]) {
    let size = PayloadShape.chunkBytes
    begin(&sealed)
    var rest = unsafe plain[...]
    if !held.isEmpty {
      let taken = unsafe rest.prefix(size - held.count)
      unsafe held.append(contentsOf: taken)
      unsafe rest = rest.dropFirst(taken.count)
      if unsafe rest.isEmpty { return }
      seal(held.span, isLast: false, into: &sealed)
      index += 1
      held.removeAll(keepingCapacity: true)
    }
    while unsafe rest.count > size {
      unsafe seal(
        UnsafeBufferPointer(rebasing: rest.prefix(size)).span, isLast: false, into: &sealed)
      index += 1
      unsafe rest = rest.dropFirst(size)
    }
    unsafe held.append(contentsOf: rest)
  }

  private mutating func begin(_ sealed: inout [UInt8]) {
    if !hasBegun { sealed += nonce }
    hasBegun = true
  }

  private borrowing func seal(_ chunk: Span<UInt8>, isLast: Bool, into sealed: inout [UInt8]) {
    let nonce = StreamNonce(index: index, isLast: isLast).bytes
    let key = unsafe key.bytes
    let count = chunk.count + StreamNonce.tagBytes
    sealed.append(addingCapacity: count) { output in
      unsafe output.withUnsafeMutableBufferPointer { buffer, filled in
        let status = unsafe chunk.withUnsafeBufferPointer { plain in
          unsafe crypto_aead_chacha20poly1305_ietf_encrypt(
            buffer.baseAddress.unsafelyUnwrapped, nil, plain.baseAddress, UInt64(plain.count), nil,
            0, nil, nonce,
            key)
        }
        precondition(status == 0, "sealing cannot fail")
        filled = count
      }
    }
  }
}
