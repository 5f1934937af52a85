/// The same answer in plain English: why an application is here and until when.
extension Retention {
  /// One sentence per ground that stands, then what happens last, then what needs a person.
  package func explanation(on today: Day) -> [String] {
    var sentences = standing(on: today).map { why($0) }
    if isRestricted {
      sentences.append(
        "Processing is restricted (Art. 18 GDPR): it is kept, shown to nobody but the privacy "
          + "officer, changed by nobody and not erased before the restriction is lifted.")
    } else if sentences.isEmpty {
      sentences.append(
        "No ground to keep this application stands any more: the next purge erases it.")
    } else if let day = eraseOn(today: today) {
      sentences.append("It is erased on \(Self.inWords(day)).")
    } else {
      sentences.append("No day of erasure is set while a ground has no end.")
    }
    sentences += alarms(on: today).map(sentence)
    return sentences
  }

  /// Why one ground keeps the application, and until when.
  package func why(_ ground: Ground) -> String {
    let since = Self.inWords(ground.since)
    let through = ground.through.map { " through \(Self.inWords($0))" } ?? ""
    let reason =
      switch ground.kind {
      case .procedure:
        "Here because the procedure for \(subject) runs since \(since); "
          + "it is erased \(procedure.rules.evidenceMonths[.rejected] ?? 6) months after it ends"
      case .evidence:
        "Kept and locked\(through) as evidence, because the procedure ended on \(since) "
          + "and claims can be raised for some time after"
      case .pool: "Kept in the pool\(through), because the applicant consented on \(since)"
      case .longerStorage: "Kept\(through), because the applicant consented on \(since)"
      case .legalObligation: "Kept\(through), because a law requires it since \(since)"
      case .hold: "Held\(through) for a legal matter since \(since)"
      case .employment:
        "Kept because the applicant was hired on \(since), until the hand-over is recorded"
      }
    return "\(reason) (\(ground.kind.legalBasis))."
  }

  private var subject: String {
    procedure.vacancyTitle ?? "an unsolicited application"
  }

  private func sentence(_ alarm: Alarm) -> String {
    switch alarm {
    case .openEnded:
      "Alarm: the vacancy is closed and no outcome is recorded, so no deadline runs."
    case .noticeMissing:
      "Alarm: nothing shows that the applicant was told of the rejection."
    case .noticeLate:
      "Alarm: the applicant was told more than four weeks after the procedure ended."
    case .reviewDue: "Alarm: the day has come on which a hold is to be looked at again."
    case .paperOpen: "Alarm: the paper isn't confirmed to be gone."
    case .overdue: "Alarm: it is due and still there."
    case .purgeStale: "Alarm: no purge has succeeded for two hours."
    }
  }

  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]

  /// Such as `15 September 2026`.
  package static func inWords(_ day: Day) -> String {
    "\(day.day) \(months[day.month - 1]) \(day.year)"
  }
}
