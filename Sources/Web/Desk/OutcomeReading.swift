import Casework
import Domain
import Pages

/// The form of an outcome as it was sent, on its way from page to page.
struct OutcomeReading {
  let form: DeskForm
  private let phrases: Phrases

  init(_ form: DeskForm, _ phrases: Phrases) {
    self.form = form
    self.phrases = phrases
  }

  /// Which page was asked for.
  var step: Step { form.has("out") ? .check : Step(rawValue: form["step"]) ?? .form }

  enum Step: String { case form, check, record }

  /// The vacancy whose list it came from.
  var vacancy: VacancyID? { VacancyID(form["vacancy"]) }

  /// The applications that are left of those chosen.
  var chosen: [ApplicationID] {
    let out = form["out"]
    return form.values("tick").filter { $0 != out }.compactMap { ApplicationID($0) }
  }

  var tells: Bool { form.has("tells") }

  /// Who is to be invited: all of them on the form, those ticked on the page that checks.
  private var invited: Set<String> {
    form.has("invites") ? Set(form.values("tick")) : Set(form.values("invite"))
  }

  /// Whether the ticks of who is invited are still those that the page had shown.
  var invitesAsShown: Bool {
    Set(form.values("invite")) == Set(form.values("shown"))
  }

  var confirmed: Set<Day> { Set(form.values("confirm").compactMap { Day($0) }) }

  /// What was typed, for the form to come back filled.
  func typed(today: Day) -> OutcomeForm.Typed {
    let isNew = !form.has("outcome") && !form.has("endedOn")
    if isNew { return OutcomeForm.Typed(endedOn: today.description) }
    return OutcomeForm.Typed(
      outcome: form["outcome"], endedOn: form["endedOn"], tells: tells,
      invites: !invited.isEmpty, language: form["language"])
  }

  /// The decision; problems where something in it can't be taken.
  func decision(today: Day) -> (GroupDecision?, [FieldProblem]) {
    var reading = FormReading(form, phrases)
    let outcome = reading.choice("outcome", OutcomeKind.self)
    let endedOn = reading.day("endedOn")
    if let endedOn, endedOn > today { reading.refuse("endedOn", .inTheFuture) }
    var language: Language?
    if !form["language"].isEmpty { language = reading.choice("language", Language.self) }
    guard let outcome, let endedOn, reading.problems.isEmpty else { return (nil, reading.problems) }
    let group = GroupDecision(
      id: DecisionID(form["decision"]) ?? .random(),
      OutcomeDecision(outcome: outcome, endedOn: endedOn, confirmed: confirmed),
      targets: chosen.map { id in
        GroupDecision.Target(id, isInvited: invited.contains(id.text), language: language)
      }, tells: tells, count: Int(form["count"]))
    return (group, [])
  }
}
