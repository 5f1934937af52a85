import Vault

/// SHA-256 of a file of an export, computed while it leaves.
package struct FileDigest: Sendable {
  private var digest = StreamDigest()

  package init() {}

  /// Takes the next bytes.
  package mutating func add(_ bytes: [UInt8]) { digest.add(bytes) }

  /// 64 hexadecimal digits, in lower case.
  package consuming func text() -> String {
    digest.finish().map { byte in
      (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }.joined()
  }
}
