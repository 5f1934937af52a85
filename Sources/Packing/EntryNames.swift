/// Names that every reader of ZIP files takes, on every system: they lead nowhere but below the
/// folder they are unpacked in, and no two of them are the same file.
package struct EntryNames {
  /// Bytes of one name at most, without its folder; file systems take 255.
  static let longest = 120
  private var taken: Set<String> = []

  package init() {}

  /// A name below `folder`, as near to `wanted` as can be, with one of `endings`: the first, if
  /// it has none of them. Equal names, also in another case, are numbered.
  package mutating func name(
    _ wanted: String, endings: [String] = [], in folder: String? = nil
  ) -> String {
    var (stem, ending) = Self.parts(of: Self.harmless(wanted), endings: endings)
    stem = Self.clipped(stem, to: Self.longest - ending.utf8.count)
    if stem.isEmpty || Self.isReserved(stem) { stem = "_" + stem }
    let path = folder.map { $0 + "/" } ?? ""
    for number in 1... {
      let tried = path + (number == 1 ? stem : "\(stem) (\(number))") + ending
      if taken.insert(tried.lowercased()).inserted { return tried }
    }
    return path + stem + ending
  }

  /// What readers, shells and other systems stumble over becomes `_`, or goes.
  private static func harmless(_ text: String) -> String {
    let scalars = text.unicodeScalars.compactMap { scalar -> Unicode.Scalar? in
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned,
        .privateUse:
        return nil
      case .spaceSeparator: return " "
      default: return forbidden.contains(scalar) ? "_" : scalar
      }
    }
    return String(String.UnicodeScalarView(scalars))
  }

  private static let forbidden: Set<Unicode.Scalar> = [
    "/", "\\", "<", ">", ":", "\"", "|", "?", "*", "%", "\u{2044}", "\u{2215}", "\u{29F8}",
    "\u{FF0F}", "\u{FF3C}",
  ]

  /// A name and its ending with the dot.
  private static func parts(of name: String, endings: [String]) -> (String, String) {
    for ending in endings where name.lowercased().hasSuffix("." + ending) {
      return (bare(String(name.dropLast(ending.count + 1))), "." + ending)
    }
    return (bare(name), endings.first.map { "." + $0 } ?? "")
  }

  /// Dots and spaces at either end hide a file, or get lost.
  private static func bare(_ text: String) -> String {
    let isEdge = { (character: Character) in character == "." || character == " " }
    let begun = text.drop(while: isEdge)
    return String(begun.reversed().drop(while: isEdge).reversed())
  }

  private static func clipped(_ text: String, to limit: Int) -> String {
    var (clipped, bytes) = ("", 0)
    for character in text {
      bytes += String(character).utf8.count
      if bytes > limit { break }
      clipped.append(character)
    }
    return bare(clipped)
  }

  /// Names of devices, on some systems with any ending.
  private static func isReserved(_ stem: String) -> Bool {
    let first = stem.prefix { $0 != "." }.uppercased()
    return first.wholeMatch(of: /CON|PRN|AUX|NUL|(COM|LPT)[0-9]/) != nil
  }
}
