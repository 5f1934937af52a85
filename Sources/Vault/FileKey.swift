/// The key of one document's payload, and how it travels: wrapped in the document's header for the
/// application's public key (C2SP age.md, "Header" and "The X25519 recipient type").
import CLibsodium
package import Domain

/// 16 secret bytes in guarded memory; one per document, the same for life.
@safe package struct FileKey: ~Copyable, Sendable {
  static let byteCount = 16

  private let slot: KeySlot

  init(adopting slot: consuming KeySlot) { self.slot = slot }

  /// A new key, in a guarded page of its own: sealing a document needs no key ring.
  package static func random() throws(VaultError) -> FileKey {
    let slot = try KeyArena(slotsPerBlock: 8).slot()
    unsafe randombytes_buf(slot.bytes, byteCount)
    return FileKey(adopting: slot)
  }

  /// An age header for `recipient`, the application's public key of 32 bytes: about 300 bytes.
  /// Write it again for a new recipient when the application gets a new key; the payload stays.
  package borrowing func header(
    for recipient: [UInt8], application: ApplicationID, document: DocumentID
  ) throws(VaultError) -> [UInt8] {
    let stanzas = [
      try X25519Stanza.wrap(slot, for: recipient),
      AgeStanza.document(application: application, document: document),
    ]
    let signed = AgeHeader.versionLine + "\n" + stanzas.map(\.text).joined() + "---"
    let code = try authenticate(Array(signed.utf8))
    return Array((signed + " " + Base64.standard.encode(code) + "\n").utf8)
  }

  /// HMAC-SHA-256 of a header, 32 bytes, under the key that is for that alone.
  borrowing func authenticate(_ signed: [UInt8]) throws(VaultError) -> [UInt8] {
    let key = try derive(salt: [], info: "header")
    var code = [UInt8](repeating: 0, count: HKDF.hashBytes)
    unsafe HKDF.authenticate(signed, signed.count, key: key.bytes, KeyArena.slotBytes, into: &code)
    return code
  }

  /// The key of a payload, for its 16-byte nonce.
  borrowing func payloadKey(nonce: [UInt8]) throws(VaultError) -> KeySlot {
    try derive(salt: nonce, info: "payload")
  }

  private borrowing func derive(
    salt: [UInt8], info: StaticString
  ) throws(VaultError) -> KeySlot {
    let key = try slot.arena.slot()
    unsafe HKDF.derive(
      from: slot.bytes, Self.byteCount, salt: salt, info: Array(info.description.utf8),
      into: key.bytes, KeyArena.slotBytes)
    return key
  }
}

extension AgeHeader {
  /// The file key, by the first X25519 stanza that `identity` opens, once the header's code is
  /// right. Throws ``VaultError/notAuthentic`` otherwise.
  func fileKey(for identity: borrowing KeySlot) throws(VaultError) -> FileKey {
    let recipient = Curve.publicHalf(of: identity)
    for stanza in stanzas where stanza.arguments[0] == X25519Stanza.type {
      guard let slot = try X25519Stanza.unwrap(stanza, identity, recipient) else { continue }
      let key = FileKey(adopting: slot)
      let expected = try key.authenticate(signed)
      guard unsafe sodium_memcmp(expected, code, HKDF.hashBytes) == 0 else {
        throw .notAuthentic
      }
      return key
    }
    throw .notAuthentic
  }
}

/// `-> X25519 <ephemeral share>`, its body the file key under ChaCha20-Poly1305.
enum X25519Stanza {
  static let type = "X25519"

  /// Wraps a file key for a public key of 32 bytes.
  static func wrap(
    _ fileKey: borrowing KeySlot, for recipient: [UInt8]
  ) throws(VaultError) -> AgeStanza {
    let ephemeral = try fileKey.arena.slot()
    unsafe randombytes_buf(ephemeral.bytes, Curve.byteCount)
    let share = Curve.publicHalf(of: ephemeral)
    let key = try wrappingKey(ephemeral, with: recipient, salt: share + recipient)
    var body = [UInt8](repeating: 0, count: FileKey.byteCount + StreamNonce.tagBytes)
    let status = unsafe crypto_aead_chacha20poly1305_ietf_encrypt(
      &body, nil, fileKey.bytes, UInt64(FileKey.byteCount), nil, 0, nil, nonce, key.bytes)
    precondition(status == 0, "sealing cannot fail")
    return AgeStanza(arguments: [type, Base64.standard.encode(share)], body: body)
  }

  /// The file key; nil if it is wrapped for somebody else. Throws if the stanza is malformed.
  static func unwrap(
    _ stanza: AgeStanza, _ identity: borrowing KeySlot, _ recipient: [UInt8]
  ) throws(VaultError) -> KeySlot? {
    guard stanza.arguments.count == 2,
      let share = Base64.standard.decode(stanza.arguments[1].utf8),
      share.count == Curve.byteCount,
      stanza.body.count == FileKey.byteCount + StreamNonce.tagBytes
    else { throw .notAuthentic }
    let key = try wrappingKey(identity, with: share, salt: share + recipient)
    let fileKey = try identity.arena.slot()
    let status = unsafe crypto_aead_chacha20poly1305_ietf_decrypt(
      fileKey.bytes, nil, nil, stanza.body, UInt64(stanza.body.count), nil, 0, nonce, key.bytes)
    guard status == 0 else { return nil }
    return consume fileKey
  }

  /// All zero, as the format says: the key is used for this one message.
  private static var nonce: [UInt8] { [UInt8](repeating: 0, count: StreamNonce.byteCount) }

  private static func wrappingKey(
    _ secret: borrowing KeySlot, with point: [UInt8], salt: [UInt8]
  ) throws(VaultError) -> KeySlot {
    let shared = try Curve.shared(secret, with: point)
    let key = try secret.arena.slot()
    unsafe HKDF.derive(
      from: shared.bytes, Curve.byteCount, salt: salt,
      info: Array("age-encryption.org/v1/X25519".utf8), into: key.bytes, KeyArena.slotBytes)
    return key
  }
}
