/// What people typed, made fit to stand in a sentence of ours: on one line, and unable to turn
/// the direction of what follows it.
enum Readable {
  static func title(_ title: String?) -> String? {
    title.map(line).flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Begins with a capital letter, to stand where a sentence begins.
  static func sentence(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }

  static func line(_ text: String) -> String {
    let spaced = text.unicodeScalars.map { scalar -> Unicode.Scalar in
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator: " "
      default: scalar
      }
    }
    var kept = String.UnicodeScalarView()
    kept.append(contentsOf: spaced.filter { !turnsDirection($0) })
    return String(kept).split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// Embeddings, overrides, isolates and marks of the bidirectional algorithm (UAX #9).
  private static func turnsDirection(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x061C, 0x200E...0x200F, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
