import Foundation
import Testing

@testable import Vault

/// Outside vectors for what is built here rather than taken from libsodium.
@Suite struct VectorTests {
  struct Derivation: Sendable {
    let name: String
    let secret, salt, info, output: [UInt8]
  }

  static let derivations = [
    Derivation(
      name: "RFC 5869 A.1", secret: [UInt8](repeating: 0x0B, count: 22), salt: Array(0...0x0C),
      info: Array(0xF0...0xF9),
      output: hex(
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865")),
    Derivation(
      name: "RFC 5869 A.2", secret: Array(0...0x4F), salt: Array(0x60...0xAF),
      info: Array(0xB0...0xFF),
      output: hex(
        """
        b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c6
        5e590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87
        """)),
    Derivation(
      name: "RFC 5869 A.3", secret: [UInt8](repeating: 0x0B, count: 22), salt: [], info: [],
      output: hex(
        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8")),
  ]

  @Test(arguments: derivations.indices)
  func derivationsAreThoseOfRFC5869(index: Int) {
    let vector = Self.derivations[index]
    var output = [UInt8](repeating: 0, count: vector.output.count)
    unsafe HKDF.derive(
      from: vector.secret, vector.secret.count, salt: vector.salt, info: vector.info,
      into: &output, output.count)
    #expect(output == vector.output, "\(vector.name)")
  }

  @Test func checksumsAreThoseOfBIP173() {
    #expect(
      Bech32.encode(prefix: "abcdef", hex("00443214c74254b635cf84653a56d7c675be77df"))
        == "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw")
    #expect(Bech32.encode(prefix: "a", []) == "a12uel5l")
    #expect(Bech32.encode(prefix: "?", []) == "?1ezyfcl")
  }

  @Test func base64IsThatOfRFC4648WithoutPadding() {
    let pairs = [
      ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"),
      ("fooba", "Zm9vYmE"), ("foobar", "Zm9vYmFy"),
    ]
    for (plain, text) in pairs {
      #expect(Base64.standard.encode(Array(plain.utf8)) == text)
      #expect(Base64.standard.decode(text.utf8) == Array(plain.utf8))
    }
    for text in ["Zg==", "Zg=", "Zh", "Zm9", "Z", "Zg ", " Zg", "Zm\n8", "Zm-8", "Zm8A="] {
      #expect(Base64.standard.decode(text.utf8) == nil, "\(text)")
    }
    for bytes in [[0xC1, 0x41], [0x41, 0xC1], [0xDA, 0x67]] as [[UInt8]] {
      #expect(Base64.standard.decode(bytes) == nil)
    }
    #expect(Base64.standard.decode(Array("AA".utf8)) == [0])
    #expect(Base64.url.encode([0xFB, 0xFF]) == "-_8")
  }

  @Test func tokensAreHashedWithSHA256() {
    let hash = hex("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(LinkKey.hash("abc") == hash)
    #expect(BearerToken.hash("abc") == hash)
  }

  @Test func chunkNoncesCountUpAndMarkTheEnd() {
    #expect(StreamNonce(index: 0, isLast: false).bytes == hex("000000000000000000000000"))
    #expect(StreamNonce(index: 0, isLast: true).bytes == hex("000000000000000000000001"))
    #expect(StreamNonce(index: 0x0102_0304, isLast: true).bytes == hex("000000000000000102030401"))
  }

  @Test(arguments: [-1, 0, 15, 16, 31, 16 + 65_552 + 1, 16 + 65_552 + 15, 16 + 65_552 + 16])
  func noPayloadHasSuchALength(size: Int) {
    expectNotAuthentic { _ = try PayloadShape(sealedSize: size) }
  }
}
