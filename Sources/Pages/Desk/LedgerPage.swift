package import Domain

/// The ledger: who did what and when, without a name of an applicant.
package struct LedgerPage: DeskContent {
  package static let template = "ledger"
  let ledgerRows: [Row]
  let isEmpty: Bool
  let nextPage: LineTable.Next?

  /// One entry.
  package struct Row: Sendable {
    let entryNumber: Int
    let entryAt: String
    let entryFunction: String
    let entryActor: String
    let entryAction: String
    let entrySubjects: String
    let entryDetail: String

    /// `actor` and `applications` are ids.
    package init(
      number: Int, at: String, function: String, actor: String?, action: String,
      applications: [ApplicationID], detail: String?
    ) {
      entryNumber = number
      entryAt = at
      entryFunction = function
      entryActor = actor ?? ""
      entryAction = action
      let shown = applications.prefix(3).map(\.text).joined(separator: " ")
      entrySubjects = applications.count > 3 ? "\(shown) +\(applications.count - 3)" : shown
      entryDetail = detail ?? ""
    }
  }

  package init(_ rows: [Row], next: LineTable.Next?) {
    ledgerRows = rows
    isEmpty = rows.isEmpty
    nextPage = next
  }
}
