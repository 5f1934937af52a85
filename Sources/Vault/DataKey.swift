/// One application's key: seals and opens its fields, and opens its documents.
import CLibsodium
package import Domain
package import struct Foundation.UUID

/// Where a field lives. A sealed field opens only in the place it was sealed for.
package struct FieldPlace: Sendable {
  let binding: [UInt8]

  /// Names of at most 63 bytes, as PostgreSQL has them, and the row's id. Each name is preceded
  /// by its length, so that no two places are framed alike.
  package init(table: StaticString, column: StaticString, row: UUID) {
    var binding: [UInt8] = []
    binding.reserveCapacity(160)
    for name in [table, column] {
      precondition(name.utf8CodeUnitCount < 64, "an identifier PostgreSQL would cut")
      binding.append(UInt8(name.utf8CodeUnitCount))
      name.withUTF8Buffer { unsafe binding.append(contentsOf: $0) }
    }
    binding += ApplicationID(row).bytes
    self.binding = binding
  }
}

/// An opened data key, lent by ``KeyRing/withDataKey(_:of:_:)``. Wiped when it goes.
@safe package struct DataKey: ~Copyable, Sendable {
  private let key: KeySlot
  private let field: KeySlot

  init(adopting key: consuming KeySlot) throws(VaultError) {
    field = try key.arena.slot()
    unsafe KeyPurpose.field.derive(from: key.bytes, into: field.bytes)
    self.key = key
  }

  /// Seals bytes: XChaCha20-Poly1305 under the field key, a random nonce, bound to the place.
  /// 41 bytes longer than the plain ones.
  package borrowing func seal(_ plain: [UInt8], as place: FieldPlace) -> [UInt8] {
    let key = unsafe field.bytes
    return unsafe plain.withUnsafeBufferPointer {
      unsafe SealedBox.seal($0, key: key, binding: place.binding)
    }
  }

  /// Seals text as UTF-8.
  package borrowing func seal(_ text: String, as place: FieldPlace) -> [UInt8] {
    let key = unsafe field.bytes
    var text = text
    return text.withUTF8 {
      unsafe SealedBox.seal($0, key: key, binding: place.binding)
    }
  }

  /// Opens what ``seal(_:as:)`` made for the same place.
  package borrowing func open(
    _ sealed: [UInt8], as place: FieldPlace
  ) throws(VaultError) -> [UInt8] {
    let count = try SealedBox.plainBytes(sealed)
    let key = unsafe field.bytes
    return unsafe try [UInt8](unsafeUninitializedCapacity: count) {
      (plain, filled) throws(VaultError) in
      unsafe try SealedBox.open(
        sealed, key: key, binding: place.binding, into: plain.baseAddress)
      filled = count
    }
  }

  /// Opens a field that holds text.
  package borrowing func openText(
    _ sealed: [UInt8], as place: FieldPlace
  ) throws(VaultError) -> String {
    guard let text = String(validating: try open(sealed, as: place), as: UTF8.self) else {
      throw .notAuthentic
    }
    return text
  }

  /// The public half of the X25519 identity, 32 bytes: documents are sealed for it.
  package var recipient: [UInt8] {
    get throws(VaultError) { Curve.publicHalf(of: try identity()) }
  }

  /// `AGE-SECRET-KEY-1…`: with it the stock `age` command opens the application's documents.
  package borrowing func identityText() throws(VaultError) -> Private<String> {
    let identity = try identity()
    let bytes = unsafe Array(UnsafeBufferPointer(start: identity.bytes, count: Curve.byteCount))
    return Private(Bech32.encode(prefix: "age-secret-key-", bytes).uppercased())
  }

  /// Opens a document's header: the key of its payload. Throws ``VaultError/notAuthentic`` if it
  /// was made for another application or document, or altered in any way.
  package borrowing func openHeader(
    _ header: [UInt8], application: ApplicationID, document: DocumentID
  ) throws(VaultError) -> FileKey {
    let parsed = try AgeHeader(parsing: header)
    guard parsed.byteCount == header.count, parsed.stanzas.count == 2,
      parsed.stanzas[1] == .document(application: application, document: document)
    else { throw .notAuthentic }
    return try parsed.fileKey(for: try identity())
  }

  /// The X25519 secret derived from the key.
  borrowing func identity() throws(VaultError) -> KeySlot {
    let slot = try key.arena.slot()
    unsafe KeyPurpose.identity.derive(from: key.bytes, into: slot.bytes)
    return slot
  }
}
