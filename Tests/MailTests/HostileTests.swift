import Testing

@testable import Mail

/// Whatever a name, a subject or an address holds, it adds no header and writes to nobody else.
@Suite struct HostileTests {
  private static let names = [
    "Kim\r\nBcc: everyone@example.com", "Kim\nBcc: everyone@example.com", "Kim\rX: y",
    "Kim\u{0}Null", "Kim \"the\" Beispiel", "Beispiel, Kim", "Kim <boss@example.com>",
    "Kim \\", "\"", "Kim\u{202E}lepsieB", "=?utf-8?q?Kim=0D=0ABcc=3A_x=40example.com?=",
    "Kim\u{2028}Bcc: x", "Zoë Ångström-Łukasz", "李小龍", "Kim 👩‍👩‍👧", "a@b.c, d@e.f",
    String(repeating: "Kim ", count: 300), "(comment)", "group: a@example.com;",
    "\r\n\r\n<script>", "Kim\u{85}Bcc: x",
  ]

  private static let headers: Set<String> = [
    "Date", "From", "To", "Subject", "Message-Id", "Message-ID", "MIME-Version", "Content-Type",
    "Content-Language", "Auto-Submitted",
  ]

  @Test(arguments: names)
  func aNameStaysAName(name: String) throws {
    let mail = try Sample.composed(
      Sample.message(
        from: Mailbox(name: name, address: "jobs@example.org"),
        to: Mailbox(name: name, address: "kim@example.com")))
    #expect(mail.from.map { $0[1] } == ["jobs@example.org"])
    #expect(mail.to.map { $0[1] } == ["kim@example.com"])
    #expect(Set(mail.headers.map { $0[0] }).isSubset(of: Self.headers), "\(mail.headers)")
    let expected = HeaderText.line(name)
    #expect(mail.to[0][0] == expected)
    #expect(mail.defects == [])
  }

  @Test(arguments: names)
  func aSubjectStaysASubject(subject: String) throws {
    let mail = try Sample.composed(Sample.message(subject: subject))
    #expect(mail.all("Subject") == [HeaderText.line(subject)])
    #expect(Set(mail.headers.map { $0[0] }).isSubset(of: Self.headers), "\(mail.headers)")
    #expect(mail.parts[0].text == Sample.text)
  }

  @Test func nothingHiddenIsLeftInALine() {
    #expect(HeaderText.line("a\u{202E}b\u{2066}c\u{200B}d\u{0}e\r\n f") == "abcd e f")
    #expect(HeaderText.line(" \t ") == "")
    #expect(HeaderText.line("علی\u{200C}رضا") == "علی\u{200C}رضا")
  }

  @Test(arguments: [
    "", "kim", "@example.com", "kim@", "kim@example..com", "kim@-example.com", ".kim@example.com",
    "kim.@example.com", "ki..m@example.com", "kim@example.com\r\nBcc: x@example.com",
    "kim@example.com\n", "kim @example.com", "kim@exam ple.com", "a@b@example.com",
    "\"kim\"@example.com", "kim@[127.0.0.1]", "<kim@example.com>", "kim@example.com, x@example.com",
    "kím@example.com", "kim@example.com\u{0}", "kim@exam\u{202E}ple.com", "kim;x@example.com",
    String(repeating: "a", count: 65) + "@example.com",
    "kim@" + String(repeating: "a", count: 64) + ".com",
    "kim@" + String(repeating: "abcdefgh.", count: 30) + "com", "kim@\u{301}.com",
    "\u{212A}im@example.com", "k\u{1FEF}@example.com",
  ])
  func anAddressThatCantBeWrittenToIsRefused(address: String) {
    let hostile = Mailbox(address: address)
    let fine = Mailbox(address: "kim@example.com")
    let composer = MessageComposer()
    #expect(throws: MailError.badAddress(.to)) {
      try composer.compose(Sample.message(to: hostile))
    }
    #expect(throws: MailError.badAddress(.from)) {
      try composer.compose(Sample.message(from: hostile, to: fine))
    }
    #expect(throws: MailError.badAddress(.replyTo)) {
      try composer.compose(Sample.message(replyTo: hostile))
    }
  }

  @Test(arguments: [
    "kim.beispiel+jobs@sub.example.com", "o'neil@example.com", "k@localhost", "KIM@EXAMPLE.COM",
    "a_b-c=d@1st.example", "{x}@example.com",
  ])
  func anOrdinaryAddressArrives(address: String) throws {
    let mail = try Sample.composed(Sample.message(to: Mailbox(name: "Kim", address: address)))
    #expect(mail.to == [["Kim", address]])
  }

  @Test func aDomainInAnotherScriptIsWrittenAsServersNeedIt() throws {
    let mail = try Sample.composed(
      Sample.message(
        from: Mailbox(address: "jobs@müller.example"), to: Mailbox(address: "kim@bücher.example")))
    #expect(mail.to == [["", "kim@xn--bcher-kva.example"]])
    #expect(mail.from == [["", "jobs@xn--mller-kva.example"]])
    #expect(mail.all("Message-ID").first?.contains("ü") == false)
  }

  @Test(arguments: [
    "javascript:alert(1)", "https://example.org/c/x\r\nBcc: y", "https://example.org/>,<mailto:x",
    "https://example.org/ x", "//example.org/x", "https://", "https://exämple.org/x",
  ])
  func aLinkThatCouldEndItsHeaderIsRefused(url: String) {
    #expect(throws: MailError.badLink) {
      try MessageComposer().compose(Sample.message(unsubscribeURL: url))
    }
  }

  @Test(arguments: ["", "1", "x\r\nBcc: y", "../../etc/passwd", Sample.id + "\n", Sample.id + "0"])
  func anIdThatIsNoneIsRefused(id: String) {
    #expect(throws: MailError.badID) { try MessageComposer().compose(Sample.message(id: id)) }
  }

  @Test(arguments: ["", "d", "de\r\nBcc: y", "deutsch!", "de-"])
  func aLanguageThatIsNoneIsRefused(language: String) {
    #expect(throws: MailError.badLanguage) {
      try MessageComposer().compose(Sample.message(language: language))
    }
  }
}
