/// What a column holds about people.
enum DataClass: Hashable {
  /// What a person said or is, encrypted under a key of its own.
  case personalSealed
  /// What opens or proves something: wrapped keys, hashes of secrets, headers.
  case key
  /// About one person, but only under a random id; means nothing once the application is erased.
  case pseudonymous
  /// About nobody, or about the company.
  case `public`
}

/// A table and the class of each of its columns, by name.
struct ClassifiedTable {
  let name: String
  let columns: [String: DataClass]
  /// How long rows stay: with their application, by default.
  let life: Life

  enum Life: Equatable {
    /// Goes in the transaction that erases the application.
    case withTheApplication
    /// Holds nothing about a person at all; needs no row security.
    case holdsNobody
    /// Goes otherwise; the reason says how.
    case ofItsOwn(String)
  }

  init(
    _ name: String, _ life: Life = .withTheApplication, sealed: String = "", key: String = "",
    pseudonymous: String = "", public: String = ""
  ) {
    self.name = name
    self.life = life
    var columns: [String: DataClass] = [:]
    for (names, kind) in [
      (sealed, DataClass.personalSealed), (key, .key), (pseudonymous, .pseudonymous),
      (`public`, .public),
    ] {
      for name in names.split(whereSeparator: \.isWhitespace) { columns[String(name)] = kind }
    }
    self.columns = columns
  }
}
