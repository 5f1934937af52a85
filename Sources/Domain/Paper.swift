/// What is to become of an applicant's paper.
package enum PaperPlan: String, CaseIterable, Sendable { case `return`, shred }

/// How somebody's paper went.
package enum PaperEnd: String, CaseIterable, Sendable { case returned, shredded }

/// How small shredded paper must be: the security levels of ISO/IEC 21964 (DIN 66399).
package enum PaperClass: String, CaseIterable, Sendable {
  /// Personal data as applications have it.
  case p4 = "P-4"
  /// Health data and what else is especially sensitive (Art. 9 GDPR).
  case p5 = "P-5"

  /// Whether paper shredded like this is small enough where `needed` was asked for.
  package func suffices(for needed: PaperClass) -> Bool { self == .p5 || needed == .p4 }
}

/// What stands on the label of somebody's paper: eight letters and digits, none of which is taken
/// for another, read aloud or badly printed. Random, so it says nothing about anybody.
package struct PaperCode: Hashable, Sendable {
  private static let letters = Array("34679ACDEFGHJKMNPQRTWXY")
  private static let length = 8

  /// As it is stored: eight characters without a gap.
  package let text: String

  /// Reads what somebody typed: gaps, hyphens and small letters don't matter. `nil` for anything
  /// that no label carries.
  package init?(_ typed: some StringProtocol) {
    let letters = typed.uppercased().filter { !"- ".contains($0) }
    guard letters.count == Self.length, letters.allSatisfy(Self.letters.contains) else {
      return nil
    }
    text = letters
  }

  private init(unchecked text: String) { self.text = text }

  /// A new one.
  package static func random() -> PaperCode {
    var chance = SystemRandomNumberGenerator()
    return random(using: &chance)
  }

  /// A new one, drawn from `chance`.
  package static func random(using chance: inout some RandomNumberGenerator) -> PaperCode {
    let drawn = (0..<length).map { _ in
      letters[Int.random(in: letters.indices, using: &chance)]
    }
    return PaperCode(unchecked: String(drawn))
  }
}

extension PaperCode: CustomStringConvertible {
  /// As it is printed and read aloud: `XXXX-XXXX`.
  package var description: String { "\(text.prefix(4))-\(text.suffix(4))" }
}
