/// A letter as plain text.
enum PlainText {
  /// Columns a line keeps to where its words let it (RFC 5322 2.1.1 asks for at most 78).
  static let columns = 76

  static func letter(_ view: LetterView) -> String {
    var blocks = ([view.greeting] + view.before).map(wrapped)
    // An address stands alone and whole, or mail programs take the full stop for a part of it.
    if let link = view.link { blocks.append(link) }
    blocks += view.after.map(wrapped)
    blocks.append("\(view.closing)\n\(view.company)")
    blocks.append(view.imprint.map { wrapped("\($0.term): \($0.details)") }.joined(separator: "\n"))
    if let below = view.below {
      blocks.append(below.belowTitle)
      blocks += below.blocks.compactMap { $0.section ?? $0.sentence }.map(wrapped)
    }
    return blocks.joined(separator: "\n\n") + "\n"
  }

  /// Breaks a paragraph into lines. A number stays with its neighbours, so that dates and
  /// articles of a law stay whole.
  static func wrapped(_ paragraph: String) -> String {
    var pieces: [Substring] = []
    var start = paragraph.startIndex
    for space in paragraph.indices where paragraph[space] == " " {
      let next = paragraph.index(after: space)
      if paragraph[start..<space].isEmpty || beginsWithNumber(lastWord(paragraph[start..<space]))
        || beginsWithNumber(paragraph[next...])
      {
        continue
      }
      pieces.append(paragraph[start..<space])
      start = next
    }
    pieces.append(paragraph[start...])
    return pieces.reduce(into: [String]()) { lines, piece in
      if let line = lines.last, line.count + 1 + piece.count <= columns {
        lines[lines.count - 1] = "\(line) \(piece)"
      } else {
        lines.append(String(piece))
      }
    }.joined(separator: "\n")
  }

  private static func lastWord(_ text: Substring) -> Substring {
    text.lastIndex(of: " ").map { text[text.index(after: $0)...] } ?? text
  }

  private static func beginsWithNumber(_ text: Substring) -> Bool {
    text.first { $0 != "(" }?.isNumber ?? false
  }
}
