/// The header of an age file (C2SP age.md, "age-encryption.org/v1"), read strictly: what another
/// program would write differently, or what could be read in two ways, is refused.
import CLibsodium
import Domain

/// One recipient's part of a header.
struct AgeStanza: Equatable {
  /// The type first.
  let arguments: [String]
  let body: [UInt8]

  /// Binds a file to the row it lives in. Other programs skip a stanza they do not know, but the
  /// header's code covers it. The last argument is this format's version.
  static func document(application: ApplicationID, document: DocumentID) -> AgeStanza {
    AgeStanza(
      arguments: ["lethe/document", application.text, document.text, "1"], body: [])
  }

  /// The line of arguments and the body in lines of 64 characters, the last one shorter.
  var text: String {
    var text = "-> " + arguments.joined(separator: " ") + "\n"
    var rest = Base64.standard.encode(body)[...]
    while rest.utf8.count >= AgeHeader.columns {
      text += rest.prefix(AgeHeader.columns) + "\n"
      rest = rest.dropFirst(AgeHeader.columns)
    }
    return text + rest + "\n"
  }
}

/// A parsed header; nothing in it is authenticated yet.
struct AgeHeader {
  static let versionLine = "age-encryption.org/v1"
  /// Ours are about 300 bytes; longer ones are refused before anything is computed.
  static let longestBytes = 4096
  static let columns = 64

  let stanzas: [AgeStanza]
  /// What the code covers: all up to and including `---`.
  let signed: [UInt8]
  /// HMAC-SHA-256, 32 bytes.
  let code: [UInt8]
  /// Where the payload begins, if the bytes go on.
  let byteCount: Int

  /// Reads a header from the beginning of `bytes`.
  init(parsing bytes: [UInt8]) throws(VaultError) {
    var lines = Lines(bytes)
    guard try lines.next() == Array(Self.versionLine.utf8)[...] else { throw .notAuthentic }
    var stanzas: [AgeStanza] = []
    while true {
      let start = lines.position
      let line = try lines.next()
      if line.starts(with: Array("-> ".utf8)) {
        let arguments = try Self.arguments(line.dropFirst(3))
        stanzas.append(AgeStanza(arguments: arguments, body: try Self.body(&lines)))
      } else {
        guard line.starts(with: Array("--- ".utf8)), !stanzas.isEmpty,
          let code = Base64.standard.decode(line.dropFirst(4)), code.count == HKDF.hashBytes
        else { throw .notAuthentic }
        self.stanzas = stanzas
        self.code = code
        signed = Array(bytes[..<(start + 3)])
        byteCount = lines.position
        return
      }
    }
  }

  /// One or more words of visible ASCII, single spaces between them.
  private static func arguments(_ line: ArraySlice<UInt8>) throws(VaultError) -> [String] {
    let words = line.split(separator: 0x20, omittingEmptySubsequences: false)
    for word in words where word.isEmpty || word.contains(where: { !(33...126).contains($0) }) {
      throw .notAuthentic
    }
    return words.map { String(decoding: $0, as: UTF8.self) }
  }

  /// Full lines, then a shorter one, which may be empty.
  private static func body(_ lines: inout Lines) throws(VaultError) -> [UInt8] {
    var text: [UInt8] = []
    while true {
      let line = try lines.next()
      guard line.count <= columns else { throw .notAuthentic }
      text += line
      guard line.count < columns else { continue }
      guard let body = Base64.standard.decode(text) else { throw .notAuthentic }
      return body
    }
  }

  private struct Lines {
    private let bytes: ArraySlice<UInt8>
    private(set) var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes.prefix(AgeHeader.longestBytes) }

    /// The bytes up to a line feed, which must be there.
    mutating func next() throws(VaultError) -> ArraySlice<UInt8> {
      guard let end = bytes[position...].firstIndex(of: 0x0A) else {
        throw VaultError.notAuthentic
      }
      defer { position = end + 1 }
      return bytes[position..<end]
    }
  }
}

/// Texts of the format that others see.
package enum Age {
  /// `age1…`: the text form of a public key of 32 bytes, for `age -r`.
  package static func recipientText(_ recipient: [UInt8]) -> String {
    Bech32.encode(prefix: "age", recipient)
  }
}
