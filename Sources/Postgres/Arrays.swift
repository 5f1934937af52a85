package import FoundationEssentials

/// What can stand in an array; `UInt8` makes it a `bytea`.
package protocol PostgresElement: Sendable {
  /// The OID of one element.
  static var elementType: UInt32 { get }
  /// The OID of an array of them.
  static var arrayType: UInt32 { get }
  /// Appends all of them as one parameter.
  static func write(_ all: [Self], to out: inout ParameterBytes)
  /// Reads all of them from one column.
  static func readAll(_ bytes: Span<UInt8>, type: UInt32) -> [Self]?
}

extension Array: PostgresValue where Element: PostgresElement {
  /// The array's OID.
  package static var parameterType: UInt32 { Element.arrayType }
  /// All elements.
  package func write(to out: inout ParameterBytes) { Element.write(self, to: &out) }
  /// All elements; an array with a NULL in it or of several dimensions is refused.
  package static func read(_ bytes: Span<UInt8>, type: UInt32) -> [Element]? {
    Element.readAll(bytes, type: type)
  }
}

// Binary arrays: dimensions, whether there are NULLs, element type; for each dimension its length
// and lower bound; each element with its length before it, -1 for NULL.
extension PostgresElement where Self: PostgresValue {
  /// One dimension, from 1.
  package static func write(_ all: [Self], to out: inout ParameterBytes) {
    out.append(Int32(all.isEmpty ? 0 : 1))
    out.append(0 as Int32)
    out.append(elementType)
    if all.isEmpty { return }
    out.append(Int32(truncatingIfNeeded: all.count))
    out.append(1 as Int32)
    for element in all { out.appendCounted { element.write(to: &$0) } }
  }

  /// One dimension or none, without NULLs.
  package static func readAll(_ bytes: Span<UInt8>, type: UInt32) -> [Self]? {
    // A text or bytea isn't an array, even if its first bytes look like one.
    guard type == arrayType || TypeID.otherArrays.contains(type) || type >= TypeID.firstOfUsers,
      let dimensions: Int32 = bytes.number(at: 0), let element: UInt32 = bytes.number(at: 8)
    else { return nil }
    if dimensions == 0 { return bytes.count == 12 ? [] : nil }
    guard dimensions == 1, let count: Int32 = bytes.number(at: 12), count >= 0 else { return nil }
    var all: [Self] = []
    var offset = 20
    for _ in 0..<count {
      guard let length: Int32 = bytes.number(at: offset), length >= 0,
        offset + 4 + Int(length) <= bytes.count
      else { return nil }
      let range = offset + 4..<offset + 4 + Int(length)
      guard let value = Self.read(bytes.extracting(range), type: element) else { return nil }
      all.append(value)
      offset = range.upperBound
    }
    return offset == bytes.count ? all : nil
  }
}

extension UInt8: PostgresElement {
  /// Bytes are one value, not elements.
  package static var elementType: UInt32 { TypeID.bytes }
  /// `bytea`.
  package static var arrayType: UInt32 { TypeID.bytes }
  /// As they are.
  package static func write(_ all: [UInt8], to out: inout ParameterBytes) {
    out.append(contentsOf: all)
  }
  /// As they are.
  package static func readAll(_ bytes: Span<UInt8>, type: UInt32) -> [UInt8]? {
    guard type == TypeID.bytes else { return nil }
    return unsafe bytes.withUnsafeBufferPointer { unsafe [UInt8]($0) }
  }
}

extension Array: PostgresElement where Element == UInt8 {
  /// `bytea`.
  package static var elementType: UInt32 { TypeID.bytes }
  /// `bytea[]`.
  package static var arrayType: UInt32 { 1001 }
}

extension String: PostgresElement {
  /// `text`.
  package static var elementType: UInt32 { TypeID.text }
  /// `text[]`; arrays of enums are read as well, but as a parameter need a cast.
  package static var arrayType: UInt32 { 1009 }
}

extension UUID: PostgresElement {
  /// `uuid`.
  package static var elementType: UInt32 { TypeID.uuid }
  /// `uuid[]`.
  package static var arrayType: UInt32 { 2951 }
}

extension Int: PostgresElement {
  /// `bigint`.
  package static var elementType: UInt32 { TypeID.int8 }
  /// `bigint[]`.
  package static var arrayType: UInt32 { 1016 }
}

extension Bool: PostgresElement {
  /// `boolean`.
  package static var elementType: UInt32 { TypeID.bool }
  /// `boolean[]`.
  package static var arrayType: UInt32 { 1000 }
}

extension Date: PostgresElement {
  /// `timestamptz`.
  package static var elementType: UInt32 { TypeID.timestamptz }
  /// `timestamptz[]`.
  package static var arrayType: UInt32 { 1185 }
}

extension PostgresDay: PostgresElement {
  /// `date`.
  package static var elementType: UInt32 { TypeID.date }
  /// `date[]`.
  package static var arrayType: UInt32 { 1182 }
}
