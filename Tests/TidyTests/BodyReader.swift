/// Finds functions, initialisers and computed properties in code, and measures them.
struct BodyReader {
  private let text: [UInt8]
  private var place = 0
  private var line = 1

  /// The line each begins on, and how many lines it has to its closing brace.
  static func bodies(in code: [String]) -> [(line: Int, length: Int)] {
    var reader = BodyReader(text: Array(code.joined(separator: "\n").utf8))
    return reader.read()
  }

  private init(text: [UInt8]) { self.text = text }

  private static let openers: Set<String> = ["func", "init", "deinit", "subscript", "var"]
  private static let beginnings: Set<String> = [
    "associatedtype", "case", "enum", "extension", "fileprivate", "for", "func", "guard", "if",
    "init", "let", "mutating", "package", "private", "return", "static", "struct", "subscript",
    "switch", "try", "var", "while",
  ]

  private mutating func read() -> [(line: Int, length: Int)] {
    var found: [(line: Int, length: Int)] = []
    while place < text.count {
      guard Self.isWordPart(text[place]) else {
        if text[place] == UInt8(ascii: "\n") { line += 1 }
        place += 1
        continue
      }
      let isMember = place > 0 && text[place - 1] == UInt8(ascii: ".")
      let word = word(at: place)
      // Goes on behind the word, so that a function inside this one is measured too.
      place += word.utf8.count
      if !isMember, Self.openers.contains(word), let length = length(of: word) {
        found.append((line, length))
      }
    }
    return found
  }

  private func word(at start: Int) -> String {
    String(decoding: text[start...].prefix(while: Self.isWordPart), as: UTF8.self)
  }

  private static func isWordPart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
      true
    default: false
    }
  }

  /// Lines from here to the end of the body that follows; `nil` without one, as in a protocol.
  private func length(of word: String) -> Int? {
    var depth = 0
    var lines = 1
    for (index, byte) in text[place...].enumerated() {
      switch byte {
      case UInt8(ascii: "("), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: ")"), UInt8(ascii: "]"): depth -= 1
      case UInt8(ascii: "{") where depth == 0: return lines + linesToClose(from: place + index)
      case UInt8(ascii: "}"): return nil
      case UInt8(ascii: "=") where word == "var" && depth == 0: return nil
      case UInt8(ascii: "\n"):
        if depth == 0, declares(at: place + index + 1) { return nil }
        lines += 1
      default: break
      }
      if depth < 0 { return nil }
    }
    return nil
  }

  /// Whether a line begins another declaration or statement, or is empty.
  private func declares(at start: Int) -> Bool {
    let line = text[start...].prefix { $0 != UInt8(ascii: "\n") }
      .drop { $0 == UInt8(ascii: " ") }
    guard let first = line.first, first != UInt8(ascii: "@") else { return true }
    return Self.beginnings.contains(word(at: line.startIndex))
  }

  private func linesToClose(from opening: Int) -> Int {
    var depth = 0
    var lines = 0
    for byte in text[opening...] {
      switch byte {
      case UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "}"): depth -= 1
      case UInt8(ascii: "\n"): lines += 1
      default: break
      }
      if depth == 0 { break }
    }
    return lines
  }
}
