/// Text with a signature under it, in C2SP's `signed-note` format: what Lethe signs, other programs
/// can check with nothing but the public key.

/// Who signs notes: a name and a key, as verifiers are told of them.
package struct NoteSigner: Sendable, Equatable {
  /// Ed25519, as signed-note numbers its signature types.
  private static let algorithm: UInt8 = 1

  package let name: String
  package let key: LedgerPublicKey

  /// The name holds neither space nor plus.
  package init(name: String, key: LedgerPublicKey) {
    self.name = name
    self.key = key
  }

  /// Reads the text form; `nil` if it is none, or of another kind of key.
  package init?(_ text: String) {
    let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, !parts[0].isEmpty, !parts[0].contains(where: \.isWhitespace),
      let bytes = Base64.padded.decode(Array(parts[2].utf8)), bytes.first == Self.algorithm,
      let key = LedgerPublicKey(Array(bytes.dropFirst()))
    else { return nil }
    self.init(name: String(parts[0]), key: key)
    guard self.text == text else { return nil }
  }

  /// The text form that verifiers are configured with: `NAME+ID+KEY`.
  package var text: String {
    let number = id.map { byte in
      (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }.joined()
    return "\(name)+\(number)+\(Base64.padded.encode([Self.algorithm] + key.bytes))"
  }

  /// Four bytes that tell keys of one name apart.
  var id: [UInt8] {
    Array(ByteDigest.of(Array(name.utf8) + [0x0A, Self.algorithm] + key.bytes).prefix(4))
  }
}

/// Writes and opens signed notes.
package enum SignedNote {
  private static let dash = "\u{2014} "
  /// As many signatures as every verifier must accept.
  private static let mostSignatures = 16

  /// Why a note isn't believed.
  package enum Doubt: Error, Sendable, Equatable {
    /// It isn't a signed note at all.
    case notANote
    /// Others signed it.
    case signedByOthers
    /// It carries the signer's name, and was changed.
    case forged
  }

  /// The text, which ends with a newline, and its signature.
  package static func sign(
    _ text: String, as name: String, with key: LedgerKey
  ) throws(VaultError) -> String {
    precondition(text.hasSuffix("\n"), "the text of a note ends with a newline")
    let signer = NoteSigner(name: name, key: key.publicKey)
    let signature = try key.sign(Array(text.utf8))
    return "\(text)\n\(dash)\(name) \(Base64.padded.encode(signer.id + signature))\n"
  }

  /// The text of a note, once the signature of `signer` has been verified.
  package static func open(_ note: String, by signer: NoteSigner) throws(Doubt) -> String {
    let (text, lines) = try split(note)
    var found = false
    for line in lines {
      let parts = line.dropFirst(dash.count).split(
        separator: " ", omittingEmptySubsequences: false)
      guard line.hasPrefix(dash), parts.count == 2, !parts[0].isEmpty,
        let bytes = Base64.padded.decode(Array(parts[1].utf8)), bytes.count > 4
      else { throw .notANote }
      guard parts[0] == signer.name, Array(bytes.prefix(4)) == signer.id else { continue }
      guard signer.key.verifies(Array(bytes.dropFirst(4)), of: Array(text.utf8)) else {
        throw .forged
      }
      found = true
    }
    guard found else { throw .signedByOthers }
    return text
  }

  /// The text of a note that nobody has verified; for telling what is wrong with one.
  package static func unverifiedText(of note: String) -> String? {
    do { return try split(note).text } catch { return nil }
  }

  private static func split(_ note: String) throws(Doubt) -> (text: String, lines: [Substring]) {
    let bytes = Array(note.utf8)
    guard bytes.allSatisfy({ $0 >= 0x20 || $0 == 0x0A }), bytes.last == 0x0A,
      // The last empty line.
      let gap = bytes.indices.dropLast().last(where: { bytes[$0] == 0x0A && bytes[$0 + 1] == 0x0A })
    else { throw .notANote }
    let text = String(decoding: bytes[...gap], as: UTF8.self)
    let lines = String(decoding: bytes[(gap + 2)...].dropLast(), as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count <= mostSignatures, lines.first?.isEmpty == false else { throw .notANote }
    return (text, lines)
  }
}
