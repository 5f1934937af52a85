import Domain
import Support

/// Somebody whose application lives in the office and in the model.
struct Person: Sendable {
  let number: Int
  let id: ApplicationID
  let email: String
  var model: LifeModel
  var vacancy: VacancyID?
  /// Where it is moved to next.
  var target: VacancyID?
  var chance: Chance
  /// The office's holds, by the model's ground.
  var holds: [Int: HoldID] = [:]
  var obligations: [Int: ObligationID] = [:]
  /// The last one against being kept as evidence.
  var objection: ObjectionID?
  var documents: [DocumentID] = []
  /// How often each act was done, and not refused.
  var done: [String: Int] = [:]
  /// What was done, for whoever has to understand a difference.
  var history: [String] = []
  var differences: [String] = []
}
