import Casework
import Domain
import HTTPTypes
import HummingbirdTesting
import Support
import Testing

@testable import Web

/// Documents that come in a form, for browsers without scripts.
@Suite(.office) struct UploadPageTests {
  let here = TestOffice.current
  private let boundary = "----b7"

  private struct File {
    var name: String
    var type: String? = "application/pdf"
    var bytes: [UInt8] = SampleDocument.pdf()
  }

  private func form(_ files: [File], kind: String? = "certificate") -> [UInt8] {
    var body: [UInt8] = []
    if let kind {
      body += Array(
        "--\(boundary)\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\n\(kind)\r\n".utf8)
    }
    for file in files {
      body += Array(
        ("--\(boundary)\r\nContent-Disposition: form-data; name=\"file\"; "
          + "filename=\"\(file.name)\"\r\n").utf8)
      if let type = file.type { body += Array("Content-Type: \(type)\r\n".utf8) }
      body += Array("\r\n".utf8) + file.bytes + Array("\r\n".utf8)
    }
    return body + Array("--\(boundary)--\r\n".utf8)
  }

  private func upload(
    _ body: [UInt8], to id: ApplicationID, _ browser: Browser
  ) async throws -> TestResponse {
    try await browser.post(
      "/applications/\(id)/upload", body, "multipart/form-data; boundary=\(boundary)")
  }

  @Test func severalFilesAreStoredAndOthersNamed() async throws {
    let id = try await here.receive()
    let files = [
      File(name: "Zeugnis Zoë.pdf"), File(name: "photo.svg", type: "image/svg+xml"),
      File(name: "picture.png", type: nil, bytes: SampleDocument.png),
      File(name: "wrong.pdf", bytes: SampleDocument.png), File(name: "empty.pdf", bytes: []),
      File(name: "", type: "application/octet-stream", bytes: []),
    ]
    let body = form(files)
    let boundary = boundary
    try await DeskVisitor(here: here).browsing { browser in
      let answer = try await browser.post(
        "/applications/\(id)/upload", body, "multipart/form-data; boundary=\(boundary)")
      // A name is personal: it isn't in the address.
      #expect(answer.headers[.location]?.contains("Zo") == false)
      let page = try await browser.follow(answer).text
      #expect(page.contains("2 stored, 3 not stored."))
      #expect(page.contains("Zeugnis Zoë.pdf <span class=\"badge good\">"))
      #expect(page.contains("photo.svg <span class=\"badge alarm\">not stored</span> Not allowed"))
      #expect(page.contains("The file isn&#39;t of the type it is said to be."))
      #expect(page.contains("The file is empty."))
      // Loading the page again repeats nothing.
      _ = try await browser.get(try #require(answer.headers[.location]))
      let documents = try await OpenApplication(here.office)(id, by: here.recruiter).documents
      #expect(Set(documents.map(\.name)) == ["Zeugnis Zoë.pdf", "picture.png"])
      #expect(documents.allSatisfy { $0.kind == .certificate })
      #expect(documents.first { $0.mediaType == .pdf }?.bytes == SampleDocument.pdf().count)
    }
    #expect(try here.folder.names(in: "documents").count == 2)
  }

  @Test func aFormThatBreaksOffKeepsWhatWasWhole() async throws {
    let id = try await here.receive()
    let body = Array(form([File(name: "one.pdf"), File(name: "two.pdf")]).dropLast(60))
    let boundary = boundary
    try await DeskVisitor(here: here).browsing { browser in
      let answer = try await browser.post(
        "/applications/\(id)/upload", body, "multipart/form-data; boundary=\(boundary)")
      let page = try await browser.follow(answer).text
      #expect(page.contains("1 stored, 1 not stored."))
      #expect(page.contains("The rest") && page.contains("The connection was lost"))
      #expect(try await here.count("document") == 1)
    }
    #expect(try here.folder.names(in: "documents").count == 1)
  }

  @Test func whatIsNoFormWithFilesIsRefused() async throws {
    let id = try await here.receive()
    let whole = form([File(name: "one.pdf")])
    let boundary = boundary
    try await DeskVisitor(here: here).browsing { browser in
      let path = "/applications/\(id)/upload"
      let plain = try await browser.send(path, ["kind": "cv"])
      #expect(plain.status == .badRequest)
      let other = try await browser.post(path, whole, "multipart/form-data; boundary=other")
      #expect(other.status == .badRequest)
      let noted = try await browser.post(
        path, Array("--\(boundary)--\r\n".utf8), "multipart/form-data; boundary=\(boundary)")
      #expect(try await browser.follow(noted).text.contains("No file was chosen."))
      #expect(try await here.count("document") == 0)
    }
  }

  @Test func aFileWithoutAKindOrWithAStrangeNameIsRefused() async throws {
    let id = try await here.receive()
    let forms = [
      form([File(name: "one.pdf")], kind: nil), form([File(name: "one.pdf")], kind: "diary"),
      form([File(name: "a/b.pdf")]), form([File(name: "a%0Ab.pdf")]),
    ]
    let boundary = boundary
    try await DeskVisitor(here: here).browsing { browser in
      for body in forms {
        let answer = try await browser.post(
          "/applications/\(id)/upload", body, "multipart/form-data; boundary=\(boundary)")
        #expect(try await browser.follow(answer).text.contains("0 stored, 1 not stored."))
      }
      #expect(try await here.count("document") == 0)
    }
  }

  @Test func nobodyStoresInWhatIsntTheirs() async throws {
    let body = form([File(name: "one.pdf")])
    let boundary = boundary
    let decided = try await here.rejected()
    try await DeskVisitor(here: here).browsing { browser in
      for id in [ApplicationID.random(), decided] {
        #expect(try await browser.get("/applications/\(id)/upload").status == .notFound)
        let answer = try await browser.post(
          "/applications/\(id)/upload", body, "multipart/form-data; boundary=\(boundary)")
        #expect(answer.status == .notFound)
      }
    }
  }

  @Test func typesAndLimitAreSaidBefore() async throws {
    let id = try await here.receive()
    try await DeskVisitor(here: here).browsing { browser in
      let page = try await browser.get("/applications/\(id)/upload").text
      #expect(page.contains("PDF, DOCX, JPEG or PNG, at most 25 MiB each."))
      #expect(page.contains("data-target=\"/api/v1/applications/\(id)/documents\""))
      #expect(page.contains("accept=\"application/pdf,.pdf,"))
      #expect(page.contains("type=\"file\" multiple"))
    }
  }
}

/// A file that is too large doesn't hinder the others.
@Suite struct UploadLimitTests {
  @Test func whatIsTooLargeIsNamed() async throws {
    try await TestOffice.open(limits: Limits(documentBytes: 5000)) { here in
      let id = try await here.receive()
      func part(_ name: String, _ bytes: [UInt8]) -> [UInt8] {
        Array(
          ("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(name)\"\r\n\r\n")
            .utf8) + bytes + [13, 10]
      }
      let body =
        Array("--b\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\ncv\r\n".utf8)
        + part("large.pdf", SampleDocument.pdf(bytes: 5001))
        + part("small.pdf", SampleDocument.pdf(bytes: 5000)) + Array("--b--\r\n".utf8)
      try await DeskVisitor(here: here).browsing { browser in
        let answer = try await browser.post(
          "/applications/\(id)/upload", body, "multipart/form-data; boundary=b")
        let page = try await browser.follow(answer).text
        #expect(page.contains("1 stored, 1 not stored."))
        #expect(page.contains("The file is too large"))
      }
      #expect(try here.folder.names(in: "documents").count == 1)
    }
  }
}
