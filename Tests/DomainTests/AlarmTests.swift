import Domain
import Foundation
import Testing

/// When each alarm rings, to the day.
@Suite struct AlarmTests {
  private let today: Day = day("2026-06-15")

  @Test func aNoticeIsMissingUntilThereIsOneAndLateAfterTwentyEightDays() {
    let ended: Day = day("2026-03-01")
    #expect(Alarm.ofNotice(endedOn: ended, toldOn: nil) == .noticeMissing)
    #expect(Alarm.ofNotice(endedOn: ended, toldOn: ended) == nil)
    #expect(Alarm.ofNotice(endedOn: ended, toldOn: day("2026-03-29")) == nil)
    #expect(Alarm.ofNotice(endedOn: ended, toldOn: day("2026-03-30")) == .noticeLate)
  }

  @Test func aReviewIsDueFromItsDayOn() {
    #expect(!Alarm.isReviewDue(day("2026-06-16"), on: today))
    #expect(Alarm.isReviewDue(today, on: today))
    let held = Ground(kind: .hold, since: day("2026-01-01"))
    let retention = Retention(
      grounds: [held], procedure: Self.undecided, reviewsOn: [day("2026-07-01"), today])
    #expect(retention.alarms(on: today) == [.reviewDue])
    #expect(retention.alarms(on: day("2026-06-14")) == [])
  }

  @Test func aPurgeIsStaleTwoHoursAfterItsLastSuccess() {
    let now = Date(timeIntervalSince1970: 1_800_000_000)
    #expect(Alarm.isPurgeStale(lastSuccess: nil, at: now))
    #expect(!Alarm.isPurgeStale(lastSuccess: now.addingTimeInterval(-7200), at: now))
    #expect(Alarm.isPurgeStale(lastSuccess: now.addingTimeInterval(-7201), at: now))
  }

  @Test func evidenceIsOverdueOnItsDayAndThePoolOnTheAnniversary() {
    let evidence = Ground(kind: .evidence, since: day("2025-12-14"), eraseFrom: today)
    #expect(!Retention.isOverdue([evidence], on: day("2026-06-14")))
    #expect(Retention.isOverdue([evidence], on: today))
    // Consent on 16 June 2024: to be finished when 16 June 2026 begins.
    let pool = Ground(kind: .pool, since: day("2024-06-16"), eraseFrom: today)
    #expect(!Retention.isOverdue([pool], on: today))
    #expect(Retention.isOverdue([pool], on: day("2026-06-16")))
    #expect(Retention.isOverdue([], on: today), "what stands on nothing goes at once")
    let hold = Ground(kind: .hold, since: day("2026-01-01"))
    #expect(!Retention.isOverdue([pool, hold], on: day("2027-01-01")))
  }

  private static let undecided = ProcedureState(
    vacancyTitle: "Baker", vacancyClosed: false, receivedOn: day("2026-01-02"), outcome: nil,
    rules: RetentionRules(
      version: 1, evidenceMonths: [.hired: 6, .rejected: 6, .withdrawn: 6, .offerDeclined: 6],
      poolMonths: 24
    ).unsafelyKnown)
}

extension Optional where Wrapped == RetentionRules {
  fileprivate var unsafelyKnown: RetentionRules {
    guard let self else { preconditionFailure("these are rules") }
    return self
  }
}
