import Domain
import struct Foundation.Date

/// A JSON object read field by field. The first problem is thrown, with the path of its field,
/// such as `applicant.givenName`.
struct InputObject {
  private let fields: [String: JSONValue]
  private let path: String

  /// Refuses what isn't an object and what has a field that isn't among `known`.
  init(_ value: JSONValue, path: String = "", known: Set<String>) throws(Refusal) {
    guard case .object(let fields) = value else {
      throw .invalid(field: path.isEmpty ? "body" : path, .wrongType)
    }
    self.fields = fields
    self.path = path
    if let stranger = fields.keys.filter({ !known.contains($0) }).min() {
      throw .invalid(field: self.name(of: String(stranger.prefix(60))), .unknownField)
    }
  }

  /// Whether the field is there at all, `null` included.
  func has(_ field: String) -> Bool { fields[field] != nil }

  /// Whether the field is there and `null`.
  func isNull(_ field: String) -> Bool { fields[field] == .null }

  /// One line of text that says something.
  func line(_ field: String, atMost limit: Int) throws(Refusal) -> String {
    try need(try optionalLine(field, atMost: limit), field)
  }

  func optionalLine(_ field: String, atMost limit: Int) throws(Refusal) -> String? {
    try text(field, atMost: limit, lines: .one)
  }

  /// Text that may have several lines and says something.
  func text(_ field: String, atMost limit: Int) throws(Refusal) -> String {
    try need(try optionalText(field, atMost: limit), field)
  }

  func optionalText(_ field: String, atMost limit: Int) throws(Refusal) -> String? {
    try text(field, atMost: limit, lines: .many)
  }

  /// An e-mail address: as much of RFC 5321 as tells one from a slip.
  func optionalAddress(_ field: String) throws(Refusal) -> String? {
    guard let address = try optionalLine(field, atMost: InputText.addressBytes) else {
      return nil
    }
    guard InputText.isAddress(address) else {
      throw .invalid(field: name(of: field), .notAnAddress)
    }
    return address
  }

  /// A whole number.
  func number(_ field: String) throws(Refusal) -> Int {
    try need(try optionalNumber(field), field)
  }

  func optionalNumber(_ field: String) throws(Refusal) -> Int? {
    switch present(field) {
    case nil: return nil
    case .number(let number?): return number
    default: throw .invalid(field: name(of: field), .wrongType)
    }
  }

  func day(_ field: String) throws(Refusal) -> Day { try need(try optionalDay(field), field) }

  func optionalDay(_ field: String) throws(Refusal) -> Day? {
    guard let text = try string(field) else { return nil }
    guard let day = Day(text) else { throw .invalid(field: name(of: field), .notADay) }
    return day
  }

  func instant(_ field: String) throws(Refusal) -> Date {
    try need(try optionalInstant(field), field)
  }

  func optionalInstant(_ field: String) throws(Refusal) -> Date? {
    guard let text = try string(field) else { return nil }
    guard let instant = Instant.read(text) else {
      throw .invalid(field: name(of: field), .notAnInstant)
    }
    return instant
  }

  func id<Subject>(_ field: String, of: Subject.Type) throws(Refusal) -> Identifier<Subject> {
    try need(try optionalID(field, of: of), field)
  }

  func optionalID<Subject>(
    _ field: String, of: Subject.Type
  ) throws(Refusal) -> Identifier<Subject>? {
    guard let text = try string(field) else { return nil }
    guard let id = Identifier<Subject>(text) else {
      throw .invalid(field: name(of: field), .notAnID)
    }
    return id
  }

  /// A list of ids without repetition, at most `limit` of them.
  func ids<Subject>(
    _ field: String, of: Subject.Type, atMost limit: Int
  ) throws(Refusal) -> [Identifier<Subject>] {
    guard case .array(let items) = try need(present(field), field) else {
      throw .invalid(field: name(of: field), .wrongType)
    }
    if items.count > limit { throw .invalid(field: name(of: field), .tooLong) }
    var ids: [Identifier<Subject>] = []
    for (position, item) in items.enumerated() {
      let place = "\(name(of: field))[\(position)]"
      guard case .string(let text) = item else { throw .invalid(field: place, .wrongType) }
      guard let id = Identifier<Subject>(text) else { throw .invalid(field: place, .notAnID) }
      if ids.contains(id) { throw .invalid(field: place, .notAllowed) }
      ids.append(id)
    }
    return ids
  }

  func choice<Choice: RawRepresentable<String>>(
    _ field: String, _ type: Choice.Type
  ) throws(Refusal) -> Choice {
    try need(try optionalChoice(field, type), field)
  }

  func optionalChoice<Choice: RawRepresentable<String>>(
    _ field: String, _ type: Choice.Type
  ) throws(Refusal) -> Choice? {
    guard let text = try string(field) else { return nil }
    guard let choice = Choice(rawValue: text) else {
      throw .invalid(field: name(of: field), .notAllowed)
    }
    return choice
  }

  /// A yes or no; no when it isn't there.
  func flag(_ field: String) throws(Refusal) -> Bool {
    switch present(field) {
    case nil: return false
    case .bool(let flag): return flag
    default: throw .invalid(field: name(of: field), .wrongType)
    }
  }

  func object(_ field: String, known: Set<String>) throws(Refusal) -> InputObject {
    try InputObject(need(present(field), field), path: name(of: field), known: known)
  }
}

extension InputObject {
  /// `null` says the same as nothing, except where a change removes something.
  private func present(_ field: String) -> JSONValue? {
    let value = fields[field]
    return value == .null ? nil : value
  }

  private func string(_ field: String) throws(Refusal) -> String? {
    switch present(field) {
    case nil: return nil
    case .string(let text): return text
    default: throw .invalid(field: name(of: field), .wrongType)
    }
  }

  private func text(
    _ field: String, atMost limit: Int, lines: InputText.Lines
  ) throws(Refusal) -> String? {
    guard let text = try string(field) else { return nil }
    if let problem = InputText.problem(of: text, atMost: limit, lines: lines) {
      throw .invalid(field: name(of: field), problem)
    }
    return text
  }

  private func need<Value>(_ value: Value?, _ field: String) throws(Refusal) -> Value {
    guard let value else { throw .invalid(field: name(of: field), .missing) }
    return value
  }

  private func name(of field: String) -> String { path.isEmpty ? field : "\(path).\(field)" }
}
