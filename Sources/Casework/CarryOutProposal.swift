import Domain
import Records
import Vault
import struct Foundation.Date

/// Makes the application to which somebody of the pool said yes: copies of contact data and
/// documents under a key of its own, so that no end of the pool touches it. The yes is recorded
/// before; if the process dies in between, the next round makes it. Exactly once.
package struct CarryOutProposal: Sendable {
  private static let patience = 3
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// Every yes whose application isn't there yet; how many were made. One that can't be made
  /// doesn't keep the others; the first such error is thrown in the end.
  @discardableResult
  package func all() async throws -> Int { try await all(of: nil, as: .timer) }

  /// Those of one pool entry, while its applicant waits. What fails is left to the next round.
  func atOnce(of application: ApplicationID) async {
    do {
      try await all(of: application, as: .applicant(application))
    } catch { /* The next round makes it, and reports why it can't. */  }
  }

  @discardableResult
  private func all(of application: ApplicationID?, as actor: Actor) async throws -> Int {
    let waiting = try await office.act(as: actor, .recruiter) { _, rows in
      try Proposals.toCarryOut(of: application, in: rows).map { Waiting(id: $0, entry: $1) }
    }
    var made = 0
    var fault: (any Error)?
    for proposal in waiting {
      do { made += try await carryOut(proposal, as: actor) ? 1 : 0 } catch {
        fault = fault ?? error
      }
    }
    if made > 0 { await office.deliverAtOnce() }
    if let fault { throw fault }
    return made
  }

  private struct Waiting: Sendable {
    let id: ProposalID
    let entry: ApplicationID
  }

  /// Documents can come and go while they are copied: then it begins again.
  private func carryOut(_ proposal: Waiting, as actor: Actor) async throws -> Bool {
    for _ in 1...Self.patience {
      do {
        return try await attempt(proposal, as: actor)
      } catch is CopiesOutdated { continue } catch DiskError.missing { continue }
    }
    throw CopiesOutdated()
  }

  private func attempt(_ proposal: Waiting, as actor: Actor) async throws -> Bool {
    let read = try await office.act(as: actor, .recruiter) { _, rows in
      try Locks.shared(proposal.entry, in: rows)
      guard let found = try Proposals.find(proposal.id, in: rows), !found.isCarriedOut,
        let key = try DataKeys.find(proposal.entry, in: rows)
      else { return nil as (KeyRow, [DocumentRow])? }
      return (key, try Documents.all(of: proposal.entry, in: rows))
    }
    // Erased meanwhile, or made by somebody else.
    guard let (key, documents) = read else { return false }
    var copies: [DocumentCopy] = []
    do {
      for row in documents {
        let original = try await office.opened(row, of: proposal.entry, key: key)
        copies.append(try await DocumentCopy(of: row, original, in: office))
      }
      let finished = copies
      let used = try await office.act(as: actor, .recruiter) { act, rows in
        try make(proposal, with: finished, at: act, in: rows)
      }
      for copy in copies where used?.contains(copy.file) != true { await copy.discard() }
      return used != nil
    } catch {
      // A commit whose answer was lost may have happened: then the files must stay.
      if !DatabaseFault.mayHaveCommitted(error) {
        for copy in copies { await copy.discard() }
      }
      throw error
    }
  }

  /// The last word, under the locks: everything is read again. The files that are used now; `nil`
  /// if there is nothing to make.
  private func make(
    _ proposal: Waiting, with copies: [DocumentCopy], at act: Act, in rows: borrowing Rows
  ) throws -> Set<FileID>? {
    guard let asked = try Proposals.find(proposal.id, in: rows) else { return nil }
    try Locks.shared(asked.vacancy, in: rows)
    try Locks.exclusive(proposal.entry, in: rows)
    guard let found = try Proposals.find(proposal.id, in: rows), !found.isCarriedOut,
      let new = found.newApplication, let entry = try Applications.find(proposal.entry, in: rows)
    else { return nil }
    let present = try Documents.all(of: proposal.entry, in: rows)
    let known = Set(copies.map(\.source.id))
    guard present.allSatisfy({ known.contains($0.id) }) else { throw CopiesOutdated() }
    let kept = Set(present.map(\.id))
    let used = copies.filter { kept.contains($0.source.id) }
    guard try Proposals.note(carriedOut: proposal.id, at: act.now, in: rows) else { return nil }
    try receive(new, like: entry, found, used, at: act, in: rows)
    try act.note(.proposalCarriedOut, of: proposal.entry, detail: proposal.id.text, in: rows)
    return Set(used.map(\.file))
  }

  private func receive(
    _ id: ApplicationID, like entry: ApplicationRow, _ proposal: Proposal,
    _ copies: [DocumentCopy], at act: Act, in rows: borrowing Rows
  ) throws {
    guard let row = try Applicants.find(entry.id, in: rows) else { throw Refusal.unknown }
    let (applicant, _) = try office.withKey(of: entry.id, in: rows) {
      try row.opened(of: entry.id, with: $0)
    }
    let receivedAt = proposal.answeredAt ?? act.now
    let key = try office.newDataKey(for: id.uuid, in: rows)
    try Applications.insert(
      ApplicationRow(
        id: id, vacancy: proposal.vacancy, channel: entry.channel, source: .applicant,
        receivedAt: receivedAt, createdAt: act.now, createdBy: nil, recipient: key.recipient,
        isMailable: applicant.email != nil), in: rows)
    try ReceiveApplication(office).store(
      NewApplication(vacancy: proposal.vacancy, channel: entry.channel, applicant: applicant),
      as: id, under: key, in: rows)
    try Grounds.add(
      Ground(kind: .procedure, since: office.time.day(of: receivedAt)), to: id, in: rows)
    if applicant.email != nil {
      try Outbox.queue(
        OutboxRow(application: id, kind: .acknowledgement, queuedAt: act.now), in: rows)
    }
    try act.note(.applicationReceived, of: id, detail: "proposal", in: rows)
    let holds =
      try Vacancies.joining(proposal.vacancy, on: act.today, in: rows)?.holds ?? []
    try office.cover(id, by: holds, at: act, in: rows)
    try store(copies, in: id, for: key.recipient, at: act, in: rows)
  }

  private func store(
    _ copies: [DocumentCopy], in id: ApplicationID, for recipient: [UInt8], at act: Act,
    in rows: borrowing Rows
  ) throws {
    for copy in copies {
      let document = DocumentID.random()
      let name = try office.withKey(of: id, in: rows) {
        $0.seal(copy.name.reveal(), as: .documentName(of: document))
      }
      try Documents.insert(
        DocumentRow(
          id: document, kind: copy.source.kind, name: name, mediaType: copy.source.mediaType,
          bytes: copy.source.bytes,
          header: try copy.header(for: recipient, application: id, document: document),
          file: copy.file, receivedAt: copy.source.receivedAt),
        of: id, by: nil, in: rows)
      try act.note(.documentStored, of: id, detail: document.text, in: rows)
    }
  }
}

/// A document came while the others were copied.
private struct CopiesOutdated: Error, Sendable {}
