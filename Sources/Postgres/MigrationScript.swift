/// The text of a migration file: several statements, without parameters.
///
/// This is the only SQL that comes into being at run time. Nothing but the code that applies
/// migrations may make one.
package struct MigrationScript: Sendable {
  let text: String

  /// The whole text of a file of `migrations/`, or of a test's.
  package init(contentsOfMigration text: String) { self.text = text }
}
