/// The desk speaks English in its source and German in its catalogue: each phrase has its line.
enum PhraseRules {
  static let catalogue = "Sources/Pages/templates/desk.de.phrases"

  /// The phrases of a template or of a file of the desk, with the lines they begin in.
  static func phrases(in file: SourceFile) -> [(line: Int, text: String)] {
    if file.path.hasPrefix("Sources/Pages/templates/desk-") {
      return matches(of: /\[\[([^\]]+)\]\]/, in: file)
    }
    guard file.path.contains("/Desk/"), file.path.hasPrefix("Sources/") else { return [] }
    return matches(of: /(?:\b|\.)(?:phrases|self)\(\s*"((?:[^"\\]|\\.)+)"/, in: file)
      .map { ($0.line, $0.text.replacing("\\\"", with: "\"")) }
  }

  /// The English side of each line of the catalogue.
  static func known(in file: SourceFile) -> [(line: Int, text: String)] {
    file.lines.enumerated().compactMap { number, line in
      if line.hasPrefix("#") { return nil }
      return line.firstRange(of: " = ").map { (number + 1, String(line[..<$0.lowerBound])) }
    }
  }

  /// Phrases without a translation, translations without a phrase, and lines that come twice.
  static func findings(in files: [SourceFile]) -> [Finding] {
    guard let book = files.first(where: { $0.path == catalogue }) else {
      return [Finding(catalogue, 1, "the catalogue is missing")]
    }
    let used = files.flatMap { file in
      phrases(in: file).map { (path: file.path, line: $0.line, text: $0.text) }
    }
    let known = known(in: book)
    let (names, spoken) = (Set(known.map(\.text)), Set(used.map(\.text)))
    var seen: Set<String> = []
    return used.filter { !names.contains($0.text) }.map {
      Finding($0.path, $0.line, "no German for: \($0.text)")
    }
      + known.filter { !spoken.contains($0.text) }.map {
        Finding(catalogue, $0.line, "nothing says: \($0.text)")
      }
      + known.filter { !seen.insert($0.text).inserted }.map {
        Finding(catalogue, $0.line, "said twice: \($0.text)")
      }
  }

  private static func matches(
    of pattern: Regex<(Substring, Substring)>, in file: SourceFile
  ) -> [(line: Int, text: String)] {
    let text = file.lines.joined(separator: "\n")
    return text.matches(of: pattern).map { match in
      (text[..<match.range.lowerBound].count { $0 == "\n" } + 1, String(match.output.1))
    }
  }
}
