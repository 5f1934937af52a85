/// A personal value that must never reach a log or an error page: printing it shows `<private>`.
package struct Private<Value: Sendable>: Sendable, CustomStringConvertible,
  CustomDebugStringConvertible, CustomReflectable
{
  private let value: Value

  /// Wraps a value at the edge where it enters.
  package init(_ value: Value) { self.value = value }

  /// Takes the value out, at the edge where it is sealed or shown to someone entitled.
  package func reveal() -> Value { value }

  package var description: String { "<private>" }
  package var debugDescription: String { "<private>" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}

extension Private: Equatable where Value: Equatable {}
