package import Domain
import Records

/// What is answered once a document is durable.
package struct StoredDocument: Sendable {
  package let id: DocumentID
  /// Bytes of the document itself.
  package let bytes: Int
}

/// Stores a document while it streams in: sealed at once, durable before the answer, and never on
/// disk in clear.
package struct StoreDocument: Sendable {
  package static let roles: Set<Role> = [.recruiter]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// Begins an upload. Refuses what is too large by its own word, and what the caller can't see.
  package func begin(
    application: ApplicationID, kind: DocumentKind, name: Private<String>, type: MediaType,
    declaredBytes: Int?, by caller: Caller
  ) async throws -> Upload {
    let limit = office.limits.documentBytes
    if let declaredBytes {
      guard declaredBytes > 0 else { throw Refusal.empty }
      guard declaredBytes <= limit else { throw Refusal.tooLarge(limitBytes: limit) }
    }
    let call = "documents of \(application)"
    let earlier = try await office.act(by: caller, Self.roles) { _, rows in
      guard try Applications.find(application, in: rows) != nil else { throw Refusal.unknown }
      return try office.earlierAnswer(to: call, by: caller, in: rows)
    }
    let upload = try Upload(
      office: office, caller: caller, call: call, application: application, kind: kind,
      name: name, type: type, declaredBytes: declaredBytes)
    if let earlier {
      await upload.repeatAnswer(
        StoredDocument(id: DocumentID(earlier.createdID), bytes: earlier.number ?? 0))
    } else {
      try await upload.open()
    }
    return upload
  }
}
