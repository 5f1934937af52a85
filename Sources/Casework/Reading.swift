import Domain
import Records
import Vault

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
        rules: try Installations.rules(in: rows)))
  }

  /// Keeps why an application was opened, with the entry that says so.
  func keepReason(
    _ reason: Private<String>?, for entry: LedgerEntryID, of id: ApplicationID, key: KeyRow,
    in rows: borrowing Rows
  ) throws {
    guard let reason else { return }
    let sealed = try withKey(key, of: id) {
      $0.seal(reason.reveal(), as: .statedReason(of: entry))
    }
    try StatedReasons.keep(sealed, for: entry, application: id, in: rows)
  }
}
