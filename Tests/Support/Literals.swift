package import Domain

/// Days as `"2026-03-15"`; one that doesn't exist is a mistake of the test.
extension Day: ExpressibleByStringLiteral {
  package init(stringLiteral text: String) {
    guard let day = Day(text) else { preconditionFailure("\(text) is not a day") }
    self = day
  }
}

/// Personal values as they stand in the test.
extension Private: ExpressibleByUnicodeScalarLiteral where Value == String {
  package init(unicodeScalarLiteral value: String) { self.init(value) }
}

extension Private: ExpressibleByExtendedGraphemeClusterLiteral where Value == String {
  package init(extendedGraphemeClusterLiteral value: String) { self.init(value) }
}

extension Private: ExpressibleByStringLiteral where Value == String {
  package init(stringLiteral value: String) { self.init(value) }
}
