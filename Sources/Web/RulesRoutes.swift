import Casework
import Domain
import Hummingbird

extension Route {
  /// How long things are kept.
  static let rules: [Route] = [
    Route(.get, "/retention-rules", ListRules.roles) { office, call in
      let versions = try await ListRules(office)(by: call.caller)
      return .json(Printer(office.time).rules(versions))
    },
    Route(.post, "/retention-rules/what-if", ChangeRules.roles) { office, call in
      let input = try await call.input(
        "hiredMonths", "rejectedMonths", "withdrawnMonths", "offerDeclinedMonths", "poolMonths")
      let effect = try await ChangeRules(office).whatIf(
        ChangeRules.Months(reading: input), by: call.caller)
      return .json(JSONText.object { Printer(office.time).effect(effect, into: &$0) })
    },
    Route(.post, "/retention-rules", ChangeRules.roles) { office, call in
      let input = try await call.input(
        "hiredMonths", "rejectedMonths", "withdrawnMonths", "offerDeclinedMonths", "poolMonths",
        "reason", "confirmDue")
      let (version, effect) = try await ChangeRules(office)(
        ChangeRules.Months(reading: input), reason: input.reason().reveal(),
        confirmDue: input.optionalNumber("confirmDue"), by: call.caller)
      return .json(
        JSONText.object { json in
          json.field("version", version)
          Printer(office.time).effect(effect, into: &json)
        }, status: .created)
    },
  ]
}

extension ChangeRules.Months {
  fileprivate init(reading input: InputObject) throws(Refusal) {
    self.init(
      evidence: [
        .hired: try input.number("hiredMonths"), .rejected: try input.number("rejectedMonths"),
        .withdrawn: try input.number("withdrawnMonths"),
        .offerDeclined: try input.number("offerDeclinedMonths"),
      ], pool: try input.number("poolMonths"))
  }
}

extension Printer {
  func rules(_ versions: [ListRules.Version]) -> [UInt8] {
    JSONText.object { json in
      json.array("items", versions) { json, version in
        json.object {
          $0.field("version", version.rules.version)
          $0.field("hiredMonths", version.rules.evidenceMonths[.hired])
          $0.field("rejectedMonths", version.rules.evidenceMonths[.rejected])
          $0.field("withdrawnMonths", version.rules.evidenceMonths[.withdrawn])
          $0.field("offerDeclinedMonths", version.rules.evidenceMonths[.offerDeclined])
          $0.field("poolMonths", version.rules.poolMonths)
          $0.field("setAt", version.setAt.map(instant))
          $0.field("reason", version.reason)
          $0.field("appliedAt", version.appliedAt.map(instant))
        }
      }
    }
  }

  func effect(_ effect: ChangeRules.Effect, into json: inout JSONText) {
    json.field("due", effect.due)
    json.field("dueWithin30Days", effect.dueWithin30Days)
    json.field("shortened", effect.shortened)
  }
}
