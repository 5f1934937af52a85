import Foundation
import Packing
import Testing

/// ZIP files, read back by programs that aren't ours.
@Suite struct ZIPWriterTests {
  private func packed(
    _ files: [(name: String, bytes: [UInt8])], at seconds: Int = 1_772_000_000,
    pieces: Int = 100_000
  ) throws -> [UInt8] {
    let zip = try ZIPWriter()
    var all: [UInt8] = []
    for file in files {
      all += try zip.begin(file.name, bytes: file.bytes.count, at: seconds)
      for start in stride(from: 0, to: file.bytes.count, by: pieces) {
        all += try zip.write(Array(file.bytes[start..<min(start + pieces, file.bytes.count)]))
      }
    }
    return all + (try zip.finish())
  }

  @Test func filesComeBackAsTheyWere() throws {
    let long = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
    let reader = try OutsideReader(
      packed([("a/Lebenslauf.pdf", long), ("b.json", Array("{}".utf8))], pieces: 70_001))
    #expect(try reader.isWhole())
    #expect(try reader.listed() == ["a/Lebenslauf.pdf|300000|...", "b.json|2|7b7d"])
  }

  @Test func umlautsAndOtherScriptsAreReadAsUTF8() throws {
    let names = ["Zoë Grün-Weiß.pdf", "Łódź.pdf", "履歴書.pdf", "😀.pdf"]
    let reader = try OutsideReader(packed(names.map { ($0, [1]) }))
    #expect(try reader.isWhole())
    #expect(try reader.listed() == names.map { "\($0)|1|01" })
  }

  @Test func anEmptyZIPFileIsOneToo() throws {
    let reader = try OutsideReader(packed([]))
    #expect(try reader.listed() == [])
  }

  @Test func moreFilesThanTheOldFormatCounts() throws {
    let zip = try ZIPWriter()
    var all: [UInt8] = []
    for number in 0..<70_000 {
      all += try zip.begin("\(number)", bytes: 1, at: 1_772_000_000)
      all += try zip.write([7])
    }
    all += try zip.finish()
    let listed = try OutsideReader(all).listed()
    #expect(listed.count == 70_000 && listed.last == "69999|1|07")
  }

  @Test func aFileAboveFourGigabytesIsAnnouncedAsSuch() throws {
    let zip = try ZIPWriter()
    let head = try zip.begin("large", bytes: 5 << 30, at: 1_772_000_000)
    // The field of ZIP64 (APPNOTE 4.5.3).
    #expect(head.firstRange(of: [0x01, 0x00, 0x10, 0x00]) != nil)
  }

  @Test func everyPieceIsHandedOverAtOnce() throws {
    let zip = try ZIPWriter()
    _ = try zip.begin("a", bytes: 1 << 20, at: 0)
    for _ in 0..<16 {
      let piece = [UInt8](repeating: 9, count: 65_536)
      #expect(try zip.write(piece) == piece)
    }
  }

  @Test func aWriterThatIsBrokenOffHasMadeNoWholeFile() throws {
    let zip = try ZIPWriter()
    var all = try zip.begin("a", bytes: 10, at: 0)
    all += try zip.write([1, 2, 3])
    let reader = try OutsideReader(all)
    #expect(throws: OutsideReader.Broken.self) { try reader.listed() }
    #expect(try !reader.isWhole())
  }

  @Test func aWriterThatIsBrokenOffFreesEverything() throws {
    func memory() throws -> Int {
      let status = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
      return (Int(status.split(separator: " ")[1]) ?? 0) * 4096
    }
    func breakOff(_ times: Int) throws {
      for _ in 0..<times {
        let zip = try ZIPWriter()
        for number in 0..<20 { _ = try zip.begin("\(number)", bytes: 0, at: 0) }
        _ = try zip.begin(String(repeating: "x", count: 100), bytes: 10, at: 0)
        _ = try zip.write([1, 2, 3])
      }
    }
    try breakOff(200)
    let before = try memory()
    try breakOff(4000)
    // A writer holds more than 64 KiB: kept, they would be 250 MiB.
    #expect(try memory() - before < 64 << 20)
  }

  @Test func otherBytesThanWereAnnouncedAreRefused() throws {
    let zip = try ZIPWriter()
    _ = try zip.begin("a", bytes: 3, at: 0)
    #expect(throws: PackingError.wrongSize) { try zip.write([1, 2, 3, 4]) }
    _ = try zip.write([1, 2])
    #expect(throws: PackingError.wrongSize) { try zip.begin("b", bytes: 1, at: 0) }
    #expect(throws: PackingError.wrongSize) { try zip.finish() }
    _ = try zip.write([3])
    _ = try zip.finish()
    #expect(throws: PackingError.finished) { try zip.write([]) }
    #expect(throws: PackingError.finished) { try zip.begin("b", bytes: 1, at: 0) }
    #expect(throws: PackingError.finished) { try zip.finish() }
  }

  @Test(arguments: ["", "a\0b"])
  func namesThatCannotBeAreRefused(name: String) throws {
    let zip = try ZIPWriter()
    #expect(throws: PackingError.badName) { try zip.begin(name, bytes: 1, at: 0) }
  }
}
