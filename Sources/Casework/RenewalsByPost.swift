package import Domain
import Records
import Vault
package import struct Foundation.Date

/// Somebody in the pool who has to be asked on paper whether they want to stay.
package struct PostalRenewal: Sendable {
  package let application: ApplicationID
  package let vacancyTitle: String?
  package let givenName: String
  package let familyName: String
  /// The day from which the entry is erased, unless they say yes before.
  package let eraseOn: Day
  /// When the letter was made; `nil` while it still has to be.
  package let askedAt: Date?
}

/// Lists who has to be asked on paper, because no mail reaches them; the nearest end first.
package struct RenewalsByPost: Sendable {
  package static let roles: Set<Role> = [.recruiter]
  private static let most = 200
  let office: Office

  package init(_ office: Office) { self.office = office }

  /// From the first day of the plan on; without those who answered.
  package func callAsFunction(by caller: Caller) async throws -> [PostalRenewal] {
    let lines = try await office.act(by: caller, Self.roles) { act, rows in
      let lines = try Renewals.byPost(
        endingBy: act.today.adding(days: office.renewal.days.first ?? 0), on: act.today,
        limit: Self.most, in: rows)
      try act.note(.applicationsListed, detail: "\(lines.count)", in: rows)
      return lines
    }
    return try lines.map { line in
      let (given, family) = try office.withKey(line.key, of: line.application) { key in
        (
          try key.openText(line.givenName, as: .applicant("given_name", of: line.application)),
          try key.openText(line.familyName, as: .applicant("family_name", of: line.application))
        )
      }
      return PostalRenewal(
        application: line.application, vacancyTitle: line.vacancyTitle, givenName: given,
        familyName: family, eraseOn: line.eraseOn, askedAt: line.askedAt)
    }
  }
}
