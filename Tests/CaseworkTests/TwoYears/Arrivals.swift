import Casework
import Domain
import Support
import struct Foundation.Date

/// Somebody who writes.
struct Newcomer {
  /// How many days it took until it was entered.
  var daysAgo = 0
  /// `nil` for an unsolicited one.
  var vacancy: VacancyID?
  var isMailable = true
  var channel = Channel.form
}

extension TwoYears {
  /// A few each day, some of whom wrote long ago.
  mutating func arrivals(on today: Int, share: Double) async throws {
    let expected = min(number, Int(Double(number) * min(1, share)) + 1)
    while people.count < expected { try await arrive(today) }
  }

  /// Somebody, at some hour of the day.
  mutating func arrive(_ today: Int) async throws {
    let length = calendar.midnight(today + 1) - calendar.midnight(today)
    set(today, Int.random(in: 0..<length, using: &chance))
    var new = Newcomer()
    if percent(30) {
      new.daysAgo =
        percent(70)
        ? Int.random(in: 1...40, using: &chance) : Int.random(in: 41...720, using: &chance)
    }
    new.vacancy = percent(25) ? nil : runner.vacancies.randomElement(using: &chance)
    new.isMailable = percent(85)
    new.channel = percent(10) ? .post : .form
    try await receive(new, on: today)
  }

  /// It comes in, now.
  mutating func receive(_ new: Newcomer, on today: Int) async throws {
    let (number, received) = (people.count, today - new.daysAgo)
    let email = "nora\(number)@example.org"
    let at = Date(timeIntervalSince1970: Double(calendar.midnight(received)))
    let id = try await ReceiveApplication(here.office)(
      NewApplication(
        vacancy: new.vacancy, channel: new.channel, receivedAt: new.daysAgo == 0 ? nil : at,
        applicant: Applicant(
          givenName: "Nora", familyName: Private("Number\(number)"),
          email: new.isMailable ? Private(email) : nil, language: .english)),
      by: here.recruiter)
    let model = LifeModel(
      received: received, isMailable: new.isMailable, isUnsolicited: new.vacancy == nil)
    people.append(
      Person(
        number: number, id: id, email: email, model: model, vacancy: new.vacancy,
        chance: Chance(salt: UInt64(10_000 + number))))
    if let vacancy = new.vacancy {
      people[number].model.cover(by: runner.held[vacancy] ?? [], moment(today))
    }
  }
}
