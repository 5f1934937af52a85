import Domain
import Foundation
import Testing

@testable import Web

@Suite struct InputTests {
  private func object(_ json: String, known: Set<String> = ["a", "b"]) throws -> InputObject {
    try InputObject(JSONValue.parse(Array(json.utf8)), known: known)
  }

  private func refusal(
    _ json: String, _ read: (InputObject) throws -> Void = { _ in }
  ) -> Refusal? {
    do {
      try read(object(json))
      return nil
    } catch {
      return error as? Refusal
    }
  }

  @Test func whatIsNotJSONIsMalformed() {
    for text in [
      "", " ", "{", "{'a':1}", "{\"a\":}", "[,1]", "nul", "{\"a\":\"\u{1}\"}", "\u{FEFF}\u{FEFF}{}",
      "{\"a\":1}x", "{\"a\":\"\\ud800\"}", String(repeating: "[", count: 100_000),
      String(repeating: "{\"a\":", count: 20_000),
    ] {
      #expect(throws: Rejection.malformed) { try JSONValue.parse(Array(text.utf8)) }
    }
    #expect(throws: Rejection.malformed) { try JSONValue.parse([0x22, 0xFF, 0x22]) }
    let deep = String(repeating: "[", count: 9) + String(repeating: "]", count: 9)
    #expect(throws: Rejection.malformed) { try JSONValue.parse(Array(deep.utf8)) }
  }

  @Test func whatIsNotAnObjectOrHasAStrangerIsRefused() {
    for text in ["[]", "1", "null", "\"a\"", "true"] {
      #expect(refusal(text) == .invalid(field: "body", .wrongType))
    }
    #expect(refusal(#"{"c":1,"a":2}"#) == .invalid(field: "c", .unknownField))
    #expect(
      refusal(#"{"a":{"x":1}}"#) { _ = try $0.object("a", known: ["y"]) }
        == .invalid(field: "a.x", .unknownField))
    #expect(
      refusal(#"{"a":{"y":1}}"#) { _ = try $0.object("a", known: ["y"]).line("y", atMost: 9) }
        == .invalid(field: "a.y", .wrongType))
  }

  @Test func everyProblemOfALineIsNamed() {
    func problem(_ json: String, _ limit: Int = 5) -> Refusal? {
      refusal(json) { _ = try $0.line("a", atMost: limit) }
    }
    #expect(problem("{}") == .invalid(field: "a", .missing))
    #expect(problem(#"{"a":null}"#) == .invalid(field: "a", .missing))
    #expect(problem(#"{"a":5}"#) == .invalid(field: "a", .wrongType))
    #expect(problem(#"{"a":""}"#) == .invalid(field: "a", .empty))
    #expect(problem(#"{"a":" \u00a0\n"}"#) == .invalid(field: "a", .empty))
    #expect(problem(#"{"a":"123456"}"#) == .invalid(field: "a", .tooLong))
    for control in ["\\u0000", "\\n", "\\u001b", "\\u007f", "\\u0085"] {
      #expect(problem("{\"a\":\"x\(control)\"}") == .invalid(field: "a", .controlCharacter))
    }
    #expect(problem(#"{"a":"Zoë 🦊"}"#) == nil)
  }

  @Test func aTextMayHaveSeveralLinesAndNothingElse() {
    func problem(_ json: String) -> Refusal? {
      refusal(json) { _ = try $0.text("a", atMost: 50) }
    }
    #expect(problem(#"{"a":"one\r\ntwo\n\tthree"}"#) == nil)
    #expect(problem(#"{"a":"one\u0007"}"#) == .invalid(field: "a", .controlCharacter))
  }

  @Test func anAddressHasOneAtAndNoSpace() {
    func problem(_ address: String) -> Refusal? {
      refusal("{\"a\":\"\(address)\"}") { _ = try $0.optionalAddress("a") }
    }
    for good in ["kim@example.org", "k+x@ex.org", "ü@bücher.example", "a@b"] {
      #expect(problem(good) == nil)
    }
    for bad in ["kim", "@example.org", "kim@", "a@b@c", "kim @example.org", "k\u{00A0}@x.org"] {
      #expect(problem(bad) == .invalid(field: "a", .notAnAddress))
    }
    let long = String(repeating: "ü", count: 125) + "@ex.org"
    #expect(problem(long) == .invalid(field: "a", .notAnAddress))
    #expect(problem("k\\n@x.org") == .invalid(field: "a", .controlCharacter))
  }

  @Test func daysInstantsIDsAndChoicesAreStrict() {
    func problem(_ value: String, _ read: (InputObject) throws -> Void) -> InputProblem? {
      guard case .invalid("a", let problem)? = refusal("{\"a\":\(value)}", read) else {
        return nil
      }
      return problem
    }
    for day in ["2026-02-30", "2026-2-3", "26-02-03", "2026-02-03T00:00:00Z", "", "morgen"] {
      #expect(problem("\"\(day)\"") { _ = try $0.day("a") } == .notADay)
    }
    #expect(problem("20260203") { _ = try $0.day("a") } == .wrongType)
    #expect(problem("\"2028-02-29\"") { _ = try $0.day("a") } == nil)
    #expect(problem("\"2026-01-01T10:00:00\"") { _ = try $0.instant("a") } == .notAnInstant)
    #expect(problem("\"x\"") { _ = try $0.id("a", of: Subject.Vacancy.self) } == .notAnID)
    #expect(problem("\"Offer\"") { _ = try $0.choice("a", Stage.self) } == .notAllowed)
    #expect(problem("\"true\"") { _ = try $0.flag("a") } == .wrongType)
    #expect(problem("1") { _ = try $0.flag("a") } == .wrongType)
    #expect(
      problem("{}") { _ = try $0.ids("a", of: Subject.Document.self, atMost: 3) } == .wrongType)
    let id = UUID().uuidString
    let twice = refusal("{\"a\":[\"\(id)\",\"\(id)\"]}") {
      _ = try $0.ids("a", of: Subject.Document.self, atMost: 3)
    }
    #expect(twice == .invalid(field: "a[1]", .notAllowed))
  }

  @Test func tenThousandDamagedInputsAreReadOrRefusedNeverFatal() {
    var random = SeededGenerator(seed: 20_260_301)
    let sample = Array(
      (#"{"vacancyId":"6F9619FF-8B86-D011-B42D-00CF4FC964FF","channel":"form","applicant":"#
        + #"{"givenName":"Zoë\n","familyName":"\u00fcX","email":"a@b.c","address":null},"#
        + #""x":[1.5e300,true,-0]}"#).utf8)
    for _ in 0..<10_000 {
      var bytes = sample
      for _ in 0..<Int.random(in: 1...8, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
        case 2 where bytes.count > 20: bytes.removeSubrange(place..<min(place + 5, bytes.count))
        default: bytes.append(contentsOf: bytes[place...].prefix(30))
        }
      }
      guard let value = try? JSONValue.parse(bytes),
        let input = try? InputObject(value, known: ["vacancyId", "channel", "applicant", "x"])
      else { continue }
      _ = try? input.optionalID("vacancyId", of: Subject.Vacancy.self)
      _ = try? input.choice("channel", Channel.self)
      _ = try? input.object("applicant", known: ["givenName"]).line("givenName", atMost: 9)
      _ = try? input.ids("x", of: Subject.Document.self, atMost: 9)
    }
  }

  @Test func aQueryIsDecodedOnceAndStrictly() throws {
    let query = try Query("q=M%C3%BCller+Kim&limit=&x=a%2Bb", known: ["q", "limit", "x"])
    #expect(try query.text("q", atMost: 99) == "Müller Kim")
    #expect(try query.limit() == 50)
    #expect(query.value("x") == "a+b")
    for text in ["q=%", "q=%4", "q=%zz", "q=%FF", "q=1&q=2", "y=1", "%FF=1"] {
      #expect(throws: Refusal.self) { try Query(text, known: ["q"]) }
    }
    for limit in ["0", "201", "-1", "x", "99999999999999999999"] {
      #expect(throws: Refusal.invalid(field: "limit", .outOfRange)) {
        try Query("limit=\(limit)", known: ["limit"]).limit()
      }
    }
  }
}

/// SplitMix64: the same numbers for the same seed.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
