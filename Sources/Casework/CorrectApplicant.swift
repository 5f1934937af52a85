package import Domain
import Records
import Vault

/// What becomes of one optional value.
package enum Change: Sendable {
  case unchanged, removed
  case set(Private<String>)

  func applied(to value: Private<String>?) -> Private<String>? {
    switch self {
    case .unchanged: value
    case .removed: nil
    case .set(let new): new
    }
  }
}

/// What is to be corrected about a person.
package struct ApplicantChange: Sendable {
  package let givenName: Private<String>?
  package let familyName: Private<String>?
  package let email: Change
  package let phone: Change
  package let address: Change
  package let language: Language?

  package init(
    givenName: Private<String>? = nil, familyName: Private<String>? = nil,
    email: Change = .unchanged, phone: Change = .unchanged, address: Change = .unchanged,
    language: Language? = nil
  ) {
    self.givenName = givenName
    self.familyName = familyName
    self.email = email
    self.phone = phone
    self.address = address
    self.language = language
  }

  func applied(to applicant: Applicant) -> Applicant {
    Applicant(
      givenName: givenName ?? applicant.givenName,
      familyName: familyName ?? applicant.familyName,
      email: email.applied(to: applicant.email), phone: phone.applied(to: applicant.phone),
      address: address.applied(to: applicant.address),
      language: language ?? applicant.language)
  }
}

/// Corrects what is stored about a person (Art. 16 GDPR).
package struct CorrectApplicant: Sendable {
  package static let roles: Set<Role> = [.recruiter]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// A changed e-mail address makes the links useless that went to the old one. Whoever is in the
  /// pool or stored longer gets a new one: taking back must stay as easy as giving (Art. 7(3)
  /// GDPR).
  package func callAsFunction(
    _ id: ApplicationID, _ change: ApplicantChange, by caller: Caller
  ) async throws {
    try await office.act(by: caller, Self.roles) { act, rows in
      try Locks.exclusive(id, in: rows)
      guard try Applications.find(id, in: rows) != nil,
        let stored = try Applicants.find(id, in: rows)
      else { throw Refusal.unknown }
      let (before, after, row) = try office.withKey(of: id, in: rows) { key in
        let (before, externalID) = try stored.opened(of: id, with: key)
        let after = change.applied(to: before)
        return (
          before, after,
          ApplicantRow(sealing: after, externalID: externalID, of: id, with: key)
        )
      }
      try Applicants.replace(row, of: id, in: rows)
      let epoch = try office.openEpoch(in: rows)
      try SearchTokens.replace(
        try office.searchTokens(of: after, epoch: epoch), epoch: epoch, of: id, in: rows)
      if before.email != after.email {
        try Applications.set(mailable: after.email != nil, of: id, in: rows)
        // A link on paper went to no e-mail address.
        if before.email != nil { try Links.void(of: id, at: act.now, in: rows) }
        if after.email != nil {
          if before.email == nil { try acknowledge(id, at: act, in: rows) }
          try confirm(.pool, of: id, language: after.language, at: act, in: rows)
          try confirm(.longerStorage, of: id, language: after.language, at: act, in: rows)
        }
      }
      try act.note(.applicantCorrected, of: id, in: rows)
    }
    await office.deliverAtOnce()
  }

  /// Whoever can be reached only now, and wasn't told yet, gets the acknowledgement now.
  private func acknowledge(
    _ id: ApplicationID, at act: Act, in rows: borrowing Rows
  ) throws {
    let runs = try Grounds.all(of: id, in: rows).contains {
      $0.kind == .procedure && $0.stands(on: act.today)
    }
    guard runs, try Informed.all(of: id, in: rows).isEmpty else { return }
    try Outbox.queue(
      OutboxRow(application: id, kind: .acknowledgement, queuedAt: act.now), in: rows)
  }

  private func confirm(
    _ purpose: ConsentPurpose, of id: ApplicationID, language: Language, at act: Act,
    in rows: borrowing Rows
  ) throws {
    let stands = try Grounds.all(of: id, in: rows).contains {
      $0.kind == purpose.ground && $0.stands(on: act.today)
    }
    let given = try Consents.all(of: id, for: purpose, in: rows).last { $0.state == .given }
    guard stands, let given else { return }
    let link = try office.makeLink(
      for: given.id, of: id, language: language, until: given.until, at: act, in: rows)
    try Outbox.queue(
      OutboxRow(
        application: id, kind: purpose == .pool ? .confirmation : .storageConfirmation,
        consent: given.id, link: link, queuedAt: act.now), in: rows)
  }
}
