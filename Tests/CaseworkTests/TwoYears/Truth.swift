import Domain
import Postgres
import Support

/// What is in the database, in the model's words.
struct Truth {
  /// The open grounds of `a`, as ``LifeModel/words(_:)`` says them.
  static let words: StaticString = """
    (SELECT coalesce(string_agg(w, ' ' ORDER BY w COLLATE "C"), '') FROM (
      SELECT g.kind || ':' || coalesce(g.erase_from::text, '-') AS w FROM ground g
      WHERE g.application_id = a.id AND g.ended_at IS NULL) AS one)
    """

  /// What counts of `a`, as ``LifeModel/standing`` says it.
  static let kinds: StaticString = """
    (SELECT coalesce(string_agg(k, ' ' ORDER BY k COLLATE "C"), '') FROM unnest(a.standing) AS k)
    """

  /// The open grounds of each application that is there.
  var here: [ApplicationID: String] = [:]
  /// Whether what the policies read says the same as the grounds.
  var standing: [ApplicationID: String] = [:]
  /// By when objections that wait are to be answered.
  var answerBy: [ApplicationID: String] = [:]
  /// Why the others were erased.
  var gone: [ApplicationID: String] = [:]

  init(of office: TestOffice) async throws {
    let (rows, objections, erased) = try await office.asSuperuser { rows in
      (
        try rows.all(
          """
          SELECT a.id, \(sql: Truth.words) AS words, \(sql: Truth.kinds) AS standing
          FROM application a
          """
        ) {
          (
            ApplicationID(try $0("id")), try $0("words", as: String.self),
            try $0("standing", as: String.self)
          )
        },
        try rows.all(
          """
          SELECT application_id, answer_by::text AS day FROM objection
          WHERE against = 'evidence' AND decided_at IS NULL
          """
        ) { (ApplicationID(try $0("application_id")), try $0("day", as: String.self)) },
        try rows.all("SELECT application_id, cause FROM erasure") {
          (ApplicationID(try $0("application_id")), try $0("cause", as: String.self))
        }
      )
    }
    for (id, words, standing) in rows { (here[id], self.standing[id]) = (words, standing) }
    answerBy = Dictionary(uniqueKeysWithValues: objections)
    gone = Dictionary(uniqueKeysWithValues: erased)
  }
}
