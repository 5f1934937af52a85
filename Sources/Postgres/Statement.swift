/// A statement whose text is a literal and whose interpolations are parameters.
///
///     "SELECT kind FROM ground WHERE application_id = \(id) AND kind = ANY(\(kinds))"
///
/// Text that comes into being at run time cannot become SQL: the pieces are `StaticString`.
package struct Statement: Sendable, ExpressibleByStringInterpolation {
  /// The SQL, with `$1`, `$2`, … where the parameters stand.
  package private(set) var text: String
  private(set) var parameters: Parameters

  /// A statement without parameters.
  package init(stringLiteral literal: StaticString) {
    text = literal.description
    parameters = Parameters()
  }

  /// A statement with parameters.
  package init(stringInterpolation interpolation: StringInterpolation) {
    text = interpolation.text
    parameters = interpolation.parameters
  }

  /// Collects the pieces of a statement, in the order of its text.
  package struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var text = ""
    fileprivate var parameters = Parameters()

    /// Starts empty.
    package init(literalCapacity: Int, interpolationCount: Int) {
      text.reserveCapacity(literalCapacity + 3 * interpolationCount)
    }

    /// SQL as it stands in the source.
    package mutating func appendLiteral(_ literal: StaticString) { text += literal.description }

    /// SQL that several statements share, such as a list of columns; a literal as well.
    package mutating func appendInterpolation(sql: StaticString) { text += sql.description }

    /// A parameter.
    package mutating func appendInterpolation<V: PostgresValue>(_ value: V) {
      parameters.add(value)
      text += "$\(parameters.count)"
    }

    /// A parameter that may be NULL.
    package mutating func appendInterpolation<V: PostgresValue>(_ value: V?) {
      parameters.add(value)
      text += "$\(parameters.count)"
    }
  }
}

extension Statement: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The text; never the parameters.
  package var description: String { text }
  /// The same.
  package var debugDescription: String { text }
  /// Without children: `dump` would show the parameters.
  package var customMirror: Mirror { Mirror(self, children: []) }
}

/// The encoded parameters of one statement: all bytes in one piece, so that sending needs no copy.
struct Parameters: Sendable {
  struct Slot: Sendable {
    /// Where the value begins; nil is NULL.
    var start: Int?
    var length: Int
  }

  private(set) var types: [UInt32] = []
  private(set) var slots: [Slot] = []
  private var out = ParameterBytes()

  var count: Int { slots.count }
  var bytes: [UInt8] { out.bytes }
  /// The SQLSTATE for a value that PostgreSQL couldn't take; such a statement is never sent.
  var fault: String? { out.fault }

  mutating func add<V: PostgresValue>(_ value: V?) {
    types.append(V.parameterType)
    guard let value else { return slots.append(Slot(start: nil, length: 0)) }
    let start = out.bytes.count
    value.write(to: &out)
    slots.append(Slot(start: start, length: out.bytes.count - start))
    // Ends a text for libpq, and keeps an empty value from having no address, which means NULL.
    out.append(0 as UInt8)
  }
}
