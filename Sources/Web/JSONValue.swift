import struct Foundation.Data
import class Foundation.JSONDecoder

/// What a JSON body may hold. Of numbers only whole ones have a value: no field of the API takes
/// another.
enum JSONValue: Sendable, Equatable {
  case null
  case number(Int?)
  case bool(Bool)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  /// Reads one JSON text in UTF-8; throws ``Rejection/malformed`` for anything else.
  static func parse(_ bytes: [UInt8]) throws(Rejection) -> JSONValue {
    // The decoder passes over broken UTF-8 and reads other encodings.
    guard String(validating: bytes, as: UTF8.self) != nil else { throw .malformed }
    do {
      return try JSONDecoder().decode(JSONValue.self, from: Data(bytes))
    } catch {
      throw .malformed
    }
  }
}

extension JSONValue: Decodable {
  /// Nested deeper than any body of the API: refused before it costs stack.
  private static let deepest = 8

  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  init(from decoder: any Decoder) throws {
    guard decoder.codingPath.count < Self.deepest else { throw Rejection.malformed }
    if let object = Self.attempt({ try decoder.container(keyedBy: Key.self) }) {
      var fields: [String: JSONValue] = [:]
      for key in object.allKeys {
        fields[key.stringValue] = try object.decode(JSONValue.self, forKey: key)
      }
      self = .object(fields)
    } else if var array = Self.attempt({ try decoder.unkeyedContainer() }) {
      var items: [JSONValue] = []
      while !array.isAtEnd { items.append(try array.decode(JSONValue.self)) }
      self = .array(items)
    } else {
      let single = try decoder.singleValueContainer()
      if single.decodeNil() {
        self = .null
      } else if let text = Self.attempt({ try single.decode(String.self) }) {
        self = .string(text)
      } else if let flag = Self.attempt({ try single.decode(Bool.self) }) {
        self = .bool(flag)
      } else {
        _ = try single.decode(Double.self)
        self = .number(Self.attempt { try single.decode(Int.self) })
      }
    }
  }

  private static func attempt<Value>(_ read: () throws -> Value) -> Value? {
    do { return try read() } catch { return nil }
  }
}
