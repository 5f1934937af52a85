import Foundation
import Postgres
import Records
import Support
import Testing

/// Bringing a database up to date. One after the other: they make the server's roles, which all
/// databases share, and two who alter one role at once are refused.
@Suite(.serialized)
struct MigrationTests {
  private func withEmptyDatabase(
    _ body: (ConnectionTarget) async throws -> Void
  ) async throws {
    let server = try await TestServer.shared.value
    let name = "lethe_migration_" + UUID().uuidString.prefix(8).lowercased()
    // Roles belong to the server, their rights to a database.
    try await TestOffice.open { _ in }
    try await server.create(name)
    let administrator = try await Connection(server.target(in: name))
    try await DatabaseRoles.create(as: administrator) { _ in TestServer.passwordOfLogins }
    await administrator.close()
    try await body(
      server.target(in: name).with(
        user: DatabaseRoles.owner, password: TestServer.passwordOfLogins))
    try await server.drop(name)
  }

  @Test func anEmptyDatabaseGetsEverythingOnceAndThenNothing() async throws {
    try await withEmptyDatabase { target in
      let owner = try await Connection(target)
      let applied = try await Migrations.apply(as: owner, at: Date())
      #expect(applied == Migrations.all.map(\.name))
      #expect(try await Migrations.apply(as: owner, at: Date()) == [])
      await owner.close()
    }
  }

  @Test func twoWhoMigrateAtOnceWaitForOneAnother() async throws {
    try await withEmptyDatabase { target in
      async let one = Migrations.apply(as: Connection(target), at: Date())
      async let other = Migrations.apply(as: Connection(target), at: Date())
      let both = try await [one, other]
      #expect(both.filter(\.isEmpty).count == 1)
    }
  }

  @Test func aDatabaseOfANewerVersionIsLeftAlone() async throws {
    try await withEmptyDatabase { target in
      let owner = try await Connection(target)
      _ = try await Migrations.apply(as: owner, at: Date())
      try await owner.transaction { rows in
        try rows.run("INSERT INTO migration VALUES ('9999-later', now())")
      }
      let refusal = await #expect(throws: Migrations.FromTheFuture.self) {
        try await Migrations.apply(as: owner, at: Date())
      }
      #expect(refusal?.names == ["9999-later"])
      await owner.close()
    }
  }
}
