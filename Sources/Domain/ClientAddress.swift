/// Where a request came from, as tries are counted: an IPv4 address, or the network of an IPv6 one,
/// since its owner has all the addresses in it.
package struct ClientAddress: Sendable, Hashable, CustomStringConvertible,
  CustomDebugStringConvertible
{
  /// Personal like a name; it is hashed, never stored or logged.
  package let network: Private<String>

  /// Reads an address such as `192.0.2.7` or `2001:db8::1`; anything else is taken as it is.
  package init(_ text: String) {
    network = Private(Self.network(of: text.lowercased()))
  }

  package static func == (one: Self, other: Self) -> Bool { one.network == other.network }
  package func hash(into hasher: inout Hasher) { hasher.combine(network.reveal()) }
  package var description: String { network.description }
  package var debugDescription: String { network.description }

  private static func network(of text: String) -> String {
    guard text.contains(":") else { return text }
    let plain = text.prefix { $0 != "%" }
    // An IPv4 address in the clothes of IPv6.
    if plain.contains("."), let last = plain.split(separator: ":").last { return String(last) }
    let sides = plain.split(separator: "::", maxSplits: 1, omittingEmptySubsequences: false)
      .map { $0.split(separator: ":").map(String.init) }
    var groups = sides.first ?? []
    if sides.count == 2 {
      let missing = max(0, 8 - groups.count - sides[1].count)
      groups += Array(repeating: "0", count: missing) + sides[1]
    }
    let first = groups.prefix(4).map { group -> String in
      let digits = group.drop { $0 == "0" }
      return digits.isEmpty ? "0" : String(digits)
    }
    return first.joined(separator: ":") + "::/64"
  }
}
