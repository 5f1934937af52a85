package import Domain
import Records

/// Which applications of the same vacancy stand before and after one in its list, newest first.
/// Nothing of a person is opened.
package struct FindNeighbours: Sendable {
  package static let roles: Set<Role> = [.recruiter, .reviewer]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// None for an unsolicited application, or where the list ends.
  package func callAsFunction(
    of id: ApplicationID, by caller: Caller
  ) async throws -> (previous: ApplicationID?, next: ApplicationID?) {
    try await office.act(by: caller, Self.roles) { _, rows in
      let found = try Applications.neighbours(of: id, in: rows)
      return (found.newer, found.older)
    }
  }
}
