/// Reads migrations well enough to know which tables and columns there are.
struct SchemaReader {
  private(set) var tables: [String: [Column]] = [:]
  private(set) var enabled: Set<String> = []
  private(set) var forced: Set<String> = []
  /// Statements about tables that this reader doesn't understand.
  private(set) var unread: [String] = []

  struct Column: Equatable {
    let name: String
    let definition: String
    var isSealed: Bool { definition.contains(/^sealed\b/) }
  }

  init(_ migrations: [SourceFile]) {
    for file in migrations {
      for statement in Self.statements(in: file.lines.joined(separator: "\n")) { read(statement) }
    }
  }

  private mutating func read(_ statement: String) {
    if let match = statement.prefixMatch(of: /CREATE TABLE (?:IF NOT EXISTS )?(\w+) ?\((.*)\)/) {
      tables[String(match.1)] = Self.columns(in: String(match.2))
    } else if let match = statement.prefixMatch(of: /ALTER TABLE (?:ONLY )?(\w+) (.*)/) {
      alter(String(match.1), String(match.2))
    } else if let match = statement.prefixMatch(of: /DROP TABLE (\w+)( CASCADE)?$/) {
      tables[String(match.1)] = nil
    } else if statement.contains(/^(CREATE (TEMP|UNLOGGED|FOREIGN|TABLE)|DROP TABLE|SELECT .*INTO)/)
    {
      unread.append(statement)
    }
  }

  private mutating func alter(_ table: String, _ actions: String) {
    for action in Self.split(actions) {
      switch action {
      case "ENABLE ROW LEVEL SECURITY": enabled.insert(table)
      case "DISABLE ROW LEVEL SECURITY": enabled.remove(table)
      case "FORCE ROW LEVEL SECURITY": forced.insert(table)
      case "NO FORCE ROW LEVEL SECURITY": forced.remove(table)
      default: alter(table, action: action)
      }
    }
  }

  private mutating func alter(_ table: String, action: String) {
    if let match = action.prefixMatch(of: /ADD (?:COLUMN )?(\w+) (.*)/),
      !Self.begins.contains(String(match.1))
    {
      tables[table, default: []].append(Column(name: String(match.1), definition: String(match.2)))
    } else if let match = action.prefixMatch(of: /DROP COLUMN (\w+)/) {
      tables[table]?.removeAll { $0.name == match.1 }
    } else if action.contains(/^RENAME|^SET SCHEMA|^INHERIT/) {
      unread.append("ALTER TABLE \(table) \(action)")
    }
  }

  private static let begins: Set<String> = [
    "CHECK", "CONSTRAINT", "EXCLUDE", "FOREIGN", "LIKE", "PRIMARY", "UNIQUE",
  ]

  private static func columns(in list: String) -> [Column] {
    split(list).compactMap { item in
      guard let match = item.prefixMatch(of: /(\w+)\s*(.*)/), !begins.contains(String(match.1))
      else { return nil }
      return Column(name: String(match.1), definition: String(match.2))
    }
  }

  /// What commas outside of brackets part.
  private static func split(_ list: String) -> [String] {
    var parts = [""]
    var depth = 0
    for character in list {
      if character == "(" { depth += 1 }
      if character == ")" { depth -= 1 }
      if character == ",", depth == 0 {
        parts.append("")
      } else {
        parts[parts.count - 1].append(character)
      }
    }
    return parts.map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
  }

  /// One statement a line, without comments and without the bodies of functions.
  static func statements(in text: String) -> [String] {
    text.replacing(/--[^\n]*/, with: "").replacing(/\$\$(?s:.*?)\$\$/, with: "''")
      .split(separator: ";")
      .map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
      .filter { !$0.isEmpty }
  }
}
