import Domain

/// JSON being written: names and values are appended, commas and escapes are taken care of.
/// A list of fifty is written thousands of times a second, so nothing is built in between.
struct JSONText {
  private(set) var bytes: [UInt8] = []
  private var needsComma = false

  init(reservingBytes count: Int = 512) { bytes.reserveCapacity(count) }

  /// A whole text that is one object.
  static func object(_ fill: (inout JSONText) -> Void) -> [UInt8] {
    var text = JSONText()
    text.object(fill)
    return text.bytes
  }

  mutating func object(_ fill: (inout JSONText) -> Void) {
    open(UInt8(ascii: "{"))
    fill(&self)
    close(UInt8(ascii: "}"))
  }

  mutating func object(_ name: String, _ fill: (inout JSONText) -> Void) {
    key(name)
    object(fill)
  }

  mutating func array<Items: Sequence>(
    _ name: String, _ items: Items, _ each: (inout JSONText, Items.Element) -> Void
  ) {
    key(name)
    open(UInt8(ascii: "["))
    for item in items { each(&self, item) }
    close(UInt8(ascii: "]"))
  }

  mutating func array(_ name: String, _ texts: some Sequence<String>) {
    array(name, texts) { $0.value($1) }
  }

  mutating func field(_ name: String, _ text: String?) {
    key(name)
    guard let text else { return literal("null") }
    value(text)
  }

  mutating func field(_ name: String, _ number: Int?) {
    key(name)
    literal(number.map { String($0) } ?? "null")
  }

  mutating func field(_ name: String, _ flag: Bool) {
    key(name)
    literal(flag ? "true" : "false")
  }

  mutating func field(_ name: String, _ day: Day?) { field(name, day?.description) }

  mutating func field<Subject>(_ name: String, _ id: Identifier<Subject>?) {
    key(name)
    guard let id else { return literal("null") }
    bytes.append(UInt8(ascii: "\""))
    for (place, byte) in id.bytes.enumerated() {
      if place == 4 || place == 6 || place == 8 || place == 10 { bytes.append(UInt8(ascii: "-")) }
      hex(byte)
    }
    bytes.append(UInt8(ascii: "\""))
    needsComma = true
  }

  mutating func null(_ name: String) {
    key(name)
    literal("null")
  }

  /// A string as an item of an array.
  mutating func value(_ text: String) {
    comma()
    quote(text)
    needsComma = true
  }

  private mutating func key(_ name: String) {
    comma()
    quote(name)
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  private mutating func literal(_ text: String) {
    bytes.append(contentsOf: text.utf8)
    needsComma = true
  }

  private mutating func open(_ bracket: UInt8) {
    comma()
    bytes.append(bracket)
    needsComma = false
  }

  private mutating func close(_ bracket: UInt8) {
    bytes.append(bracket)
    needsComma = true
  }

  private mutating func comma() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
  }

  private mutating func quote(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    if Self.isPlain(text) {
      bytes.append(contentsOf: text.utf8)
    } else {
      for byte in text.utf8 { escape(byte) }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// Whether nothing in it needs an escape: so it is with almost everything.
  private static func isPlain(_ text: String) -> Bool {
    let utf8 = text.utf8.span
    for index in utf8.indices where needsEscape(utf8[index]) { return false }
    return true
  }

  private static func needsEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == 0x7F || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  private mutating func escape(_ byte: UInt8) {
    guard Self.needsEscape(byte) else { return bytes.append(byte) }
    bytes.append(UInt8(ascii: "\\"))
    if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return bytes.append(byte) }
    bytes.append(contentsOf: "u00".utf8)
    hex(byte)
  }

  private mutating func hex(_ byte: UInt8) {
    bytes.append(Self.digits[Int(byte >> 4)])
    bytes.append(Self.digits[Int(byte & 15)])
  }

  private static let digits = Array("0123456789abcdef".utf8)
}
