package import struct Foundation.Date
package import struct Foundation.TimeZone

/// Instants as the API writes them: RFC 3339 with an offset.
package enum Instant {
  /// Reads `2026-03-01T09:30:00+01:00`, fractions of a second allowed; `nil` for anything else,
  /// an impossible day or a leap second included.
  package static func read(_ text: String) -> Date? {
    var rest = Array(text.utf8)[...]
    guard rest.count <= 40, let day = takeDay(&rest), take(&rest, "Tt"),
      let hour = takeNumber(&rest, upTo: 23), take(&rest, ":"),
      let minute = takeNumber(&rest, upTo: 59), take(&rest, ":"),
      let second = takeNumber(&rest, upTo: 59), let fraction = takeFraction(&rest),
      let offset = takeOffset(&rest), rest.isEmpty
    else { return nil }
    let seconds = day.daysSince1970 * 86_400 + hour * 3600 + minute * 60 + second - offset
    return Date(timeIntervalSince1970: Double(seconds) + fraction)
  }

  private static func takeDay(_ rest: inout ArraySlice<UInt8>) -> Day? {
    let head = rest.prefix(10)
    rest = rest.dropFirst(10)
    return Day(String(decoding: head, as: UTF8.self))
  }

  private static func take(_ rest: inout ArraySlice<UInt8>, _ any: String) -> Bool {
    guard let byte = rest.first, any.utf8.contains(byte) else { return false }
    rest = rest.dropFirst()
    return true
  }

  private static func takeNumber(_ rest: inout ArraySlice<UInt8>, upTo most: Int) -> Int? {
    let digits = rest.prefix(2)
    guard digits.count == 2, digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
    rest = rest.dropFirst(2)
    let number = digits.reduce(0) { $0 * 10 + Int($1 - 48) }
    return number <= most ? number : nil
  }

  private static func takeFraction(_ rest: inout ArraySlice<UInt8>) -> Double? {
    guard take(&rest, ".") else { return 0 }
    let digits = rest.prefix { (48...57).contains($0) }
    guard !digits.isEmpty else { return nil }
    rest = rest.dropFirst(digits.count)
    return digits.reversed().reduce(0.0) { ($0 + Double($1 - 48)) / 10 }
  }

  private static func takeOffset(_ rest: inout ArraySlice<UInt8>) -> Int? {
    if take(&rest, "Zz") { return 0 }
    let west = rest.first == UInt8(ascii: "-")
    guard take(&rest, "+-"), let hours = takeNumber(&rest, upTo: 23), take(&rest, ":"),
      let minutes = takeNumber(&rest, upTo: 59)
    else { return nil }
    return (hours * 3600 + minutes * 60) * (west ? -1 : 1)
  }
}

/// Writes instants with the office's own offset, to the second.
package struct InstantPrinter: Sendable {
  let zone: TimeZone

  /// For the office in this zone.
  package init(zone: TimeZone) { self.zone = zone }

  /// Such as `2026-03-01T09:30:00+01:00`.
  package func text(_ instant: Date) -> String {
    // Years 1 to 9999: outside them neither a Day nor RFC 3339 has words.
    let seconds = Int(
      min(max(instant.timeIntervalSince1970, -62_135_500_000), 253_402_200_000).rounded(.down))
    let offset = zone.secondsFromGMT(for: instant)
    let local = seconds + offset
    let days = local >= 0 ? local / 86_400 : (local - 86_399) / 86_400
    let time = local - days * 86_400
    let shift = abs(offset) / 60
    let sign = offset < 0 ? "-" : "+"
    return "\(Day(daysSince1970: days))T\(two(time / 3600)):\(two(time / 60 % 60)):"
      + "\(two(time % 60))\(sign)\(two(shift / 60)):\(two(shift % 60))"
  }

  private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
