/// A setting that holds until the transaction ends, such as `lethe.actor`.
package struct Setting: Sendable {
  let name: String
  let value: String

  /// The name is a literal; the value travels as a parameter.
  package init(_ name: StaticString, _ value: String) {
    self.name = name.description
    self.value = value
  }
}

extension Setting: CustomStringConvertible, CustomReflectable {
  /// The name; never the value.
  package var description: String { name }
  /// Without children: `dump` would show the value.
  package var customMirror: Mirror { Mirror(self, children: []) }
}

extension Setting {
  /// One statement for up to four settings, more statements for more.
  static func statements(for settings: [Setting]) -> [Statement] {
    var statements: [Statement] = []
    var rest = settings[...]
    while !rest.isEmpty {
      statements.append(statement(for: Array(rest.prefix(4))))
      rest = rest.dropFirst(4)
    }
    return statements
  }

  private static func statement(for s: [Setting]) -> Statement {
    switch s.count {
    case 1: "SELECT set_config(\(s[0].name), \(s[0].value), true)"
    case 2:
      """
      SELECT set_config(\(s[0].name), \(s[0].value), true),
        set_config(\(s[1].name), \(s[1].value), true)
      """
    case 3:
      """
      SELECT set_config(\(s[0].name), \(s[0].value), true),
        set_config(\(s[1].name), \(s[1].value), true),
        set_config(\(s[2].name), \(s[2].value), true)
      """
    default:
      """
      SELECT set_config(\(s[0].name), \(s[0].value), true),
        set_config(\(s[1].name), \(s[1].value), true),
        set_config(\(s[2].name), \(s[2].value), true),
        set_config(\(s[3].name), \(s[3].value), true)
      """
    }
  }
}
