import Domain
import Foundation
import Testing

@testable import Vault

@Suite struct TimeCodeTests {
  /// RFC 6238, appendix B, SHA-1.
  static let secret = Private(Array("12345678901234567890".utf8))

  @Test(arguments: [
    (59, "94287082"), (1_111_111_109, "07081804"), (1_111_111_111, "14050471"),
    (1_234_567_890, "89005924"), (2_000_000_000, "69279037"), (20_000_000_000, "65353130"),
  ])
  func codesAreThoseOfRFC6238(seconds: Int, code: String) {
    let step = TimeCodes.step(at: Date(timeIntervalSince1970: Double(seconds)))
    #expect(TimeCodes.text(Self.secret, step: step, digits: 8) == code)
  }

  /// RFC 4226, appendix D.
  @Test func codesAreThoseOfRFC4226() {
    let codes = ["755224", "287082", "359152", "969429", "338314", "254676"]
    for (step, code) in codes.enumerated() {
      #expect(TimeCodes.code(Self.secret, step: step).reveal() == code)
    }
  }

  @Test func theStepsBesideCountAndNoOthers() {
    let now = Date(timeIntervalSince1970: 1_772_442_000)
    let step = TimeCodes.step(at: now)
    for ahead in -3...3 {
      let code = TimeCodes.code(Self.secret, step: step + ahead)
      let found = TimeCodes.step(of: code, Self.secret, at: now, after: 0)
      #expect(found == (abs(ahead) <= 1 ? step + ahead : nil), "\(ahead)")
    }
  }

  @Test func aStepThatWasTakenIsNotTakenAgain() {
    let now = Date(timeIntervalSince1970: 1_772_442_000)
    let step = TimeCodes.step(at: now)
    let code = TimeCodes.code(Self.secret, step: step)
    #expect(TimeCodes.step(of: code, Self.secret, at: now, after: step - 1) == step)
    #expect(TimeCodes.step(of: code, Self.secret, at: now, after: step) == nil)
  }

  @Test func spacesDoNotCountAndOtherThingsAreNoCodes() {
    let now = Date(timeIntervalSince1970: 1_772_442_000)
    let code = Array(TimeCodes.code(Self.secret, step: TimeCodes.step(at: now)).reveal())
    let spaced = Private(" " + String(code[..<3]) + " " + String(code[3...]) + "\n")
    #expect(TimeCodes.step(of: spaced, Self.secret, at: now, after: 0) != nil)
    for other in ["", "12345", "1234567", "abcdef", "１２３４５６"] {
      #expect(TimeCodes.step(of: Private(other), Self.secret, at: now, after: 0) == nil)
    }
  }

  @Test func anAppReadsTheSecretAsTextOrAddress() {
    #expect(
      TimeCodes.secretText(Self.secret).reveal() == "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ")
    #expect(
      TimeCodes.address(Self.secret, issuer: "Müller & Co", account: Private("lee@example.org"))
        .reveal() == "otpauth://totp/M%C3%BCller%20%26%20Co:lee@example.org"
        + "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=M%C3%BCller%20%26%20Co"
        + "&algorithm=SHA1&digits=6&period=30")
    #expect(TimeCodes.newSecret().reveal().count == 20)
  }

  /// RFC 4648, section 10.
  @Test func base32IsThatOfRFC4648() {
    let vectors = [
      "": "", "f": "MY", "fo": "MZXQ", "foo": "MZXW6", "foob": "MZXW6YQ",
      "fooba": "MZXW6YTB", "foobar": "MZXW6YTBOI",
    ]
    for (plain, text) in vectors {
      #expect(Base32.standard.encode(Array(plain.utf8)) == text)
    }
  }

  @Test func recoveryCodesForgiveHowTheyAreTyped() {
    let code = RecoveryCode.random().reveal()
    #expect(code.wholeMatch(of: /([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}/) != nil)
    let hash = RecoveryCode.hash(Private(code))
    let typed = code.lowercased().replacing("-", with: " ").replacing("0", with: "o")
      .replacing("1", with: "l")
    #expect(RecoveryCode.hash(Private(typed)) == hash)
    #expect(RecoveryCode.hash(Private(code + "A")) != hash)
    #expect(RecoveryCode.random().reveal() != code)
  }
}
