import Domain
import FoundationEssentials
import Postgres

/// How the values of `Domain` are written and read.
extension Day {
  /// As a parameter.
  var stored: PostgresDay { PostgresDay(year: year, month: month, day: day) }
}

extension Row {
  /// An id that is never NULL.
  func id<Subject>(_ column: StaticString) throws -> Identifier<Subject> {
    Identifier(try self(column, as: UUID.self))
  }

  /// An id that may be NULL.
  func id<Subject>(_ column: StaticString) throws -> Identifier<Subject>? {
    try self(column, as: UUID?.self).map(Identifier<Subject>.init)
  }

  /// A day that is never NULL.
  func day(_ column: StaticString) throws -> Day {
    guard let day: Day = try day(column) else {
      throw PostgresError.unexpectedShape(column: column.description)
    }
    return day
  }

  /// A day that may be NULL.
  func day(_ column: StaticString) throws -> Day? {
    guard let stored = try self(column, as: PostgresDay?.self) else { return nil }
    return Day(year: stored.year, month: stored.month, day: stored.day)
  }

  /// One of a closed set of words.
  func word<Word: RawRepresentable>(
    _ column: StaticString
  ) throws -> Word where Word.RawValue == String {
    guard let word: Word = try word(column) else {
      throw PostgresError.unexpectedShape(column: column.description)
    }
    return word
  }

  /// One of a closed set of words, or NULL.
  func word<Word: RawRepresentable>(
    _ column: StaticString
  ) throws -> Word? where Word.RawValue == String {
    guard let text = try self(column, as: String?.self) else { return nil }
    guard let word = Word(rawValue: text) else {
      throw PostgresError.unexpectedShape(column: column.description)
    }
    return word
  }
}

/// A value sealed for one table, column and row: its bytes as they are stored.
package typealias Sealed = [UInt8]

extension Identifier {
  /// Sorts before every other id.
  static var lowest: Self { Self(.init(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))) }

  /// Sorts after every other id.
  static var highest: Self {
    let f: UInt8 = 0xFF
    return Self(.init(uuid: (f, f, f, f, f, f, f, f, f, f, f, f, f, f, f, f)))
  }
}
