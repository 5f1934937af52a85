package import Domain
import Records
import Vault
package import struct Foundation.Date

/// Exports somebody who was hired for the personnel file: contact data, job, dates, and the
/// documents that move on.
package struct ExportHandOver: Sendable {
  package static let roles: Set<Role> = [.recruiter]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// What is to be packed. That it was asked for is in the ledger before the first byte; that it
  /// arrived is noted by ``HandOverExport/delivered()``. Refuses an application that isn't
  /// employed, and documents of another.
  package func callAsFunction(
    _ id: ApplicationID, documents: [DocumentID], by caller: Caller
  ) async throws -> HandOverExport {
    try caller.mustBe(Self.roles)
    try office.mustHaveConfirmed(caller)
    return try await office.act(by: caller, Self.roles) { act, rows in
      try Locks.shared(id, in: rows)
      let employed = try office.employed(id, in: rows)
      let own = try Documents.all(of: id, in: rows)
      guard Set(own.map(\.id)).isSuperset(of: documents) else {
        throw Refusal.invalid(field: "documents", .notOfThisApplication)
      }
      guard let key = try DataKeys.find(id, in: rows),
        let row = try Applicants.find(id, in: rows)
      else { throw Refusal.unknown }
      let (applicant, externalID) = try office.withKey(key, of: id) {
        try row.opened(of: id, with: $0)
      }
      let vacancy = try employed.application.vacancy.flatMap { try Vacancies.find($0, in: rows) }
      let chosen = documents.isEmpty ? "none" : documents.map(\.text).joined(separator: ",")
      try act.note(
        .handOverExported, of: id, detail: EntryDetail(["documents": chosen]).text, in: rows)
      return HandOverExport(
        id: id, applicant: applicant, externalID: externalID,
        vacancy: vacancy.map { .init(id: $0.id, title: $0.title, location: $0.location) },
        receivedAt: employed.application.receivedAt, hiredOn: employed.outcome.endedOn,
        exportedAt: act.now,
        documents: try own.filter { documents.contains($0.id) }.map {
          try ExportedDocument($0, of: id, key: key, office)
        }, caller: caller, office: office)
    }
  }
}

/// Somebody who was hired, as the personnel file gets them.
package struct HandOverExport: Sendable {
  package let id: ApplicationID
  package let applicant: Applicant
  package let externalID: Private<String>?
  package let vacancy: Vacancy?
  package let receivedAt: Date
  package let hiredOn: Day
  package let exportedAt: Date
  package let documents: [ExportedDocument]
  let caller: Caller
  let office: Office

  /// The job they got.
  package struct Vacancy: Sendable {
    package let id: VacancyID
    package let title: String
    package let location: String?
  }

  /// Throws if a document can't be opened, before anything has left.
  package func check() async throws {
    for document in documents { _ = try await document.opened() }
  }

  /// Notes that the last byte has left. Only what arrived whole leaves the application later.
  package func delivered() async throws {
    let documents = documents.map(\.id)
    if documents.isEmpty { return }
    try await office.act(by: caller, ExportHandOver.roles) { act, rows in
      try Locks.exclusive(id, in: rows)
      _ = try office.employed(id, in: rows)
      try HandOverExports.note(
        documents, of: id, by: caller.member.id, at: act.now, in: rows)
    }
  }
}

/// An application whose applicant was hired and hasn't been handed over.
struct Employed: Sendable {
  let application: ApplicationRow
  let outcome: RecordedOutcome
  let grounds: [Ground]
}

extension Office {
  /// Refuses what isn't there, isn't employed, or was handed over.
  func employed(_ id: ApplicationID, in rows: borrowing Rows) throws -> Employed {
    guard let application = try Applications.find(id, in: rows) else { throw Refusal.unknown }
    guard try !HandOvers.exists(id, in: rows) else { throw Refusal.handedOver }
    let open = try Grounds.all(of: id, in: rows).filter {
      $0.kind == .employment && $0.endedAt == nil
    }
    guard !open.isEmpty, let outcome = try Outcomes.standing(of: id, in: rows) else {
      throw Refusal.notDecided
    }
    return Employed(application: application, outcome: outcome, grounds: open)
  }
}
