package import struct Foundation.UUID

/// A random id that says which kind of thing it names, so that none is taken for another.
package struct Identifier<Subject>: Hashable, Sendable {
  package let uuid: UUID

  /// Adopts a stored id.
  package init(_ uuid: UUID) { self.uuid = uuid }

  /// Reads the canonical text form, in either case; `nil` for anything else.
  package init?(_ text: some StringProtocol) {
    // Foundation's reader lets signs, spaces and trailing zero bytes pass; the way back doesn't.
    guard let uuid = UUID(uuidString: String(text)),
      uuid.uuidString.lowercased() == text.lowercased()
    else { return nil }
    self.uuid = uuid
  }

  /// A new random id (UUIDv4).
  package static func random() -> Self { Self(UUID()) }

  /// Lower case, as the API and the database print it.
  package var text: String { uuid.uuidString.lowercased() }

  /// The 16 bytes, for binding into authenticated data.
  package var bytes: [UInt8] {
    let b = uuid.uuid
    return [
      b.0, b.1, b.2, b.3, b.4, b.5, b.6, b.7, b.8, b.9, b.10, b.11, b.12, b.13, b.14, b.15,
    ]
  }
}

extension Identifier: CustomStringConvertible {
  package var description: String { text }
}

/// The subjects an ``Identifier`` can name.
package enum Subject {
  package enum Application {}
  package enum Consent {}
  package enum Decision {}
  package enum Document {}
  package enum File {}
  package enum Ground {}
  package enum Hold {}
  package enum Information {}
  package enum LedgerEntry {}
  package enum Link {}
  package enum Mail {}
  package enum Note {}
  package enum Notice {}
  package enum Objection {}
  package enum Obligation {}
  package enum Outcome {}
  package enum Paper {}
  package enum Proposal {}
  package enum Restriction {}
  package enum Session {}
  package enum SetUpLink {}
  package enum Staff {}
  package enum Token {}
  package enum Vacancy {}
}

package typealias ApplicationID = Identifier<Subject.Application>
package typealias ConsentID = Identifier<Subject.Consent>
package typealias DecisionID = Identifier<Subject.Decision>
package typealias DocumentID = Identifier<Subject.Document>
package typealias FileID = Identifier<Subject.File>
package typealias GroundID = Identifier<Subject.Ground>
package typealias HoldID = Identifier<Subject.Hold>
package typealias InformationID = Identifier<Subject.Information>
package typealias LedgerEntryID = Identifier<Subject.LedgerEntry>
package typealias LinkID = Identifier<Subject.Link>
package typealias MailID = Identifier<Subject.Mail>
package typealias NoteID = Identifier<Subject.Note>
package typealias NoticeID = Identifier<Subject.Notice>
package typealias ObjectionID = Identifier<Subject.Objection>
package typealias ObligationID = Identifier<Subject.Obligation>
package typealias OutcomeID = Identifier<Subject.Outcome>
package typealias PaperID = Identifier<Subject.Paper>
package typealias ProposalID = Identifier<Subject.Proposal>
package typealias RestrictionID = Identifier<Subject.Restriction>
package typealias SessionID = Identifier<Subject.Session>
package typealias SetUpLinkID = Identifier<Subject.SetUpLink>
package typealias StaffID = Identifier<Subject.Staff>
package typealias TokenID = Identifier<Subject.Token>
package typealias VacancyID = Identifier<Subject.Vacancy>
