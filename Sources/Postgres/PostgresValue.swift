/// What can be a parameter and a column.
package protocol PostgresValue: Sendable {
  /// The OID declared for a parameter, so that SQL needs no cast; 0 sends text and lets the server
  /// infer the type.
  static var parameterType: UInt32 { get }
  /// Appends the value in PostgreSQL's binary form (text for type 0).
  func write(to out: inout ParameterBytes)
  /// Reads a column in binary form; nil when `type` or the bytes are none of this type.
  static func read(_ bytes: Span<UInt8>, type: UInt32) -> Self?
}

/// Where a value writes itself.
package struct ParameterBytes: Sendable {
  private(set) var bytes: [UInt8] = []
  private(set) var fault: String?

  /// Appends a number in network order.
  mutating func append<I: FixedWidthInteger>(_ number: I) {
    var shift = I.bitWidth
    while shift > 0 {
      shift -= 8
      bytes.append(UInt8(truncatingIfNeeded: number >> I(shift)))
    }
  }

  mutating func append(contentsOf more: some Sequence<UInt8>) { bytes.append(contentsOf: more) }

  /// Four bytes of length, then what `write` appends.
  mutating func appendCounted(_ write: (inout ParameterBytes) -> Void) {
    let mark = bytes.count
    append(0 as Int32)
    write(&self)
    var length = UInt32(truncatingIfNeeded: bytes.count - mark - 4)
    for index in (mark..<mark + 4).reversed() {
      bytes[index] = UInt8(truncatingIfNeeded: length)
      length >>= 8
    }
  }

  /// Remembers why the statement must not be sent.
  mutating func refuse(_ sqlState: String) { fault = fault ?? sqlState }
}

/// Type numbers that are fixed in PostgreSQL's catalogue (pg_type.dat).
enum TypeID {
  static let bool: UInt32 = 16
  static let bytes: UInt32 = 17
  static let int8: UInt32 = 20
  static let int2: UInt32 = 21
  static let int4: UInt32 = 23
  static let oid: UInt32 = 26
  static let text: UInt32 = 25
  static let date: UInt32 = 1082
  static let timestamptz: UInt32 = 1184
  static let uuid: UInt32 = 2950
  static let jsonb: UInt32 = 3802
  /// "char", name, text, json, unknown, bpchar, varchar: their binary form is their text.
  static let texts: Set<UInt32> = [18, 19, 25, 114, 705, 1042, 1043]
  /// Arrays of int2, int4, name, bpchar, varchar; each element's own type decides.
  static let otherArrays: Set<UInt32> = [1003, 1005, 1007, 1014, 1015]
  /// From here on: enums, citext and other types made by users.
  static let firstOfUsers: UInt32 = 16384
}

extension Span where Element == UInt8 {
  /// A number in network order; nil beyond the end.
  func number<I: FixedWidthInteger>(at offset: Int, as type: I.Type = I.self) -> I? {
    let width = I.bitWidth / 8
    guard offset >= 0, offset <= count - width else { return nil }
    var number: I = 0
    for index in offset..<offset + width {
      number = number << 8 | I(truncatingIfNeeded: self[index])
    }
    return number
  }

  /// A number that fills the span.
  func wholeNumber<I: FixedWidthInteger>(as type: I.Type = I.self) -> I? {
    count == I.bitWidth / 8 ? number(at: 0) : nil
  }
}
