package import Domain
import Records

/// A letter that could not be delivered, with whom it was for.
package struct UndeliveredLine: Sendable {
  package let letter: UndeliveredLetter
  package let name: String
  /// Whether the application is locked; then only its ending can be worked on.
  package let isLocked: Bool
}

/// Lists the letters that could not be delivered, so that somebody can help.
package struct ListUndelivered: Sendable {
  package static let roles: Set<Role> = [.recruiter]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// Newest first.
  package func callAsFunction(by caller: Caller) async throws -> [UndeliveredLine] {
    let letters = try await UndeliveredLetters(office)(by: caller)
    if letters.isEmpty { return [] }
    let ids = Array(Set(letters.map(\.application)))
    let names = try await office.act(by: caller, Self.roles) { act, rows in
      let names = try SealedNames.all(of: ids, in: rows)
      try act.note(.applicationsListed, detail: "\(names.count)", in: rows)
      return names
    }
    let opened = Dictionary(
      try names.map { ($0.application, (try office.opened($0), $0.isEnding)) },
      uniquingKeysWith: { $1 })
    return letters.compactMap { letter in
      opened[letter.application].map {
        UndeliveredLine(letter: letter, name: $0.0, isLocked: $0.1)
      }
    }
  }
}
