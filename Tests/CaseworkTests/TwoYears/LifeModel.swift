/// One application as the law has it, written from `docs/law.md` alone: what keeps it, and what
/// each act does. Days are numbers on a ``WallCalendar``. Nothing of Domain is used.
struct LifeModel {
  enum Kind: String {
    case procedure, evidence, pool, hold, employment, legalObligation, longerStorage
  }

  struct Ground {
    let kind: Kind
    let since: Int
    /// The day from which it no longer stands; `nil` while its end is open.
    let eraseFrom: Int?
    var ended: (by: String, at: Int)?

    func stands(on today: Int) -> Bool { ended == nil && eraseFrom.map { today < $0 } ?? true }
  }

  struct Question {
    enum State { case asked, given, declined, withdrawn }
    var state: State
    var givenOn: Int?
    /// The question that this one would follow.
    var renews: Int?
    /// By how many days before the end each letter was planned.
    var letters: [Int] = []
  }

  enum Linked { case pool(Int), storage(Int) }

  struct Outcome {
    let kind: String
    let endedOn: Int
    let recordedOn: Int
  }

  /// How long things are kept: a version of the rules.
  struct Rules: Equatable {
    var evidenceMonths: [String: Int]
    var poolMonths: Int
  }

  let received: Int
  let isMailable: Bool
  var isUnsolicited: Bool
  var grounds: [Ground]
  var questions: [Question] = []
  var storage: [StorageQuestion] = []
  /// The question that the last letter was about.
  var linked: Linked?
  var outcome: Outcome?
  /// The last day of the fortnight in which HR still finishes it.
  var endingThrough: Int?
  var isHandedOver = false
  /// Holds by legal that aren't released: their places among the grounds.
  var holds: [Int] = []
  /// The same of obligations, until somebody has ended them.
  var obligations: [Int] = []
  /// Its part of each hold on its vacancy, by that hold's number: a place among the grounds.
  var parts: [Int: Int] = [:]
  var restriction: Restriction?
  /// The last one against being kept as evidence.
  var objection: Objection?
  var isContactForbidden = false
  /// The process died between an act and its erasure: nothing happens until the purge.
  var isCut = false
  /// Why it was erased.
  var gone: String?

  /// It comes in.
  init(received: Int, isMailable: Bool, isUnsolicited: Bool) {
    self.received = received
    self.isMailable = isMailable
    self.isUnsolicited = isUnsolicited
    grounds = [Ground(kind: .procedure, since: received, eraseFrom: nil)]
  }

  var open: [Ground] { grounds.filter { $0.ended == nil } }
  var isRestricted: Bool { restriction != nil }
  /// What stands on nothing is final, unless a restriction keeps it all the same.
  var isThere: Bool { gone == nil && (isRestricted || !open.isEmpty) }

  /// Whether a recruiter opens it.
  var isOpenToRecruiters: Bool {
    !isRestricted
      && open.contains { [.procedure, .pool, .longerStorage, .employment].contains($0.kind) }
  }

  /// How somebody is refused who would finish it and may not: a recruiter, or the privacy officer,
  /// who meets what is restricted.
  func unworkable(byOfficer: Bool, on today: Int, evenRestricted: Bool = false) -> String? {
    if isRestricted { return byOfficer ? (evenRestricted ? nil : "restricted") : "unknown" }
    let isEnding = endingThrough.map { today <= $0 } ?? false
    let isSeen = byOfficer ? !open.isEmpty : isOpenToRecruiters
    return isEnding || isSeen ? nil : "unknown"
  }

  /// The day from which it is erased; `nil` while that isn't in sight.
  func eraseOn(today: Int) -> Int? {
    if isRestricted { return nil }
    let ends = open.map(\.eraseFrom)
    if ends.contains(nil) { return nil }
    return ends.compactMap(\.self).max() ?? today
  }

  /// What stands in the database's own words.
  func words(_ calendar: WallCalendar) -> String {
    open.map { "\($0.kind.rawValue):\($0.eraseFrom.map(calendar.text) ?? "-")" }.sorted()
      .joined(separator: " ")
  }

  /// What counts of it: the kinds of grounds, or the restriction alone.
  var standing: String {
    if isRestricted { return "restriction" }
    return Set(open.map(\.kind.rawValue)).sorted().joined(separator: " ")
  }

  mutating func end(by cause: String, at now: Int, where matches: (Ground) -> Bool) {
    for index in grounds.indices where grounds[index].ended == nil && matches(grounds[index]) {
      grounds[index].ended = (cause, now)
    }
  }

  /// What the eraser does: erases where nothing stands any more, else ends what has run out.
  mutating func settle(on today: Int, at now: Int) {
    isCut = false
    if isRestricted { return }
    let open = self.open
    let expired = open.filter { !$0.stands(on: today) }
    if expired.count < open.count {
      end(by: "timeRanOut", at: now) { !$0.stands(on: today) }
      return
    }
    let byAnAct = expired.isEmpty || lastEnd == "request"
    gone = byAnAct ? lastEnd ?? "timeRanOut" : "timeRanOut"
  }

  private static let causes =
    ["request", "objection", "consentWithdrawn", "holdReleased", "handedOver", "timeRanOut"]

  /// By what the last ground ended, where that tells why it is erased.
  private var lastEnd: String? {
    let all = open.isEmpty
    let ends = grounds.compactMap(\.ended).filter { all || $0.by == "request" }
    guard let last = ends.map({ $0.at }).max() else { return nil }
    let tied = ends.filter { $0.at == last }.map { $0.by }
    return Self.causes.first(where: tied.contains)
  }

  /// What the timer of the pool does each day.
  mutating func renew(on today: Int) {
    guard isMailable, !isRestricted, !isContactForbidden, gone == nil, let current = inForce,
      let pool = grounds.first(where: { $0.kind == .pool && $0.ended == nil }),
      let end = pool.eraseFrom, today < end
    else { return }
    let asked = renewal
    guard asked.map({ questions[$0].state == .asked }) ?? true else { return }
    let reached = [60, 30, 7].filter { end - $0 <= today && end - $0 > pool.since }
    guard let latest = reached.min() else { return }
    let sent = asked.map { questions[$0].letters } ?? []
    guard sent.allSatisfy({ $0 > latest }) else { return }
    let question = asked ?? questions.count
    if asked == nil { questions.append(Question(state: .asked, renews: current)) }
    questions[question].letters.append(latest)
    linked = .pool(question)
  }

  /// The consent by which it is in the pool: the last one given.
  var inForce: Int? {
    questions.indices.filter { questions[$0].state == .given }.max { one, other in
      let (first, second) = (questions[one].givenOn ?? 0, questions[other].givenOn ?? 0)
      return (first, one) < (second, other)
    }
  }

  /// The question whether that one is to be renewed.
  var renewal: Int? {
    inForce.flatMap { current in questions.firstIndex { $0.renews == current } }
  }
}
