package import Domain
import Records
import Vault
package import struct Foundation.Date

/// An open hold, opened.
package struct HoldView: Sendable {
  package let id: HoldID
  package let matter: Private<String>
  package let reason: Private<String>
  package let author: String?
  package let placedAt: Date
  package let reviewOn: Day
  /// Whether the day to look at it again has come.
  package let isReviewDue: Bool
  /// The last day of a provisional one.
  package let until: Day?
  package let subject: Subject

  /// What is held.
  package enum Subject: Sendable {
    /// Without a name where it is restricted for whoever asks.
    case application(ApplicationID, name: Private<String>?, vacancyTitle: String?)
    case vacancy(VacancyID, title: String, applications: Int)
  }
}

/// A legal matter with all that is held for it.
package struct MatterView: Sendable {
  package let matter: Private<String>
  /// Oldest first.
  package let holds: [HoldView]
  /// Everything held for it, each once.
  package let applications: [ApplicationID]
  /// Those among them that whoever asks doesn't see: they are restricted.
  package let restricted: [ApplicationID]

  /// The next day on which one of its holds is to be looked at again.
  package var reviewOn: Day? { holds.map(\.reviewOn).min() }
  /// Whether the day of one of them has come.
  package var isReviewDue: Bool { holds.contains(where: \.isReviewDue) }
  /// Whole vacancies among what is held.
  package var vacancies: Int {
    holds.count { if case .vacancy = $0.subject { true } else { false } }
  }
}

/// Lists open holds, for a reason. Their matters are sealed, so they are put together in memory.
package struct ListHolds: Sendable {
  package static let roles: Set<Role> = [.legal, .privacyOfficer]
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// All of them, oldest first.
  package func callAsFunction(by caller: Caller) async throws -> [HoldView] {
    try await read(nil, by: caller).holds
  }

  /// Those on one application, of its vacancy's the ones it has a part of.
  package func on(
    _ application: ApplicationID, by caller: Caller
  ) async throws -> (holds: [HoldView], obligations: [ObligationView]) {
    let read = try await read(application, by: caller)
    return (read.holds, read.obligations)
  }

  /// The same by matter; the one to be looked at first comes first.
  package func matters(by caller: Caller) async throws -> [MatterView] {
    let read = try await read(nil, by: caller)
    return Dictionary(grouping: read.holds) { $0.matter.reveal() }.values.map { holds in
      var applications: [ApplicationID] = []
      for hold in holds {
        switch hold.subject {
        case .application(let id, _, _): applications.append(id)
        case .vacancy: applications += read.parts[hold.id] ?? []
        }
      }
      var counted: Set<ApplicationID> = []
      let once = applications.filter { counted.insert($0).inserted }
      return MatterView(
        matter: holds[0].matter, holds: holds, applications: once,
        restricted: once.filter { !read.seen.contains($0) })
    }.sorted {
      ($0.holds.map(\.reviewOn).min() ?? $0.holds[0].reviewOn, $0.holds[0].id.text)
        < ($1.holds.map(\.reviewOn).min() ?? $1.holds[0].reviewOn, $1.holds[0].id.text)
    }
  }

  /// The matter that a hold belongs to; refuses one that isn't open.
  package func matter(of hold: HoldID, by caller: Caller) async throws -> MatterView {
    let found = try await matters(by: caller).first { $0.holds.contains { $0.id == hold } }
    guard let found else { throw Refusal.unknown }
    return found
  }

  private struct Read: Sendable {
    var holds: [HoldView] = []
    var parts: [HoldID: [ApplicationID]] = [:]
    var obligations: [ObligationView] = []
    /// Those held that whoever asks sees.
    var seen: Set<ApplicationID> = []
  }

  private func read(
    _ application: ApplicationID?, by caller: Caller
  ) async throws -> Read {
    try caller.mustSayWhy()
    return try await office.act(by: caller, Self.roles) { act, rows in
      if let application {
        try Locks.shared(application, in: rows)
        guard try Applications.find(application, in: rows) != nil else { throw Refusal.unknown }
      }
      let single = try HoldLines.ofApplications(application, on: act.today, in: rows)
      let wide = try HoldLines.ofVacancies(application, on: act.today, in: rows)
      let obligations = try application.map { try Obligations.open(of: $0, in: rows) } ?? []
      var read = Read()
      if application == nil {
        read.parts = try HoldLines.parts(of: wide.map(\.id), in: rows)
        let held = read.parts.values.joined() + single.compactMap(\.application)
        read.seen = try HoldLines.seen(among: Array(Set(held)), in: rows)
      }
      let authors = try office.staffNames(
        Set((single + wide).map(\.placedBy) + obligations.map(\.placedBy)), in: rows)
      read.holds = try (single + wide).map { line in
        try office.opened(line, author: authors[line.placedBy], on: act.today)
      }.sorted { ($0.placedAt, $0.id.text) < ($1.placedAt, $1.id.text) }
      if let application, let key = try DataKeys.find(application, in: rows) {
        read.obligations = try office.opened(obligations, authors: authors, key: key)
      }
      try note(single, application, by: caller, at: act, in: rows)
      return read
    }
  }

  /// Who is named is accounted for, each with the reason.
  private func note(
    _ lines: [HoldLine], _ application: ApplicationID?, by caller: Caller, at act: Act,
    in rows: borrowing Rows
  ) throws {
    var keys: [ApplicationID: KeyRow] = [:]
    for line in lines {
      if case .application(let id, let key, _, _) = line.subject { keys[id] = key }
    }
    if let application { keys[application] = try DataKeys.find(application, in: rows) }
    let entry = try act.note(
      .applicationsListed, of: keys.keys.sorted { $0.text < $1.text },
      detail: EntryDetail(["holds": "\(lines.count)"]).text, in: rows)
    for (id, key) in keys {
      try office.keepReason(caller.reason, for: entry, of: id, key: key, in: rows)
    }
  }
}

extension Office {
  fileprivate func opened(
    _ line: HoldLine, author: String?, on today: Day
  ) throws -> HoldView {
    let (matter, reason, subject): (String, String, HoldView.Subject)
    switch line.subject {
    case .application(let id, let key, let person, let title):
      (matter, reason, subject) = try withKey(key, of: id) {
        var name: Private<String>?
        if let person {
          let given = try $0.openText(person.givenName, as: .applicant("given_name", of: id))
          let family = try $0.openText(person.familyName, as: .applicant("family_name", of: id))
          name = Private("\(given) \(family)")
        }
        return (
          try $0.openText(line.matter, as: .hold("matter", of: line.id)),
          try $0.openText(line.reason, as: .hold("reason", of: line.id)),
          .application(id, name: name, vacancyTitle: title)
        )
      }
    case .vacancy(let id, let key, let title, let applications):
      (matter, reason) = try withKey(key, of: line.placedBy) {
        (
          try $0.openText(line.matter, as: .vacancyHold("matter", of: line.id)),
          try $0.openText(line.reason, as: .vacancyHold("reason", of: line.id))
        )
      }
      subject = .vacancy(id, title: title, applications: applications)
    }
    return HoldView(
      id: line.id, matter: Private(matter), reason: Private(reason), author: author,
      placedAt: line.placedAt, reviewOn: line.reviewOn, isReviewDue: line.reviewOn <= today,
      until: line.eraseFrom?.adding(days: -1), subject: subject)
  }
}

/// An open legal obligation, opened.
package struct ObligationView: Sendable {
  package let id: ObligationID
  package let law: Private<String>
  package let reason: Private<String>?
  package let author: String?
  package let placedAt: Date
  /// Its last day.
  package let until: Day
}

extension Office {
  fileprivate func opened(
    _ lines: [ObligationLine], authors: [StaffID: String], key: KeyRow
  ) throws -> [ObligationView] {
    try lines.map { line in
      let row = line.row
      let (law, reason) = try withKey(key, of: row.application) { key in
        (
          try key.openText(row.law, as: .obligation("law", of: row.id)),
          try row.reason.map { try key.openText($0, as: .obligation("reason", of: row.id)) }
        )
      }
      return ObligationView(
        id: row.id, law: Private(law), reason: reason.map { Private($0) },
        author: authors[line.placedBy], placedAt: line.placedAt,
        until: line.eraseFrom.adding(days: -1))
    }
  }
}
