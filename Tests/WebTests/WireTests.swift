import Domain
import Foundation
import HTTPTypes
import Testing

@testable import Web

@Suite struct WireTests {
  @Test func instantsAreReadStrictly() {
    let expected = Date(timeIntervalSince1970: 1_772_353_800)
    for good in [
      "2026-03-01T09:30:00+01:00", "2026-03-01T08:30:00Z", "2026-03-01t08:30:00.000z",
      "2026-03-01T04:00:00-04:30",
    ] {
      #expect(Instant.read(good) == expected, "\(good)")
    }
    #expect(Instant.read("2026-03-01T08:30:00.25Z") == expected.addingTimeInterval(0.25))
    #expect(Instant.read("1969-12-31T23:59:59Z") == Date(timeIntervalSince1970: -1))
    for bad in [
      "", "2026-03-01", "2026-03-01T08:30Z", "2026-03-01 08:30:00Z", "2026-03-01T08:30:00",
      "2026-02-30T08:30:00Z", "2026-03-01T24:00:00Z", "2026-03-01T08:60:00Z",
      "2026-03-01T23:59:60Z", "2026-03-01T08:30:00+0100", "2026-03-01T08:30:00.Z",
      "2026-03-01T08:30:00Zx", "2026-03-01T08:30:00+24:00", "٢٠٢٦-03-01T08:30:00Z",
      "2026-03-01T08:30:00.\(String(repeating: "9", count: 99))Z",
    ] {
      #expect(Instant.read(bad) == nil, "\(bad)")
    }
  }

  @Test func instantsAreWrittenWithTheOfficesOffset() throws {
    let berlin = InstantPrinter(zone: try #require(TimeZone(identifier: "Europe/Berlin")))
    func text(_ seconds: Double) -> String {
      berlin.text(Date(timeIntervalSince1970: seconds))
    }
    #expect(text(1_772_353_800) == "2026-03-01T09:30:00+01:00")
    #expect(text(1_774_745_999) == "2026-03-29T01:59:59+01:00")
    #expect(text(1_774_746_000.9) == "2026-03-29T03:00:00+02:00")
    #expect(text(-0.5) == "1970-01-01T00:59:59+01:00")
    let newfoundland = InstantPrinter(zone: try #require(TimeZone(identifier: "America/St_Johns")))
    #expect(
      newfoundland.text(Date(timeIntervalSince1970: 1_772_353_800)) == "2026-03-01T05:00:00-03:30")
    _ = berlin.text(.distantFuture)
    _ = berlin.text(Date(timeIntervalSince1970: -1e300))
  }

  @Test func whatIsWrittenIsReadBack() {
    var random = SeededGenerator(seed: 7)
    let printer = InstantPrinter(zone: .gmt)
    for _ in 0..<2000 {
      let seconds = Double(Int.random(in: -2_000_000_000...4_000_000_000, using: &random))
      let instant = Date(timeIntervalSince1970: seconds)
      #expect(Instant.read(printer.text(instant)) == instant)
    }
  }

  @Test func jsonIsEscapedAndSeparated() throws {
    let nasty = "\"\\/\u{0}\u{1F}\u{7F}\n🦊é"
    let bytes = JSONText.object { json in
      json.field("a", nasty)
      json.field("b", nil as String?)
      json.array("c", ["x", "y"])
      json.array("d", [] as [String])
      json.object("e") { _ in }
      json.field("f", true)
      json.field("g", 5)
      json.null("h")
      json.array("i", [1, 2]) { json, number in json.object { $0.field("n", number) } }
    }
    let read = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    #expect(read["a"] as? String == nasty)
    #expect(
      String(decoding: bytes, as: UTF8.self).hasSuffix(
        #","b":null,"c":["x","y"],"d":[],"e":{},"f":true,"g":5,"h":null,"i":[{"n":1},{"n":2}]}"#))
  }

  @Test func aRangeIsOnePartTheWholeOrNothing() {
    func range(_ header: String?) -> ByteRange { ByteRange(header, length: 1000) }
    #expect(range("bytes=0-0") == .part(0..<1))
    #expect(range("bytes=0-") == .part(0..<1000))
    #expect(range("Bytes = 500-1999") == .part(500..<1000))
    #expect(range("bytes=-1") == .part(999..<1000))
    #expect(range("bytes=-5000") == .part(0..<1000))
    #expect(range("bytes=999-99999999999999999999999") == .part(999..<1000))
    #expect(range("bytes=-99999999999999999999999") == .part(0..<1000))
    for beyond in ["bytes=1000-", "bytes=1000-1001", "bytes=-0", "bytes=99999999999999999999999-"] {
      #expect(range(beyond) == .unsatisfiable, "\(beyond)")
    }
    for whole in [
      nil, "", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=5-4", "bytes=0-1,5-6",
      "items=0-1", "bytes=0--1", "bytes=+1-2", "bytes=1-2-3",
    ] {
      #expect(range(whole) == .whole, "\(whole ?? "nil")")
    }
    #expect(ByteRange("bytes=0-0", length: 0) == .unsatisfiable)
    #expect(ByteRange("bytes=-1", length: 0) == .unsatisfiable)
  }

  @Test func aNameIsOfferedQuotedAndInFull() {
    func header(_ name: String) -> String { ContentDisposition.attachment(name, type: .pdf) }
    #expect(header("cv.pdf") == #"attachment; filename="cv.pdf"; filename*=UTF-8''cv.pdf"#)
    #expect(
      header(#"Zoë "a\b" 50%.pdf"#)
        == #"attachment; filename="Zo_ _a_b_ 50_.pdf"; "#
        + "filename*=UTF-8''Zo%C3%AB%20%22a%5Cb%22%2050%25.pdf")
    #expect(header("cv").contains(#"filename="cv.pdf""#))
    #expect(header(".cv").contains(#"filename=".cv.pdf""#))
    #expect(header("🦊;x=\u{1}\r\n").allSatisfy { $0.isASCII && !$0.isNewline })
  }

  @Test func aFileNameIsNeverAPathNorACommand() {
    for good in [
      "cv.pdf", "Zoë's \"CV\" 🦊.pdf", "a:b*?.pdf", "..", String(repeating: "x", count: 255),
    ] {
      #expect(FileName.problem(of: good) == nil, "\(good)")
    }
    #expect(FileName.problem(of: "") == .empty)
    #expect(FileName.problem(of: " \u{2003}") == .empty)
    #expect(FileName.problem(of: String(repeating: "ü", count: 128)) == .tooLong)
    #expect(FileName.problem(of: "a\u{0}b") == .controlCharacter)
    #expect(FileName.problem(of: "a\nb") == .controlCharacter)
    for bad in ["a/b", "..\\b", "a\u{202E}fdp.exe", "a\u{2066}b", "a\u{2069}"] {
      #expect(FileName.problem(of: bad) == .notAllowed)
    }
  }

  @Test func aFormIsReadInBothWaysAndNothingElse() throws {
    func value(_ text: String, _ type: String, _ name: String = "decision") -> String? {
      FormBody(Array(text.utf8), contentType: type)?.value(of: name)
    }
    let plain = "application/x-www-form-urlencoded"
    #expect(value("decision=give", plain) == "give")
    #expect(value("a=1&decision=give%21+x", "\(plain); charset=utf-8") == "give! x")
    #expect(value("decision=give&decision=withdraw", plain) == nil)
    #expect(value("decision=%ff", plain) == nil)
    #expect(value("decision=give", "text/plain") == nil)
    #expect(value("decision=give", "") == nil)
    #expect(value("List-Unsubscribe=One-Click", plain, "List-Unsubscribe") == "One-Click")
    let many = #"multipart/form-data; boundary="b1""#
    let body =
      "--b1\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\n"
      + "One-Click\r\n--b1--\r\n"
    #expect(value(body, many, "List-Unsubscribe") == "One-Click")
    #expect(value(body, "multipart/form-data; boundary=b1", "List-Unsubscribe") == "One-Click")
    #expect(value(body, "multipart/form-data; boundary=b2", "List-Unsubscribe") == nil)
    #expect(value(body, "multipart/form-data", "List-Unsubscribe") == nil)
    #expect(value(String(body.dropLast(4)), many, "List-Unsubscribe") == nil)
  }

  @Test func damagedFormsAndInstantsAreNeverFatal() {
    var random = SeededGenerator(seed: 99)
    let body = Array("--b\r\nContent-Disposition: form-data; name=\"d\"\r\n\r\nx\r\n--b--\r\n".utf8)
    for _ in 0..<10_000 {
      var bytes = body
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        if Bool.random(using: &random), bytes.count > 5 {
          bytes.removeSubrange(place..<min(bytes.count, place + 3))
        } else {
          bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
        }
      }
      _ = FormBody(bytes, contentType: "multipart/form-data; boundary=b")?.value(of: "d")
      _ = FormBody(bytes, contentType: "application/x-www-form-urlencoded")?.value(of: "d")
      let text = String(decoding: bytes, as: UTF8.self)
      _ = Instant.read(text)
      _ = ByteRange("bytes=" + text, length: 10)
      _ = try? Query(text, known: ["d"])
    }
  }
}
