import Domain
import Foundation
import Testing

/// Ids and media types: taken as written, or not at all.
@Suite struct InputTests {
  @Test func mutatedIdsAreReadExactlyOrNotAtAll() throws {
    var seed = Seed(salt: 6)
    let alphabet = Array("0123456789abcdefABCDEF-{}gx \u{0}é٣🙂")
    for _ in 0..<10_000 {
      let text = seed.mutate(ApplicationID.random().text, with: alphabet)
      guard let read = ApplicationID(text) else { continue }
      #expect(read.text == text.lowercased(), "LETHE_TEST_SEED=\(Seed.ofThisRun)")
    }
  }

  @Test(arguments: [
    "", "0", "123e4567e89b12d3a456426614174000", "{123e4567-e89b-12d3-a456-426614174000}",
    "urn:uuid:123e4567-e89b-12d3-a456-426614174000", "123e4567-e89b-12d3-a456-42661417400",
    "123e4567-e89b-12d3-a456-4266141740000", "123e4567-e89b-12d3-a456-426614174000 ",
    "123e4567-e89b-12d3-a456-42661417400g",
    " 123e4567-e89b-12d3-a456-42661417400", "1 3e4567-e89b-12d3-a456-426614174000",
    "+23e4567-e89b-12d3-a456-426614174000", "0x3e4567-e89b-12d3-a456-426614174000",
  ])
  func whatIsNoIDIsRefused(text: String) { #expect(ApplicationID(text) == nil) }

  @Test func anIDIsReadInEitherCaseAndPrintedInLower() throws {
    let text = "123E4567-e89b-12D3-a456-426614174000"
    let id = try #require(DocumentID(text))
    #expect(id.text == text.lowercased())
    #expect("\(id)" == id.text)
    #expect(id.bytes.prefix(4) == [0x12, 0x3E, 0x45, 0x67])
    #expect(id.bytes.count == 16)
    #expect(DocumentID(id.uuid) == id)
  }

  @Test func everyRandomIDIsAnotherOfVersionFour() {
    let ids = (0..<1_000).map { _ in GroundID.random() }
    #expect(Set(ids).count == ids.count)
    #expect(ids.allSatisfy { $0.bytes[6] >> 4 == 4 && $0.bytes[8] >> 6 == 2 })
  }

  @Test(arguments: [
    ("application/pdf", MediaType.pdf), ("Application/PDF; charset=binary", .pdf),
    (" image/png ", .png), ("image/jpeg;q=1", .jpeg), (MediaType.docx.rawValue, .docx),
  ])
  func aContentTypeIsReadWithoutItsParameters(header: String, type: MediaType) {
    #expect(MediaType(contentType: header) == type)
  }

  @Test(arguments: [
    "", ";", "application", "application/zip", "image/svg+xml", "text/html", "image/jpg",
    "application/pdfx", "image/png, text/html", "image/ png", "im age/png", "application/msword",
    "multipart/form-data; boundary=application/pdf", "image/\u{200B}png",
  ])
  func aTypeThatIsNotOnTheListIsRefused(header: String) {
    #expect(MediaType(contentType: header) == nil)
  }
}

/// What a file's own bytes say about its type.
@Suite struct MediaTypeTests {
  private static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
  private static let zip: [UInt8] = [0x50, 0x4B, 0x03, 0x04, 0x14, 0x00, 0x06, 0x00]
  private static let directory = Array("PK\u{1}\u{2}..word/document.xml..PK\u{5}\u{6}".utf8)

  @Test func eachTypeIsKnownByItsBytesAndByNoOther() {
    let files: [(MediaType, head: [UInt8], tail: [UInt8])] = [
      (.pdf, Array("%PDF-1.7".utf8), Array("%%EOF".utf8)),
      (.png, Self.png, [0xAE, 0x42, 0x60, 0x82]),
      (.jpeg, [0xFF, 0xD8, 0xFF, 0xE0, 0, 16, 74, 70], [0xFF, 0xD9]),
      (.docx, Self.zip, Self.directory),
    ]
    for (own, head, tail) in files {
      for type in MediaType.allCases {
        #expect(type.matches(head: head, tail: tail) == (type == own), "\(own) taken as \(type)")
      }
    }
  }

  @Test(arguments: [
    ("<svg xmlns=", ""), ("<!DOCTYPE", ""), ("MZ......", ""), ("\n%PDF-1.", ""), ("%PDF", ""),
    ("", ""), ("PK\u{3}\u{4}....", "xl/workbook.xml PK\u{5}\u{6}"),
    ("PK\u{3}\u{4}....", "word/document.xml"), ("GIF89a..", ""),
  ])
  func anythingElseIsNone(head: String, tail: String) {
    for type in MediaType.allCases {
      #expect(!type.matches(head: Array(head.utf8), tail: Array(tail.utf8)))
    }
  }

  @Test func everyCutOfAHeaderIsRefused() {
    for type in [MediaType.pdf, .png, .jpeg, .docx] {
      for length in 0..<3 {
        #expect(!type.matches(head: Self.png.prefix(length), tail: []))
        #expect(!type.matches(head: Self.zip.prefix(length), tail: Self.directory))
      }
    }
  }

  @Test func everyTypeHasAnEndingOfItsOwn() {
    #expect(Set(MediaType.allCases.map(\.fileExtension)).count == MediaType.allCases.count)
  }
}
