/// Reads Swift just well enough to tell code from comments and strings. What isn't code becomes
/// spaces; lines stay where they are.
struct CodeReader {
  private let text: [UInt8]
  private var place = 0
  private var code: [UInt8] = []

  static func code(in text: String) -> String {
    var reader = CodeReader(text: Array(text.utf8))
    while reader.place < reader.text.count { reader.step() }
    return String(decoding: reader.code, as: UTF8.self)
  }

  private init(text: [UInt8]) {
    self.text = text
    code.reserveCapacity(text.count)
  }

  private mutating func step() {
    switch text[place] {
    case Self.slash where follows("//"):
      while place < text.count, text[place] != Self.newline { blank() }
    case Self.slash where follows("/*"): blankComment()
    case Self.quote: blankString(hashes: 0)
    case Self.hash:
      let hashes = text[place...].prefix { $0 == Self.hash }.count
      let next = place + hashes
      if next < text.count, text[next] == Self.quote { blankString(hashes: hashes) } else { keep() }
    default: keep()
    }
  }

  private static let slash = UInt8(ascii: "/")
  private static let quote = UInt8(ascii: "\"")
  private static let hash = UInt8(ascii: "#")
  private static let newline = UInt8(ascii: "\n")

  private func follows(_ word: String) -> Bool { text[place...].starts(with: word.utf8) }

  private mutating func keep() {
    code.append(text[place])
    place += 1
  }

  private mutating func blank(_ count: Int = 1) {
    for _ in 0..<count where place < text.count {
      code.append(text[place] == Self.newline ? Self.newline : UInt8(ascii: " "))
      place += 1
    }
  }

  private mutating func blankComment() {
    blank(2)
    while place < text.count, !follows("*/") {
      if follows("/*") { blankComment() } else { blank() }
    }
    blank(2)
  }

  /// A string of one line ends with its line at the latest; what is interpolated is blanked too.
  private mutating func blankString(hashes: Int) {
    let marks = String(repeating: "#", count: hashes)
    blank(hashes)
    let quotes = follows("\"\"\"") ? "\"\"\"" : "\""
    blank(quotes.count)
    while place < text.count, !follows(quotes + marks) {
      if quotes.count == 1, text[place] == Self.newline { return }
      if follows("\\" + marks + "(") {
        blank(hashes + 2)
        blankInterpolation()
      } else {
        blank(follows("\\" + marks) ? hashes + 2 : 1)
      }
    }
    blank(quotes.count + hashes)
  }

  private mutating func blankInterpolation() {
    var depth = 1
    while place < text.count, depth > 0 {
      if text[place] == Self.quote {
        blankString(hashes: 0)
        continue
      }
      if text[place] == UInt8(ascii: "(") { depth += 1 }
      if text[place] == UInt8(ascii: ")") { depth -= 1 }
      blank()
    }
  }
}
