import Casework
import Domain
import HTTPTypes
import Hummingbird
import Pages

extension DeskRoute {
  /// Erasure on request, and how long things are kept.
  static let erasureAndRules: [DeskRoute] = [
    DeskRoute(.get, "/applications/{id}/erasure", EraseOnRequest.roles) { desk, visit in
      try await desk.erasureForm(for: visit)
    },
    DeskRoute(.post, "/applications/{id}/erasure", EraseOnRequest.roles) { desk, visit in
      let facts = try await desk.facts(for: visit)
      var reading = FormReading(try await visit.form(), visit.phrases)
      let reason = reading.text("reason", atMost: InputText.reason, lines: .many)
      let typed = reading.form["confirm"].split(whereSeparator: \.isWhitespace)
      if typed.joined(separator: " ") != facts.name {
        reading.refuse("confirm", visit.phrases("This isn't the name of the applicant."))
      }
      guard let reason, reading.problems.isEmpty else {
        return try await desk.erasureForm(for: visit, typed: reading)
      }
      do {
        try await EraseOnRequest(desk.office)(
          facts.id, confirm: facts.id.text, reason: Private(reason), by: visit.caller)
      } catch Refusal.forbidden {
        return desk.mayNotBeErased(facts, visit)
      }
      return visit.session.role == .privacyOfficer
        ? Desk.see("/requests", said: "erased") : Desk.see("/", said: "erased")
    },
    DeskRoute(.get, "/requests/rules", ChangeRules.roles) { desk, visit in
      try await desk.rulesForm(for: visit)
    },
    DeskRoute(.post, "/requests/rules", ChangeRules.roles) { desk, visit in
      var reading = FormReading(try await visit.form(), visit.phrases)
      guard let months = reading.months() else {
        return try await desk.rulesForm(for: visit, typed: reading)
      }
      do {
        let effect = try await ChangeRules(desk.office).whatIf(months, by: visit.caller)
        guard reading.form["step"] == "set" else {
          return desk.rulesCheck(reading, effect, visit)
        }
        let reason = reading.text("reason", atMost: InputText.reason, lines: .many)
        guard Int(reading.form["confirmDue"]) == effect.due, let reason else {
          if Int(reading.form["confirmDue"]) != effect.due {
            reading.refuse(.wouldBeDue(effect.due), otherwise: "confirmDue")
          }
          return desk.rulesCheck(reading, effect, visit)
        }
        _ = try await ChangeRules(desk.office)(
          months, reason: reason, confirmDue: effect.due, by: visit.caller)
        return Desk.see("/requests", said: "rulesSet")
      } catch Refusal.invalid(_, let problem) {
        reading.refuse("pool", problem)
        return try await desk.rulesForm(for: visit, typed: reading)
      }
    },
  ]
}

extension FormReading {
  private static let names = ["hired", "rejected", "withdrawn", "offerDeclined", "pool"]

  /// The months of the form; problems beside whatever is no number.
  fileprivate mutating func months() -> ChangeRules.Months? {
    var numbers: [String: Int] = [:]
    for name in Self.names {
      let limits = name == "pool" ? RetentionRules.poolLimits : RetentionRules.evidenceLimits
      guard let number = Int(form[name].filter { $0 != " " }), limits.contains(number) else {
        refuse(name, form[name].isEmpty ? .missing : .outOfRange)
        continue
      }
      numbers[name] = number
    }
    guard numbers.count == Self.names.count else { return nil }
    return ChangeRules.Months(
      evidence: [
        .hired: numbers["hired"] ?? 0, .rejected: numbers["rejected"] ?? 0,
        .withdrawn: numbers["withdrawn"] ?? 0, .offerDeclined: numbers["offerDeclined"] ?? 0,
      ], pool: numbers["pool"] ?? 0)
  }
}

extension Desk {
  /// What goes, or which ground forbids it and until when.
  fileprivate func erasureForm(
    for visit: Visit, typed: FormReading? = nil
  ) async throws -> Response {
    let facts = try await facts(for: visit)
    let standing = facts.retention.standing(on: facts.today)
    if facts.retention.isRestricted || standing.contains(where: { $0.kind.forbidsErasure }) {
      return mayNotBeErased(facts, visit)
    }
    return form(
      FormPage.erasure(
        of: facts, typed: typed?.typed ?? [:], typed?.problems ?? [], visit.phrases),
      visit.phrases("Erase at the applicant's request"), typed, visit)
  }

  fileprivate func mayNotBeErased(_ facts: ApplicationFacts, _ visit: Visit) -> Response {
    page(
      visit.frame(visit.phrases("This may not be erased now")),
      FormPage.noErasure(facts, visit.phrases), .conflict)
  }

  fileprivate func rulesForm(
    for visit: Visit, typed: FormReading? = nil
  ) async throws -> Response {
    let versions = try await ListRules(office)(by: visit.caller)
    var values = typed?.typed ?? [:]
    if typed == nil, let now = versions.last?.rules {
      for kind in OutcomeKind.allCases {
        values[kind.rawValue] = "\(now.evidenceMonths[kind] ?? 0)"
      }
      values["pool"] = "\(now.poolMonths)"
    }
    let lines = versions.reversed().map {
      visit.phrases.line(
        $0.rules, setOn: $0.setAt.map(office.time.day(of:)), reason: $0.reason)
    }
    return form(
      FormPage.rules(lines, values: values, typed?.problems ?? [], visit.phrases),
      visit.phrases("Retention rules"), typed, visit)
  }

  fileprivate func rulesCheck(
    _ reading: FormReading, _ effect: ChangeRules.Effect, _ visit: Visit
  ) -> Response {
    page(
      visit.frame(visit.phrases("Check the retention rules"), problems: reading.problems),
      FormPage.rulesCheck(
        values: reading.typed, due: effect.due, dueWithin30Days: effect.dueWithin30Days,
        shortened: effect.shortened, reading.problems, visit.phrases),
      reading.problems.isEmpty ? .ok : .unprocessableContent)
  }
}
