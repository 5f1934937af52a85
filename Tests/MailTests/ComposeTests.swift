import Foundation
import Testing

@testable import Mail

/// What another program reads in our mail.
@Suite struct ComposeTests {
  @Test func anotherReaderFindsEveryHeader() throws {
    let reply = Mailbox(name: nil, address: "hr@example.org")
    let mail = try Sample.composed(Sample.message(replyTo: reply))
    #expect(mail.defects == [])
    #expect(mail.from == [["Müller & Söhne GmbH", "jobs@example.org"]])
    #expect(mail.to == [["Kim Beispiel", "kim@example.com"]])
    #expect(mail.raw("From")?.lowercased().contains("=?utf-8?") == true)
    #expect(mail.all("Reply-To") == ["hr@example.org"])
    #expect(mail.all("Subject") == ["Bestätigung zu Ihrer Bewerbung"])
    #expect(mail.all("Message-ID") == ["<\(Sample.id)@example.org>"])
    #expect(mail.all("MIME-Version") == ["1.0"])
    #expect(mail.all("Content-Language") == ["de"])
    #expect(mail.all("Auto-Submitted") == ["auto-generated"])
    #expect(mail.date == 1_789_473_600)
    #expect(mail.all("List-Unsubscribe") == [])
    #expect(mail.all("List-Unsubscribe-Post") == [])
  }

  @Test func bothPartsArriveAsTheyWereWritten() throws {
    let mail = try Sample.composed(Sample.message())
    #expect(mail.type == "multipart/alternative")
    #expect(mail.parts.map(\.type) == ["text/plain", "text/html"])
    #expect(mail.parts.map(\.charset) == ["utf-8", "utf-8"])
    #expect(mail.parts.map(\.encoding) == ["quoted-printable", "quoted-printable"])
    #expect(mail.parts.map(\.text) == [Sample.text, Sample.html])
  }

  @Test func aFileGoesWithItByteForByte() throws {
    let text = "lethe/x/receipt\nfinal: 2026-04-01\n\n\u{2014} lethe/x AAAA=\n"
    let mail = try Sample.composed(
      Sample.message(file: Message.File(name: "Nachweis.txt", text: text)))
    #expect(mail.defects == [])
    #expect(mail.type == "multipart/mixed")
    #expect(mail.parts.map(\.type) == ["text/plain", "text/html", "text/plain"])
    #expect(mail.parts.map(\.text) == [Sample.text, Sample.html, text])
    #expect(mail.parts.last?.bytes == Data(text.utf8))
    #expect(mail.parts.last?.encoding == "base64")
    #expect(mail.parts.last?.name == "Nachweis.txt")
  }

  @Test(arguments: [
    "Нетипичный текст\nпочти без латиницы\n", "日本語の文\n二行目\n", "", "no end of line", "\n\n\n",
    "a\r\nb\rc\n", String(repeating: "ß", count: 3000) + "\n",
  ])
  func everyTextSurvives(text: String) throws {
    let mail = try Sample.composed(Sample.message(text: text))
    let lines = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
    #expect(mail.parts[0].text == lines)
  }

  @Test func textBeyondLatinIsBase64() throws {
    let mail = try Sample.composed(Sample.message(text: "Нетипичный текст\n"))
    #expect(mail.parts[0].encoding == "base64")
  }

  @Test func everyLineEndsAsTheStandardWants() throws {
    let url = "https://jobs.example.org/c/\(String(repeating: "x", count: 43))/withdraw"
    let message = Sample.message(
      to: Mailbox(name: String(repeating: "Ångström ", count: 30), address: "a@example.com"),
      subject: String(repeating: "Größenordnung ", count: 30),
      text: String(repeating: "Wort ", count: 500), unsubscribeURL: url)
    let bytes = try MessageComposer().compose(message)
    #expect(bytes.allSatisfy { $0 < 0x80 && $0 != 0 })
    for (index, byte) in bytes.enumerated() {
      if byte == 10 { #expect(index > 0 && bytes[index - 1] == 13) }
      if byte == 13 { #expect(index + 1 < bytes.count && bytes[index + 1] == 10) }
    }
    let lines = bytes.split(separator: 10, omittingEmptySubsequences: false)
    #expect(lines.allSatisfy { $0.count <= 999 })
    #expect(bytes.suffix(2) == [13, 10])
    #expect(!String(decoding: bytes, as: UTF8.self).contains("=0D"))
  }

  @Test func unsubscribingTakesOneClick() throws {
    let token = String(repeating: "aB3_-", count: 9).prefix(43)
    let url = "https://bewerbung.ein-recht-langer-name.example.org/c/\(token)/withdraw"
    let mail = try Sample.composed(Sample.message(unsubscribeURL: url))
    #expect(mail.raw("List-Unsubscribe")?.trimmingCharacters(in: .whitespaces) == "<\(url)>")
    #expect(mail.all("List-Unsubscribe-Post") == ["List-Unsubscribe=One-Click"])
  }

  @Test func theSameMessageHasTheSameID() throws {
    let upper = try Sample.composed(Sample.message(id: Sample.id.uppercased()))
    #expect(upper.all("Message-ID") == ["<\(Sample.id)@example.org>"])
  }

  @Test func manyMailsCanBeComposedAtOnce() async throws {
    let expected = try MessageComposer().compose(Sample.message()).count
    let sizes = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<200 {
        group.addTask { try MessageComposer().compose(Sample.message()).count }
      }
      return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
    }
    #expect(sizes.allSatisfy { abs($0 - expected) < 40 })
  }

  @Test func printingAMessageShowsNobody() {
    let message = Sample.message()
    var dumped = ""
    dump(message, to: &dumped)
    for text in ["\(message)", String(reflecting: message.to), dumped] {
      #expect(!text.contains("Kim") && !text.contains("kim@") && !text.contains("Tag"))
    }
  }
}
