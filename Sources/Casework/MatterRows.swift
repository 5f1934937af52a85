import Domain
import Records
import Vault
import struct Foundation.Data
import class Foundation.JSONDecoder
import struct Foundation.UUID

/// A value of an exported row.
package enum ExportedValue: Sendable, Equatable {
  case null
  case flag(Bool)
  case number(Int)
  case text(String)
  case list([String])
}

/// A row as it is stored, its sealed values opened. Names are the columns' in camel case.
package struct ExportedRow: Sendable {
  package let fields: [(name: String, value: ExportedValue)]

  /// Staff the row names.
  var staff: Set<StaffID> {
    Set(
      fields.compactMap { name, value in
        guard name.hasSuffix("By"), case .text(let text) = value else { return nil }
        return StaffID(text)
      })
  }
}

/// A list of rows in a file of an export.
package struct ExportedSection: Sendable {
  package let name: String
  package let rows: [ExportedRow]
}

extension ExportedRow {
  /// Opens one row that was read as JSON.
  init(
    _ json: String, of table: ApplicationTable, _ application: ApplicationID,
    openedWith key: borrowing DataKey
  ) throws {
    let stored = try JSONDecoder().decode([String: ExportedValue].self, from: Data(json.utf8))
    var row = application.uuid
    if case .text(let text)? = stored["id"], let id = UUID(uuidString: text) { row = id }
    var fields: [(name: String, value: ExportedValue)] = []
    for (column, value) in stored.sorted(by: { $0.key < $1.key })
    where column != "application_id" {
      var opened = value
      if let sealed = SealedColumn(rawValue: "\(table.rawValue).\(column)"),
        case .text(let hex) = value
      {
        let field = SealedField(column: sealed, row: row, value: try Self.bytes(hex))
        opened = .text(try key.openText(field.value, as: FieldPlace(field)))
      }
      fields.append((Self.camel(column), opened))
    }
    self.fields = fields
  }

  /// PostgreSQL writes bytes into JSON as `\x` and digits.
  private static func bytes(_ hex: String) throws -> [UInt8] {
    let digits = Array(hex.utf8.dropFirst(2))
    guard hex.hasPrefix("\\x"), digits.count.isMultiple(of: 2) else {
      throw VaultError.notAuthentic
    }
    return try stride(from: 0, to: digits.count, by: 2).map { place in
      let pair = String(decoding: digits[place..<place + 2], as: UTF8.self)
      guard let byte = UInt8(pair, radix: 16) else { throw VaultError.notAuthentic }
      return byte
    }
  }

  private static func camel(_ column: String) -> String {
    let words = column.split(separator: "_")
    return words.enumerated().map { place, word in
      place == 0 ? String(word) : word.prefix(1).uppercased() + word.dropFirst()
    }.joined()
  }
}

extension ExportedValue: Decodable {
  package init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .null
    } else if let flag = Self.attempt({ try value.decode(Bool.self) }) {
      self = .flag(flag)
    } else if let number = Self.attempt({ try value.decode(Int.self) }) {
      self = .number(number)
    } else if let text = Self.attempt({ try value.decode(String.self) }) {
      self = .text(text)
    } else {
      self = .list(try value.decode([String].self))
    }
  }

  private static func attempt<Value>(_ read: () throws -> Value) -> Value? {
    do { return try read() } catch { return nil }
  }
}
