import Foundation
import Testing

@testable import Mail

/// What leaves over SMTP, and what a server's no means.
@Suite(.timeLimit(.minutes(3))) struct SMTPTests {
  private func sender(_ url: String, seconds: Int = 20) throws -> SMTPSender {
    SMTPSender(
      try SMTPServer(
        url: url, greeting: "jobs.example.org", times: SMTPTimes(total: seconds)))
  }

  private func send(_ message: Message, by sender: SMTPSender) async throws {
    let composer = MessageComposer()
    try await sender.send(
      try composer.compose(message), in: try composer.envelope(of: message))
  }

  private func id(_ number: Int) -> String {
    "6f1c1d6e-6c0a-4d8e-9a7e-0c5d6f3b2a1\(number)"
  }

  @Test func everyByteArrivesOverOneConnection() async throws {
    let office = try PostOffice()
    let sender = try sender(office.url)
    let texts = [
      "short\n", ".\n..\n. a line of dots\n", Sample.text,
      String(repeating: "a longer line of text, again\n", count: 1000), "no end of line",
    ]
    for (number, text) in texts.enumerated() {
      let message = Sample.message(id: id(number), text: text)
      let bytes = try MessageComposer().compose(message)
      try await sender.send(bytes, in: try MessageComposer().envelope(of: message))
      let taken = try office.next()
      #expect(Array(taken.bytes.utf8) == bytes)
      #expect(taken.id == "<\(id(number))@example.org>")
    }
    try office.close()
  }

  @Test(arguments: [
    (#"{"replies": {"RCPT": ["450 later"]}}"#, SMTPError.temporary(.putOff(reply: 450))),
    (#"{"replies": {"DATA": ["451 later"]}}"#, .temporary(.putOff(reply: 451))),
    (#"{"replies": {"RCPT": ["550 nobody"]}}"#, .permanent(reply: 550)),
    (#"{"replies": {"DATA": ["554 no"]}}"#, .permanent(reply: 554)),
    (#"{"replies": {"MAIL": ["451 later"]}}"#, .temporary(.putOff(reply: 451))),
    (#"{"replies": {"MAIL": ["553 not you"]}}"#, .misconfigured(.senderRefused(reply: 553))),
    (#"{"cut": 1}"#, .temporary(.brokenOff)), (#"{"swallow": 1}"#, .temporary(.brokenOff)),
    (#"{"hold": 60}"#, .temporary(.timeout)),
  ])
  func aNoHasItsMeaningAndTheNextMailLeaves(wishes: String, meaning: SMTPError) async throws {
    let office = try PostOffice(wishes)
    let sender = try sender(office.url, seconds: 2)
    await #expect(throws: meaning) { try await send(Sample.message(id: id(0)), by: sender) }
    try await send(Sample.message(id: id(1)), by: sender)
    try office.close()
  }

  @Test func aLoginIsProvenAndAWrongOneIsTheSettingsFault() async throws {
    let office = try PostOffice(#"{"login": ["lethe", "secret"]}"#)
    let (right, wrong) = (
      try sender("smtp://lethe:secret@localhost:\(office.port)"),
      try sender("smtp://lethe:wrong@localhost:\(office.port)")
    )
    try await right.probe()
    try await send(Sample.message(), by: right)
    await #expect(throws: SMTPError.misconfigured(.loginRefused)) { try await wrong.probe() }
    await #expect(throws: SMTPError.misconfigured(.loginRefused)) {
      try await send(Sample.message(), by: wrong)
    }
    try office.close()
  }

  @Test func whatIsNotThereIsSaidToBeAway() async throws {
    let office = try PostOffice()
    try office.close()
    let sender = try sender(office.url)
    await #expect(throws: SMTPError.temporary(.noConnection)) { try await sender.probe() }
    let nowhere = try self.sender("smtp://nowhere.invalid?tls=none")
    await #expect(throws: SMTPError.temporary(.unknownHost)) {
      try await send(Sample.message(), by: nowhere)
    }
  }

  @Test func withoutSTARTTLSNothingIsSaidThatShouldBeEncrypted() async throws {
    let office = try PostOffice(#"{"login": ["lethe", "secret"]}"#)
    let sender = try sender("smtp://lethe:secret@localhost:\(office.port)?tls=required")
    await #expect(throws: SMTPError.misconfigured(.notEncrypted)) { try await sender.probe() }
    await #expect(throws: SMTPError.misconfigured(.notEncrypted)) {
      try await send(Sample.message(), by: sender)
    }
    try office.close()
  }

  @Test func whoIsToldToStopBeforeTheServerHasTheMailStops() async throws {
    let office = try PostOffice()
    let sender = try sender(office.url)
    let sending = Task {
      // Cancelled before it begins.
      unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
      try await send(Sample.message(id: id(0)), by: sender)
    }
    await #expect(throws: SMTPError.stopped) { try await sending.value }
    try await send(Sample.message(id: id(1)), by: sender)
    #expect(try office.next().id == "<\(id(1))@example.org>")
    try office.close()
  }

  @Test func whatTheServerMayHaveAlreadyIsWaitedFor() async throws {
    let stop = StopWish()
    let talk = SMTPTalk([1, 2, 3], stop: stop)
    var target = [CChar](repeating: 0, count: 2)
    func read() -> Int {
      unsafe target.withUnsafeMutableBufferPointer {
        unsafe talk.read(into: $0.baseAddress, most: 2)
      }
    }
    stop.set()
    #expect(read() == 2 && !talk.mayGoOn)
    #expect(read() == 1 && !talk.mayGoOn)
    #expect(read() == 0 && talk.mayGoOn)
    let hasty = SMTPTalk([], stop: stop, farewell: .zero)
    #expect(unsafe hasty.read(into: nil, most: 1) == 0 && !hasty.mayGoOn)
  }
}

/// Addresses of servers.
@Suite struct SMTPServerTests {
  private func server(_ url: String) throws -> SMTPServer {
    try SMTPServer(url: url, greeting: "jobs.example.org")
  }

  @Test(arguments: [
    ("smtp://mail.example.org", 587, SMTPServer.Security.required),
    ("smtps://mail.example.org", 465, .implicit), ("smtp://mail.example.org:25/", 25, .required),
    ("SMTP://mail.example.org?tls=none", 587, .none), ("smtp://localhost", 587, .none),
    ("smtp://127.0.0.1:2525", 2525, .none), ("smtp://[::1]:2525", 2525, .none),
    ("smtp://localhost?tls=required", 587, .required),
    ("smtp://127.0.0.1.example.org", 587, .required),
  ])
  func anAddressSaysPortAndEncryption(
    url: String, port: Int, security: SMTPServer.Security
  ) throws {
    let server = try server(url)
    #expect(server.port == port && server.security == security)
  }

  @Test func userAndPasswordArePercentEncoded() throws {
    let server = try server("smtp://a%40b.example:p%3A%2F%40%20w@mail.example.org")
    #expect(server.user == "a@b.example" && server.password == "p:/@ w")
    #expect(server.url == "smtp://mail.example.org:587/jobs.example.org")
    var printed = ""
    dump(server, to: &printed)
    #expect(!"\(server) \(printed)".contains("p:"))
  }

  @Test(arguments: [
    "", "mail.example.org", "http://mail.example.org", "smtp://", "smtp://mail.example.org/path",
    "smtp://mail.example.org:0", "smtp://mail.example.org:70000", "smtp://mail.example.org#x",
  ])
  func whatIsNoAddressIsRefused(url: String) {
    #expect(throws: SMTPServer.Flaw.notAnAddress) { try server(url) }
  }

  @Test(arguments: ["?tls=", "?tls=maybe", "?tls=none&tls=none", "?other=1", "?tls"])
  func optionsThatDontExistAreRefused(option: String) {
    #expect(throws: SMTPServer.Flaw.unknownOption) {
      try server("smtp://mail.example.org\(option)")
    }
  }

  @Test func aPasswordDoesntLeaveThisMachineInTheClear() throws {
    #expect(throws: SMTPServer.Flaw.passwordInTheClear) {
      try server("smtp://a:b@mail.example.org?tls=none")
    }
    _ = try server("smtp://a:b@localhost")
  }

  @Test func encryptionOfTheFirstByteCantBeTurnedOff() {
    #expect(throws: SMTPServer.Flaw.unknownOption) {
      try server("smtps://mail.example.org?tls=none")
    }
  }

  @Test(arguments: ["jobs example", "jobs/../x", "", "größe.example"])
  func aGreetingThatIsNoNameIsLocalhost(greeting: String) throws {
    let server = try SMTPServer(url: "smtp://localhost", greeting: greeting)
    #expect(server.greeting == "localhost")
  }
}
