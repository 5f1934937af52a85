/// When somebody in the pool is asked whether they want to stay: days before their time there
/// ends, the request first, then the reminders.
package struct RenewalPlan: Sendable, Equatable {
  /// Falling, each once.
  package let days: [Int]

  /// A request and two reminders.
  package static let standard = RenewalPlan(unchecked: [60, 30, 7])

  /// `nil` unless there are one to five different days, from 1 to 365; in any order.
  package init?(days: [Int]) {
    guard (1...5).contains(days.count), Set(days).count == days.count,
      days.allSatisfy((1...365).contains)
    else { return nil }
    self.days = days.sorted(by: >)
  }

  /// Reads `60,30,7`.
  package init?(_ text: String) {
    var days: [Int] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let number = Int(part.filter { $0 != " " }) else { return nil }
      days.append(number)
    }
    self.init(days: days)
  }

  private init(unchecked days: [Int]) { self.days = days }
}

/// The rules of asking again: once for each consent, reminded as planned, never after a no.
package enum Renewal {
  /// What is to be sent today.
  package struct Due: Sendable, Equatable {
    /// By how many days before the end it was planned.
    package let days: Int
    /// The request itself; every later one is a reminder.
    package let isRequest: Bool

    package init(days: Int, isRequest: Bool) {
      self.days = days
      self.isRequest = isRequest
    }
  }

  /// `nil` when nothing is to be sent. `sent` are the days of what was sent before. Whoever was
  /// missed for a while gets one letter, not all that were planned; and nothing is planned for the
  /// day of the consent or before it, however short the time in the pool is.
  package static func due(
    _ plan: RenewalPlan, pool: Ground, question: Consent?, sent: [Int], today: Day
  ) -> Due? {
    guard pool.kind == .pool, pool.stands(on: today), let end = pool.eraseFrom,
      question.map({ $0.state == .asked }) ?? true, sent.count < plan.days.count
    else { return nil }
    let reached = plan.days.filter { days in
      let day = end.adding(days: -days)
      return day <= today && day > pool.since
    }
    guard let latest = reached.min(), sent.allSatisfy({ $0 > latest }) else { return nil }
    return Due(days: latest, isRequest: sent.isEmpty)
  }
}

extension Consent {
  /// The consent by which an application is in the pool: the last one given and not taken back.
  package static func inForce(_ all: [Consent]) -> Consent? {
    all.filter { $0.state == .given }.reduce(nil) { last, next in
      guard let last, let lastDay = last.givenOn, let day = next.givenOn else { return next }
      return day >= lastDay ? next : last
    }
  }

  /// The question whether the consent in force is to be renewed, if it was asked.
  package static func renewal(_ all: [Consent]) -> Consent? {
    guard let current = inForce(all) else { return nil }
    return all.first { $0.renews == current.id }
  }
}
