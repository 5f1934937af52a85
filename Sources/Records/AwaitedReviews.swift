package import Domain
import Postgres

/// Applications that wait for somebody's recommendation.
package enum AwaitedReviews {
  /// How many of each vacancy that the actor may see, the longest open first: in an interview or
  /// being screened, and without a recommendation by `staff`.
  package static func byVacancy(
    of staff: StaffID, in rows: borrowing Rows
  ) throws -> [StaffLetter.Waiting] {
    try rows.all(
      """
      SELECT v.title, count(*) AS applications
      FROM application a JOIN vacancy v ON v.id = a.vacancy_id
      WHERE a.vacancy_id = ANY (ARRAY(SELECT t.vacancy_id FROM team t))
        AND a.stage IN ('screening', 'interview')
        AND NOT EXISTS (SELECT FROM note n WHERE n.application_id = a.id
          AND n.kind = 'recommendation' AND n.written_by = \(staff.uuid))
      GROUP BY v.id, v.title, v.opened_at ORDER BY v.opened_at, v.id
      """
    ) {
      StaffLetter.Waiting(vacancyTitle: try $0("title"), applications: try $0("applications"))
    }
  }
}
