package import Domain
import Records
import Vault

/// Lists the pool.
package struct ListPool: Sendable {
  package static let roles: Set<Role> = [.recruiter]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// Newest first, each with the proposals made.
  package func callAsFunction(
    question: Private<String>?, limit: Int, cursor: String?, by caller: Caller
  ) async throws -> Lines {
    let page = try LinePage(ApplicationFilter(limit: limit, cursor: cursor))
    var lines = try await office.list(page, by: caller, Self.roles) { rows in
      guard let question else {
        return try ApplicationLines.inPool(page.filter, in: rows)
      }
      let questions = try office.questions(
        SearchTerms(question: question.reveal()), in: rows)
      if questions.isEmpty { return [] }
      return try ApplicationLines.found(
        by: questions, of: nil, standing: [.pool], page.filter, in: rows)
    }
    let ids = lines.items.map(\.id)
    if ids.isEmpty { return lines }
    let proposals = try await office.act(by: caller, Self.roles) { _, rows in
      try Proposals.all(of: ids, in: rows)
    }
    for index in lines.items.indices {
      lines.items[index].proposals = proposals[lines.items[index].id] ?? []
    }
    return lines
  }
}
