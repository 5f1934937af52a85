import Domain
import Records

/// How the law's view of an application is put together: the eraser, `explain` and the API all
/// come here.
extension Office {
  /// Why an application the actor sees is here; `nil` when it is not to be seen.
  func retention(of id: ApplicationID, in rows: borrowing Rows) throws -> Retention? {
    guard let procedure = try Procedures.find(id, in: rows) else { return nil }
    return Retention(
      grounds: try Grounds.all(of: id, in: rows),
      procedure: ProcedureState(
        vacancyTitle: procedure.vacancyTitle, vacancyClosed: procedure.isVacancyClosed,
        receivedOn: time.day(of: procedure.receivedAt), outcome: procedure.outcome,
        rules: try Installations.rules(in: rows)),
      isRestricted: procedure.isRestricted,
      reviewsOn: try AlarmFacts.reviews(of: id, in: rows))
  }
}
