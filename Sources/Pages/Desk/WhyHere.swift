package import Domain

/// Why an application is here and until when, in words: made from the facts the purge decides by.
package struct WhyHere: Sendable {
  /// What keeps it longest, and when it goes.
  package let summary: String
  /// A sentence for each ground that stands.
  package let grounds: [String]
  /// What needs a person.
  package let alarms: [String]

  package init(_ retention: Retention, on today: Day, _ phrases: Phrases) {
    let standing = retention.standing(on: today)
    let longest = standing.max { Self.end(of: $0) < Self.end(of: $1) }
    let first = longest.map { phrases.why($0, retention.procedure) }
    let end =
      retention.isRestricted
      ? phrases("It isn't erased before the restriction is lifted.")
      : standing.isEmpty
        ? phrases("No ground to keep it stands any more: the next purge erases it.")
        : phrases.erasure(retention, today: today)
    summary = [first, end].compactMap(\.self).joined(separator: " ")
    grounds = standing.map { phrases.why($0, retention.procedure) }
    alarms = retention.alarms(on: today).map { phrases.words(for: $0) }
  }

  /// The later the better; an open end is the latest.
  private static func end(of ground: Ground) -> Int {
    ground.eraseFrom?.daysSince1970 ?? Int.max
  }
}

extension Phrases {
  /// Why one ground keeps an application, and until when.
  func why(_ ground: Ground, _ procedure: ProcedureState) -> String {
    let slots = [
      "since": inWords(ground.since), "basis": basis(of: ground.kind),
      "vacancy": Readable.title(procedure.vacancyTitle) ?? "",
    ]
    let reason =
      switch ground.kind {
      case .procedure where slots["vacancy"] == "":
        self("Here as an unsolicited application since {since} ({basis}).", slots)
      case .procedure:
        self("Here because the procedure for {vacancy} runs since {since} ({basis}).", slots)
      case .evidence:
        self(
          "Locked as evidence: the procedure ended on {since}, claims can follow ({basis}).", slots)
      case .pool:
        self("In the pool, because the applicant consented on {since} ({basis}).", slots)
      case .longerStorage:
        self("Kept for longer, because the applicant consented on {since} ({basis}).", slots)
      case .legalObligation: self("Kept because a law asks for it since {since} ({basis}).", slots)
      case .hold: self("Held for a legal matter since {since} ({basis}).", slots)
      case .employment:
        self("Hired on {since}: kept until the hand-over is recorded ({basis}).", slots)
      }
    guard let through = ground.through else { return reason }
    return "\(reason) \(self("This holds through {day}.", ["day": inWords(through)]))"
  }

  /// The article or paragraph a ground rests on, as the language cites it.
  package func basis(of kind: GroundKind) -> String {
    switch kind {
    case .procedure: self("Art. 6(1)(b) GDPR, § 26 BDSG")
    case .evidence: self("Art. 6(1)(f) GDPR")
    case .pool, .longerStorage: self("Art. 6(1)(a) GDPR")
    case .legalObligation: self("Art. 6(1)(c) GDPR")
    case .hold: self("Art. 17(3)(e) GDPR")
    case .employment: "§ 26 BDSG"
    }
  }

  /// When it goes. While the procedure runs only the time after its end is known.
  func erasure(_ retention: Retention, today: Day) -> String {
    if let day = retention.eraseOn(today: today) {
      return self("It is erased on {day}.", ["day": inWords(day)])
    }
    let standing = retention.standing(on: today)
    if standing.map(\.kind) == [.procedure],
      let months = retention.procedure.rules.evidenceMonths[.rejected]
    {
      return self(
        "It is erased {months} months after the procedure ends.", ["months": "\(months)"])
    }
    return self("No day of erasure is set while a ground has no end.")
  }

  /// What needs a person.
  package func words(for alarm: Alarm) -> String {
    switch alarm {
    case .openEnded:
      self("The vacancy is closed and no outcome is recorded, so no deadline runs.")
    case .noticeMissing: self("Nothing shows that the applicant was told of the rejection.")
    case .noticeLate:
      self("The applicant was told more than four weeks after the procedure ended.")
    case .reviewDue: self("The day has come on which a hold is to be looked at again.")
    case .paperOpen: self("Nobody has confirmed that the paper is gone.")
    case .overdue: self("Its day of erasure has come, and it is still there.")
    case .purgeStale: self("No purge has succeeded for two hours.")
    }
  }
}
