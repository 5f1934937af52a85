package import Domain
import Records

/// Lists what ended in the last fortnight, with what is left to do.
package struct ListEndings: Sendable {
  package static let roles: Set<Role> = [.recruiter]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// Newest first.
  package func callAsFunction(
    limit: Int, cursor: String?, by caller: Caller
  ) async throws -> Lines {
    let page = try LinePage(ApplicationFilter(limit: limit, cursor: cursor))
    return try await office.list(page, by: caller, Self.roles, endings: true) { rows in
      try Endings.lines(
        on: try office.today(), after: page.filter.after, limit: page.filter.limit, in: rows)
    }
  }
}
