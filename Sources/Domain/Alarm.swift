package import struct Foundation.Date

/// Something about deadlines that a person has to look at.
package enum Alarm: String, Sendable, CaseIterable {
  /// The vacancy is closed, nothing was decided, and no clock runs.
  case openEnded
  /// Rejected, but nothing shows that the applicant was told: § 15(4) AGG hasn't begun.
  case noticeMissing
  /// Told more than four weeks after the end: claims may outlast the evidence.
  case noticeLate
  /// The day has come on which a hold is to be looked at again.
  case reviewDue
  /// Erased, but nobody has confirmed that the paper is gone.
  case paperOpen
  /// Due by the law's clock, and still there.
  case overdue
  /// No purge has succeeded lately. About the installation, not about an application.
  case purgeStale
}

/// When each alarm rings. Doctor, metrics, the API and the desk come here.
extension Alarm {
  /// Real time after the last success of a scheduled purge: it runs several times an hour.
  private static let purgeIsStaleSeconds = 2.0 * 3600

  /// How the notice of a rejection stands: `toldOn` is the day on which the applicant received it,
  /// or on which it was sent where that isn't known.
  package static func ofNotice(endedOn: Day, toldOn: Day?) -> Alarm? {
    guard let toldOn else { return .noticeMissing }
    return toldOn > endedOn.adding(days: Window.noticeDays) ? .noticeLate : nil
  }

  /// Whether a hold's day of review has come.
  package static func isReviewDue(_ reviewOn: Day, on today: Day) -> Bool { reviewOn <= today }

  /// Whether no purge has succeeded for too long; `lastSuccess` is `nil` before the first.
  package static func isPurgeStale(lastSuccess: Date?, at now: Date) -> Bool {
    guard let lastSuccess else { return true }
    return now.timeIntervalSince(lastSuccess) > purgeIsStaleSeconds
  }
}

extension Retention {
  /// What needs a person. What concerns the installation, or paper that outlived its application,
  /// isn't here.
  package func alarms(on today: Day) -> [Alarm] {
    var alarms: [Alarm] = []
    switch procedure.outcome {
    case nil: if procedure.vacancyClosed { alarms.append(.openEnded) }
    case .some(let outcome) where outcome.kind.needsNotice:
      let toldOn = outcome.noticeReceivedOn ?? outcome.noticeSentOn
      if let alarm = Alarm.ofNotice(endedOn: outcome.endedOn, toldOn: toldOn) {
        alarms.append(alarm)
      }
    case .some: break
    }
    if reviewsOn.contains(where: { Alarm.isReviewDue($0, on: today) }) {
      alarms.append(.reviewDue)
    }
    if !isRestricted && Self.isOverdue(grounds, on: today) { alarms.append(.overdue) }
    return alarms
  }
}
