/// Names that hide what a thing is, and constructs that hide what can go wrong.
enum WordRules {
  private static let drawers: Set<String> = [
    "Util", "Utils", "Utility", "Utilities", "Helper", "Helpers", "Core", "Manager", "Managers",
    "Extension", "Extensions", "Misc", "Common",
  ]

  /// Folders and files carry nouns of the design, not the names of drawers.
  static func names(of path: String) -> [Finding] {
    path.split(separator: "/").flatMap { part -> [Finding] in
      let stem = part.split(separator: ".").first.map(String.init) ?? ""
      // "StringExtensions" and "string-extensions" are the words String, Extensions.
      let words = stem.matches(of: /[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])/).map {
        $0.output.prefix(1).uppercased() + $0.output.dropFirst()
      }
      return words.filter(drawers.contains).map {
        Finding(path, 1, "\($0) is the name of a drawer, not of a thing")
      }
    }
  }

  static func constructs(in file: SourceFile) -> [Finding] {
    let banned: [(Regex<Substring>, String)] = [
      (/\btry!/, "try! hides an error"), (/\btry\?/, "try? hides an error"),
      (/\bas!/, "as! traps on the wrong type"),
      (/\bfatalError\b/, "a broken invariant is a precondition, anything else an error"),
      (/@_(?:exported|spi|implementationOnly)\b/, "an import others don't see"),
    ]
    return banned.flatMap { file.findings($0.0, $0.1) }
  }

  static func openness(in file: SourceFile) -> [Finding] {
    file.findings(
      /\bpublic(?:\(set\))?\s+[@a-z]/,
      "nothing is public: package between rooms, nothing inside one")
  }

  /// In every text, comments included.
  static func leftovers(in file: SourceFile) -> [Finding] {
    file.lines.enumerated().compactMap { number, line in
      line.contains(/\b(TO(?:)DO|FIX(?:)ME|X(?:)XX)\b/)
        ? Finding(file.path, number + 1, "work left over belongs in an issue") : nil
    }
  }

  private static let roomsOfPointers: Set<String> = [
    "Postgres", "Vault", "Keeper", "Journal", "Mail", "Packing", "QRCode",
  ]

  static func unsafety(in file: SourceFile) -> [Finding] {
    guard let room = file.room, !roomsOfPointers.contains(room) else { return [] }
    return file.findings(
      /\bunsafe\b(?!\))|\bUnsafe\w*Pointer\b/, "pointers stay in \(roomsOfPointers.sorted())")
  }

  /// What the compiler can't check needs its proof beside it.
  static func proofs(in file: SourceFile) -> [Finding] {
    file.code.enumerated().compactMap { number, line in
      guard line.contains(/@unchecked\s+Sendable|nonisolated\(unsafe\)/) else { return nil }
      let above = file.lines[max(0, number - 2)..<number]
      return above.contains { $0.contains("//") }
        ? nil : Finding(file.path, number + 1, "the proof is missing in the lines above")
    }
  }

  /// Statements made at run time exist for migrations, and for the roles they are run by.
  static func scripts(in file: SourceFile) -> [Finding] {
    let makers = [
      "Sources/Postgres/MigrationScript.swift", "Sources/Records/Migrations.swift",
      "Sources/Records/DatabaseRoles.swift",
    ]
    guard file.room != nil, !makers.contains(file.path) else { return [] }
    return file.findings(/\bMigrationScript\s*[.(]/, "only migrations are run as scripts")
  }

  static func templates(in file: SourceFile) -> [Finding] {
    guard file.path.hasSuffix(".mustache") else { return [] }
    return file.lines.enumerated().compactMap { number, line in
      line.contains(/\{\{\s*[{&]/)
        ? Finding(file.path, number + 1, "a value put into a page unescaped") : nil
    }
  }

  private static var place: Regex<Substring> {
    /(?:^|[^\w.\/])\/(?:root|Users|home\/\w+)\//
  }

  /// Places that exist on one machine only.
  static func workplaces(in file: SourceFile) -> [Finding] {
    file.lines.enumerated().compactMap { number, line in
      line.contains(place)
        ? Finding(file.path, number + 1, "a place that exists on one machine only") : nil
    }
  }
}
