import Testing

@testable import Web

/// A form in parts, as it comes over the wire: in pieces, damaged, cut off, or made by nobody's
/// browser.
@Suite struct MultipartTests {
  private static let boundary = "----WebKitFormBoundaryZz9"

  /// What a browser sends for a choice, a chosen file and a file field left empty.
  private static let sample: [UInt8] =
    Array(
      """
      ------WebKitFormBoundaryZz9\r
      Content-Disposition: form-data; name="kind"\r
      \r
      cv\r
      ------WebKitFormBoundaryZz9\r
      Content-Disposition: form-data; name="file"; filename="Zoë %22Lebenslauf%22 (1).pdf"\r
      Content-Type: application/pdf\r
      \r
      %PDF-1.7\r

      """.utf8) + [0, 0xFF, 13, 10, 45, 45, 13, 13, 10]
    + Array(
      """
      \r
      ------WebKitFormBoundaryZz9\r
      Content-Disposition: form-data; name="file"; filename=""\r
      Content-Type: application/octet-stream\r
      \r
      \r
      ------WebKitFormBoundaryZz9--\r

      """.utf8)

  private struct Part: Equatable {
    var head: PartHead
    var bytes: [UInt8] = []
    var isOver = false
  }

  private func read(
    _ pieces: [[UInt8]], boundary: String = MultipartTests.boundary,
    limits: MultipartReader.Limits = .init()
  ) -> Result<[Part], MalformedForm> {
    var reader = MultipartReader(boundary: boundary, limits: limits)
    var parts: [Part] = []
    do throws(MalformedForm) {
      for piece in pieces {
        for event in try reader.push(piece) {
          switch event {
          case .part(let head): parts.append(Part(head: head))
          case .bytes(let bytes): parts[parts.count - 1].bytes += bytes
          case .end: parts[parts.count - 1].isOver = true
          }
        }
      }
      try reader.finish()
      return .success(parts)
    } catch {
      return .failure(error)
    }
  }

  /// One part with such a head, and why it is refused.
  private func problem(
    _ head: String, content: String = "x", limits: MultipartReader.Limits = .init()
  ) -> MalformedForm? {
    let text = "--b\r\n\(head)\r\n\r\n\(content)\r\n--b--\r\n"
    guard case .failure(let problem) = read([Array(text.utf8)], boundary: "b", limits: limits)
    else { return nil }
    return problem
  }

  @Test func aBrowsersFormIsRead() throws {
    let parts = try read([Self.sample]).get()
    #expect(parts.map(\.head.name) == ["kind", "file", "file"])
    #expect(parts.map(\.head.fileName) == [nil, #"Zoë "Lebenslauf" (1).pdf"#, ""])
    #expect(
      parts.map(\.head.contentType) == [nil, "application/pdf", "application/octet-stream"])
    #expect(parts[0].bytes == Array("cv".utf8))
    #expect(
      parts[1].bytes == Array("%PDF-1.7\r\n".utf8) + [0, 0xFF, 13, 10, 45, 45, 13, 13, 10])
    #expect(parts[2].bytes.isEmpty)
    #expect(parts.allSatisfy { $0.isOver })
  }

  @Test func anyPiecesGiveTheSame() throws {
    let whole = read([Self.sample])
    #expect(read(Self.sample.map { [$0] }) == whole)
    var random = SeededGenerator(seed: 7578)
    for _ in 0..<2000 { #expect(read(pieces(of: Self.sample, &random)) == whole) }
  }

  /// However a delimiter is cut, and however much content looks like the beginning of one.
  @Test func whatLooksLikeADelimiterIsContent() throws {
    let content = "\r\n--\r\n--a\r\r\n--ab\r\n-\r\n\r\n--ba"
    let text =
      "--abc\r\nContent-Disposition: form-data; name=x\r\n\r\n\(content)\r\n--abc--"
    for cut in 0...text.utf8.count {
      let bytes = Array(text.utf8)
      let parts = try read([Array(bytes[..<cut]), Array(bytes[cut...])], boundary: "abc").get()
      #expect(parts.map(\.bytes) == [Array(content.utf8)])
    }
  }

  @Test func everyTruncationIsRefused() {
    // The line break after the last delimiter may be missing: RFC 2046 5.1.1.
    for length in 0..<(Self.sample.count - 2) {
      #expect(read([Array(Self.sample[..<length])]) == .failure(.incomplete))
    }
    #expect(read([Self.sample.dropLast(1)]) == .failure(.incomplete))
    #expect(throws: Never.self) { try read([Self.sample.dropLast(2)]).get() }
  }

  @Test func nothingStandsBeforeOrAfter() {
    for text in [
      "x", "\r\n--b", "preamble\r\n--b\r\n", "--c\r\n", "--b \r\n", "--bx\r\n", "--b-x",
      "--b--x", "--b--\r\nx", "--b--\r\n\r\n", "--b--\n",
    ] {
      #expect(read([Array(text.utf8)], boundary: "b") == .failure(.delimiter), "\(text)")
    }
    #expect(
      read([Array("--b\r\n\r\nx\r\n--b--\r\n".utf8)], boundary: "b") == .failure(.head))
  }

  @Test func aHeadThatTwoReadersCouldReadInTwoWaysIsRefused() {
    let name = "Content-Disposition: form-data; name=\"a\""
    #expect(problem(name) == nil)
    #expect(problem("content-disposition:form-data;name=a") == nil)
    #expect(problem("\(name)\r\n\(name)") == .repeatedHeader)
    #expect(problem("\(name)\r\ncontent-DISPOSITION: form-data; name=\"b\"") == .repeatedHeader)
    #expect(
      problem("\(name)\r\nContent-Type: text/plain\r\nContent-Type: text/html")
        == .repeatedHeader)
    for head in [
      "\(name)\r\n folded", "\(name)\r\n\tfolded", "\(name)\r\nno colon", "\(name)\r\n: x",
      "\(name)\r\nA B: x", "\(name)\r\nX: a\u{0}b", "\(name)\nX: b", "\(name)\r\nX: a\rb",
      "\(name)\r\nContent-Disposition : form-data; name=b",
    ] {
      #expect(problem(head) == .head, "\(head)")
    }
    var bytes = Array("--b\r\nContent-Disposition: form-data; name=\"".utf8)
    bytes += [0xC3, 0x28] + Array("\"\r\n\r\nx\r\n--b--".utf8)
    #expect(read([bytes], boundary: "b") == .failure(.head))
  }

  @Test func aDispositionSaysANameAndAFileNameOnceAndNothingElse() {
    for value in [
      "form-data", "form-data; name", "form-data; name=", "form-data; name=\"\"",
      "form-data; name=\"a", "form-data; name=a; name=b", "form-data; NAME=a; name=a",
      "form-data; filename=a", "form-data; name=a; filename=b; filename=c",
      "form-data; name=a; filename*=UTF-8''b", "form-data; name=a; x=y", "attachment; name=a",
      "form-data; name=\"a\"b\"", "form-data; name=\"a\\\"b\"", "form-data name=a",
      "form-data;; name=a", "form-data; name=a;", "\"form-data\"; name=a", "",
    ] {
      #expect(problem("Content-Disposition: \(value)") == .disposition, "\(value)")
    }
    #expect(problem("Content-Type: text/plain") == .disposition)
    #expect(problem(#"Content-Disposition: form-data; name="a"; filename="b\c;d=e.pdf""#) == nil)
  }

  @Test func nothingEncodedOrNestedIsTaken() {
    let name = "Content-Disposition: form-data; name=a\r\n"
    #expect(problem("\(name)Content-Transfer-Encoding: 8bit") == nil)
    #expect(problem("\(name)Content-Transfer-Encoding: base64") == .encoding)
    #expect(problem("\(name)Content-Type: multipart/mixed; boundary=c") == .encoding)
  }

  @Test func partsHeadsNamesAndFieldsAreBounded() {
    let limits = MultipartReader.Limits(parts: 2, headBytes: 80, nameBytes: 5, fieldBytes: 10)
    let name = "Content-Disposition: form-data; name=abcde"
    let ten = String(repeating: "x", count: 10)
    #expect(problem(name, content: ten, limits: limits) == nil)
    #expect(problem(name, content: ten + "x", limits: limits) == .fieldTooLong)
    #expect(
      problem("\(name); filename=f", content: ten + ten, limits: limits) == nil)
    #expect(problem(name + "f", limits: limits) == .disposition)
    #expect(
      problem("\(name)\r\nX: \(String(repeating: "x", count: 80))", limits: limits) == .head)
    let part = "--b\r\n\(name)\r\n\r\nx\r\n"
    func times(_ count: Int) -> [UInt8] {
      Array((String(repeating: part, count: count) + "--b--").utf8)
    }
    #expect(throws: Never.self) { try read([times(2)], boundary: "b", limits: limits).get() }
    #expect(read([times(3)], boundary: "b", limits: limits) == .failure(.tooManyParts))
    // A head that never ends is refused although more might come.
    var reader = MultipartReader(boundary: "b", limits: limits)
    #expect(throws: MalformedForm.head) {
      for _ in 0..<100 { _ = try reader.push(Array("--b\r\nX: yyyyyyy".utf8)) }
    }
  }

  /// A file goes through; what waits is less than a delimiter.
  @Test func ofAFileNothingIsKept() throws {
    var reader = MultipartReader(boundary: "b")
    let head = "--b\r\nContent-Disposition: form-data; name=a; filename=f\r\n\r\n"
    _ = try reader.push(Array(head.utf8))
    for length in [1, 5, 1000, 100_000] {
      let events = try reader.push([UInt8](repeating: 13, count: length))
      let passed = events.reduce(0) { sum, event in
        if case .bytes(let bytes) = event { sum + bytes.count } else { sum }
      }
      #expect(length - passed <= 5)
    }
  }

  @Test func aContentTypeIsReadStrictly() {
    #expect(FormType("multipart/form-data; boundary=a1") == .multipart(boundary: "a1"))
    #expect(FormType("Multipart/Form-Data;BOUNDARY=\"a 1\"") == .multipart(boundary: "a 1"))
    #expect(FormType("application/x-www-form-urlencoded; charset=utf-8") == .urlEncoded)
    let long = String(repeating: "a", count: 71)
    for type in [
      "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\"\"",
      "multipart/form-data; boundary=a; boundary=b", "multipart/form-data; boundary=a; Boundary=a",
      "multipart/form-data; boundary=\"a", "multipart/form-data; boundary=\"a \"",
      "multipart/form-data; boundary=\"a\u{e4}\"", "multipart/form-data; boundary=\(long)",
      "multipart/form-data, multipart/form-data; boundary=a", "multipart/mixed; boundary=a", "",
    ] {
      #expect(FormType(type) == nil, "\(type)")
    }
    #expect(FormType(nil) == nil)
  }

  /// Whatever is done to a form, it is read or refused, and pieces never change which.
  @Test func tenThousandDamagedFormsAreReadAlikeInAnyPieces() {
    let seed = UInt64.random(in: .min ... .max)
    print("MultipartTests: seed \(seed)")
    var random = SeededGenerator(seed: seed)
    var refused = 0
    for _ in 0..<10_000 {
      let damaged = damage(Self.sample, &random)
      let whole = read([damaged])
      if case .failure = whole { refused += 1 }
      #expect(read(pieces(of: damaged, &random)) == whole, "seed \(seed)")
    }
    #expect(refused > 1000)
  }

  private func damage(_ sample: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
    var bytes = sample
    let marks = Array("\r\n-:;=\"% \t".utf8)
    for _ in 0..<Int.random(in: 1...6, using: &random) {
      let place = Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0..<5, using: &random) {
      case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
      case 1: bytes.insert(marks[Int.random(in: 0..<marks.count, using: &random)], at: place)
      case 2 where bytes.count > 40:
        bytes.removeSubrange(
          place..<min(bytes.count, place + Int.random(in: 1...9, using: &random)))
      case 3: bytes.insert(contentsOf: bytes[place...].prefix(60), at: place)
      default: bytes.swapAt(place, Int.random(in: 0..<bytes.count, using: &random))
      }
    }
    return bytes
  }

  private func pieces(of bytes: [UInt8], _ random: inout SeededGenerator) -> [[UInt8]] {
    var pieces: [[UInt8]] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      let piece = rest.prefix(Int.random(in: 1...60, using: &random))
      pieces.append(Array(piece))
      rest = rest.dropFirst(piece.count)
    }
    return pieces
  }
}
