package import struct Foundation.Date

/// One question for pool consent and everything that came of it. Art. 7(1) GDPR: who consented,
/// when, to which text, through which channel.
package struct Consent: Sendable, Equatable {
  package let id: ConsentID
  package let askedAt: Date?
  package let givenOn: Day?
  package let declinedAt: Date?
  package let withdrawnAt: Date?
  /// The consent that this one would follow, if it is asked before that one runs out.
  package let renews: ConsentID?
  package let purpose: ConsentPurpose
  /// The last day consented to, where the question names one.
  package let until: Day?

  package init(
    id: ConsentID, askedAt: Date? = nil, givenOn: Day? = nil, declinedAt: Date? = nil,
    withdrawnAt: Date? = nil, renews: ConsentID? = nil, purpose: ConsentPurpose = .pool,
    until: Day? = nil
  ) {
    self.id = id
    self.askedAt = askedAt
    self.givenOn = givenOn
    self.declinedAt = declinedAt
    self.withdrawnAt = withdrawnAt
    self.renews = renews
    self.purpose = purpose
    self.until = until
  }

  /// Where the question stands.
  package var state: ConsentState {
    if withdrawnAt != nil { return .withdrawn }
    if givenOn != nil { return .given }
    return declinedAt == nil ? .asked : .declined
  }
}

/// Where one question for consent stands.
package enum ConsentState: String, Sendable { case asked, given, declined, withdrawn }

/// How a consent or its withdrawal reached us.
package enum ConsentChannel: String, CaseIterable, Sendable {
  case link, post, email, phone, inPerson
}

/// The version of the words on the invitation page; kept with every consent.
package enum ConsentText {
  package static let currentVersion = "2026-1"
}

/// The rules of asking: after the procedure has ended (or at any time when nobody asked for the
/// application), once, and never again after a no. No answer to the question for longer is a no.
package enum PoolInvitation {
  /// The consent already asked and still open, if there is one: asking again changes nothing.
  package static func check(
    consents: [Consent], poolStands: Bool, decided: Bool, unsolicited: Bool
  ) throws(Refusal) -> Consent? {
    if poolStands { throw .alreadyInPool }
    let isNo = { (consent: Consent) in
      consent.state == .declined || consent.state == .withdrawn
        || (consent.state == .asked && consent.renews != nil)
    }
    if consents.contains(where: isNo) {
      throw .answeredNo
    }
    if !decided && !unsolicited { throw .procedureRuns }
    return consents.first { $0.state == .asked }
  }
}
