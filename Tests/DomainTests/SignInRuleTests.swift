import Domain
import Foundation
import Testing

/// Which passwords are taken, and how long somebody waits who tried too often.
@Suite struct SignInRuleTests {
  private func problem(_ password: String) -> InputProblem? {
    PasswordRules.problem(
      of: PasswordRules.normalised(Private(password)), email: Private("lee.smith@example.org"),
      name: Private("Lee Beispiel"))
  }

  @Test func passwordsAreLongOrNotTaken() {
    #expect(problem("") == .missing)
    #expect(problem("1234567") == .tooShort)
    #expect(problem("k3#vQ9!x") == nil)
    #expect(problem(String(repeating: "abcdefg", count: 40)) == .tooLong)
    #expect(problem("aaaaaaaaaaaaaaaaaaaa") == .tooSimple)
    #expect(PasswordRules.isShort(Private("fourteen chars")))
    #expect(!PasswordRules.isShort(Private("fifteen chars!!")))
  }

  @Test func passwordsHoldNeitherNameNorAddress() {
    for password in [
      "my name is beispiel ok", "LEE.SMITH is my login", "Béispiel sagt hallo 12",
    ] {
      #expect(problem(password) == .holdsNameOrAddress, "\(password)")
    }
    // "Lee" alone is in too many words.
    #expect(problem("sleepless in seattle 7") == nil)
  }

  @Test func theSamePasswordTypedInAnotherWayIsTheSame() {
    let composed = PasswordRules.normalised(Private("Gr\u{FC}\u{DF}e aus K\u{F6}ln"))
    let decomposed = PasswordRules.normalised(Private("Gru\u{308}\u{DF}e aus Ko\u{308}ln"))
    #expect(composed == decomposed)
    #expect(PasswordRules.normalised(Private("ﬁve")).reveal() == "five")
  }

  private let now = Date(timeIntervalSince1970: 1_772_442_000)

  private func count(
    _ failures: Int, secondsAgo: Double = 0, success: Double? = nil
  ) -> AttemptCount {
    AttemptCount(
      failures: failures, triedAt: now.addingTimeInterval(-secondsAgo),
      succeededAt: success.map { now.addingTimeInterval(-$0) })
  }

  @Test func fiveTriesAreFreeAndThenEachTakesTwiceAsLong() {
    let waits = [0, 4, 5, 6, 7, 10, 15, 40].map {
      Throttle.waitForPassword(pair: count($0), address: nil, account: nil, at: now)
    }
    #expect(waits == [0, 0, 1, 2, 4, 32, 900, 900])
    #expect(
      Throttle.waitForPassword(
        pair: count(10, secondsAgo: 30), address: nil, account: nil, at: now) == 2)
    #expect(
      Throttle.waitForPassword(
        pair: count(10, secondsAgo: 33), address: nil, account: nil, at: now) == 0)
    #expect(
      Throttle.waitForPassword(
        pair: count(40, secondsAgo: 90_000), address: nil, account: nil, at: now) == 0)
  }

  @Test func anAccountUnderAttackGivesEachNewAddressOneFreeTry() {
    let attacked = count(5000)
    #expect(
      Throttle.waitForPassword(pair: nil, address: nil, account: attacked, at: now) == 0)
    #expect(
      Throttle.waitForPassword(pair: count(1), address: nil, account: attacked, at: now) == 30)
  }

  @Test func whoSignedInFromThereBeforeIsNotSlowedDownByOthers() {
    let known = count(2, success: 86_400)
    #expect(
      Throttle.waitForPassword(
        pair: known, address: count(5000), account: count(5000), at: now) == 0)
    #expect(Throttle.waitForCode(pair: known, account: count(5000), at: now) == 0)
    let long = count(2, success: 31 * 86_400)
    #expect(
      Throttle.waitForPassword(
        pair: long, address: count(5000), account: nil, at: now) == 300)
  }

  @Test func whoKnowsThePasswordGuessesNoCodesFromManyAddresses() {
    #expect(Throttle.waitForCode(pair: nil, account: count(9), at: now) == 0)
    #expect(Throttle.waitForCode(pair: nil, account: count(20), at: now) == 900)
    #expect(Throttle.waitForCode(pair: count(6), account: nil, at: now) == 2)
  }

  @Test(arguments: [
    ("192.0.2.7", "192.0.2.7"), ("::ffff:192.0.2.7", "192.0.2.7"),
    ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"), ("2001:DB8:1:2::1", "2001:db8:1:2::/64"),
    ("::1", "0:0:0:0::/64"), ("fe80::1%eth0", "fe80:0:0:0::/64"),
    ("2001:0db8::", "2001:db8:0:0::/64"),
    ("", ""),
  ])
  func anAddressIsCountedByItsNetwork(text: String, network: String) {
    #expect(ClientAddress(text).network.reveal() == network)
    #expect("\(ClientAddress(text))" == "<private>")
  }
}
