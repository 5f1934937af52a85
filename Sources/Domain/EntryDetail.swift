/// What a ledger entry says besides its action: facts by name, such as `hold=… review=2026-12-01`.
/// Ids, days and codes, never a personal value; whoever repeats an act after a restore reads them
/// again.
package struct EntryDetail: Sendable, Equatable {
  private let facts: [String: String]

  /// Facts that are there, as `name=value` in the order given.
  package let text: String

  /// Leaves out what is `nil`. Names and values hold no space; names no `=`.
  package init(_ facts: KeyValuePairs<String, String?>) {
    let present = facts.compactMap { name, value in value.map { (name, $0) } }
    self.facts = Dictionary(present) { first, _ in first }
    text = present.map { "\($0)=\($1)" }.joined(separator: " ")
  }

  /// Reads what ``text`` wrote. Words without `=` are passed over.
  package init(reading text: String) {
    let pairs: [(String, String)] = text.split(separator: " ").compactMap { word in
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return parts.count == 2 ? (String(parts[0]), String(parts[1])) : nil
    }
    facts = Dictionary(pairs) { first, _ in first }
    self.text = text
  }

  /// One fact.
  package subscript(_ name: String) -> String? { facts[name] }
}
