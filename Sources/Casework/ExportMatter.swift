package import Domain
import Records
import Vault
package import struct Foundation.Date

/// Exports everything that is held about the applications of a legal matter.
package struct ExportMatter: Sendable {
  package static let roles: Set<Role> = [.legal]
  /// Applications that one export may name; a matter may have more.
  package static let mostApplications = 500
  let office: Office
  private let atOnce: Int

  /// `atOnce` is how many applications one transaction locks.
  package init(_ office: Office, atOnce: Int = mostApplications) {
    self.office = office
    self.atOnce = atOnce
  }

  /// The applications that are held for a matter, by its name. What is restricted stays out, and
  /// is listed.
  package func callAsFunction(
    of matter: Private<String>, by caller: Caller
  ) async throws -> MatterExport {
    try caller.mustBe(Self.roles)
    try office.mustHaveConfirmed(caller)
    let name = matter.reveal()
    let found = try await ListHolds(office).matters(by: caller).first {
      $0.matter.reveal() == name
    }
    guard let found else { throw Refusal.unknown }
    return try await open(found.applications, withholding: true, by: caller)
  }

  /// The same of the matter that a hold belongs to.
  package func callAsFunction(
    ofTheMatterOf hold: HoldID, by caller: Caller
  ) async throws -> MatterExport {
    try caller.mustBe(Self.roles)
    try office.mustHaveConfirmed(caller)
    let found = try await ListHolds(office).matter(of: hold, by: caller)
    return try await open(found.applications, withholding: true, by: caller)
  }

  /// These and no others. Refuses the whole if one of them isn't to be seen.
  package func callAsFunction(
    _ applications: [ApplicationID], by caller: Caller
  ) async throws -> MatterExport {
    guard applications.count <= Self.mostApplications else {
      throw Refusal.invalid(field: "applications", .tooLong)
    }
    return try await open(applications, withholding: false, by: caller)
  }

  /// What is to be packed, an application after another. That it was asked for is in the ledger
  /// before the first byte, with so many applications in an entry as one transaction locks.
  private func open(
    _ applications: [ApplicationID], withholding: Bool, by caller: Caller
  ) async throws -> MatterExport {
    try caller.mustBe(Self.roles)
    try caller.mustSayWhy()
    try office.mustHaveConfirmed(caller)
    if applications.isEmpty { throw Refusal.invalid(field: "applications", .empty) }
    var opened: [Opened] = []
    for start in stride(from: 0, to: applications.count, by: atOnce) {
      let end = min(start + atOnce, applications.count)
      opened.append(
        try await open(applications[start..<end], withholding: withholding, by: caller))
    }
    return MatterExport(
      applications: opened.flatMap(\.seen), withheld: opened.flatMap(\.withheld),
      exportedAt: opened[0].at, exportedBy: caller.member.id,
      isReasonStated: caller.reason != nil, noted: opened.map(\.entry),
      head: try await office.provenHead(), caller: caller, office: office)
  }

  /// A part of them, with the entry that names it.
  private struct Opened: Sendable {
    let entry: LedgerEntryID
    let at: Date
    let seen: [ApplicationID]
    let withheld: [ApplicationID]
  }

  private func open(
    _ applications: ArraySlice<ApplicationID>, withholding: Bool, by caller: Caller
  ) async throws -> Opened {
    try await office.act(by: caller, Self.roles) { act, rows in
      for id in applications.sorted(by: { $0.text < $1.text }) {
        try Locks.shared(id, in: rows)
      }
      var seen: [(id: ApplicationID, key: KeyRow)] = []
      var withheld: [ApplicationID] = []
      for id in applications {
        let key = try DataKeys.find(id, in: rows)
        if let key, try Applications.find(id, in: rows) != nil {
          seen.append((id, key))
        } else if !withholding {
          throw Refusal.unknown
        } else if key != nil {
          // A hold lends its key, and it is hidden all the same: restricted. Without one it was
          // released meanwhile, and isn't of the matter any more.
          withheld.append(id)
        }
      }
      let entry = try act.note(.matterExported, of: seen.map(\.id), in: rows)
      for one in seen {
        try office.keepReason(caller.reason, for: entry, of: one.id, key: one.key, in: rows)
      }
      return Opened(entry: entry, at: act.now, seen: seen.map(\.id), withheld: withheld)
    }
  }
}

/// An export of a matter under way.
package struct MatterExport: Sendable {
  package let applications: [ApplicationID]
  /// Those of the matter that stay out: they are restricted.
  package let withheld: [ApplicationID]
  package let exportedAt: Date
  package let exportedBy: StaffID
  package let isReasonStated: Bool
  /// Under which ids the ledger has it.
  package let noted: [LedgerEntryID]
  /// What the proofs of the ledger's entries lead to.
  package let head: ProvenHead
  let caller: Caller
  let office: Office

  /// All that is held about one of them. Throws if it isn't there any more, or not to be seen: an
  /// export without it would be another one.
  package func contents(of id: ApplicationID) async throws -> MatterContents {
    let stored = try await office.act(by: caller, ExportMatter.roles) { act, rows in
      try Locks.shared(id, in: rows)
      guard let application = try Applications.find(id, in: rows),
        let key = try DataKeys.find(id, in: rows),
        let applicant = try Applicants.find(id, in: rows),
        let retention = try office.retention(of: id, in: rows)
      else { throw Refusal.unknown }
      return try office.withKey(key, of: id) { opened in
        let (person, _) = try applicant.opened(of: id, with: opened)
        var sections: [ApplicationTable.ExportFile: [ExportedSection]] = [:]
        for table in ApplicationTable.allCases {
          guard case .section(let file, let name) = table.fate else { continue }
          var found: [ExportedRow] = []
          for json in try ExportedRows.all(table, of: id, in: rows) {
            found.append(try ExportedRow(json, of: table, id, openedWith: opened))
          }
          sections[file, default: []].append(ExportedSection(name: name, rows: found))
        }
        let staff = sections.values.joined().flatMap(\.rows).reduce(into: Set<StaffID>()) {
          $0.formUnion($1.staff)
        }
        return MatterContents(
          id: id, applicant: person, receivedAt: application.receivedAt,
          retention: RetentionView(retention, on: act.today),
          application: sections[.application] ?? [], notice: sections[.notice] ?? [],
          staff: try office.staffNames(staff, in: rows),
          documents: try Documents.all(of: id, in: rows).map {
            try ExportedDocument($0, of: id, key: key, office)
          })
      }
    }
    return stored
  }
}

/// One application of a matter, opened.
package struct MatterContents: Sendable {
  package let id: ApplicationID
  package let applicant: Applicant
  package let receivedAt: Date
  package let retention: RetentionView
  /// All that is held about it, table by table.
  package let application: [ExportedSection]
  /// How and when the applicant was told.
  package let notice: [ExportedSection]
  /// The names of colleagues who are named by id.
  package let staff: [StaffID: String]
  package let documents: [ExportedDocument]
}
