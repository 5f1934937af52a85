import Domain
import Foundation
import Postgres
import Records
import Support
import Testing

/// The schema and what the program believes of it.
@Suite(.office) struct CatalogueTests {
  let here = TestOffice.current

  @Test func theCatalogueNamesEverySealedColumnOfAnApplication() async throws {
    let stored = try await here.asSuperuser { rows in
      try rows.all(
        """
        SELECT c.table_name || '.' || c.column_name AS place FROM information_schema.columns c
        WHERE c.domain_name = 'sealed' AND EXISTS (SELECT FROM information_schema.columns o
          WHERE o.table_name = c.table_name AND o.column_name = 'application_id')
          AND c.table_name <> 'paper'
        """
      ) { try $0("place", as: String.self) }
    }
    #expect(Set(stored) == Set(SealedColumn.allCases.map(\.rawValue)))
  }

  @Test func whatIsSealedUnderAnotherKeyIsNamedHere() async throws {
    let others = try await here.asSuperuser { rows in
      try rows.all(
        """
        SELECT c.table_name || '.' || c.column_name AS place FROM information_schema.columns c
        WHERE c.domain_name = 'sealed' AND (c.table_name = 'paper' OR NOT EXISTS (
          SELECT FROM information_schema.columns o
          WHERE o.table_name = c.table_name AND o.column_name = 'application_id'))
        ORDER BY 1
        """
      ) { try $0("place", as: String.self) }
    }
    #expect(
      others == [
        "account.password", "last_mail.envelope", "paper.location", "second_factor.secret",
        "session.enrolling", "staff.email", "staff.name", "vacancy_hold.matter",
        "vacancy_hold.reason", "vacancy_hold.released_because", "vacancy_hold.reviewed_because",
      ])
  }

  @Test func whateverNamesAnApplicationGoesWithItButItsReceiptAndItsPaper() async throws {
    let stays = try await here.asSuperuser { rows in
      try rows.all(
        """
        SELECT c.table_name::text AS name FROM information_schema.columns c
        WHERE c.table_schema = 'public' AND c.column_name = 'application_id'
          AND NOT EXISTS (SELECT FROM pg_constraint k
            WHERE k.conrelid = format('public.%I', c.table_name)::regclass AND k.contype = 'f'
              AND k.confrelid = 'application'::regclass AND k.confdeltype = 'c')
        """
      ) { try $0("name", as: String.self) }
    }
    #expect(stays.sorted() == ["erasure", "paper", "spent_link"])
  }

  @Test func nothingIsSearchedFromEndToEndWhenAnApplicationGoes() async throws {
    let slow = try await here.asSuperuser { rows in
      try rows.all(
        """
        SELECT k.conrelid::regclass || ' ' || k.conname AS line FROM pg_constraint k
        WHERE k.contype = 'f' AND k.confrelid = 'application'::regclass
          AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = k.conrelid
            AND i.indpred IS NULL AND i.indkey[0] = k.conkey[1])
        """
      ) { try $0("line", as: String.self) }
    }
    #expect(slow == [])
  }

  @Test func aRotationWalksEveryTableThatHangsOnAnEpoch() async throws {
    let tables = try await here.asSuperuser { rows in
      try rows.all(
        """
        SELECT conrelid::regclass::text AS name FROM pg_constraint
        WHERE contype = 'f' AND confrelid = 'epoch'::regclass
        """
      ) { try $0("name", as: String.self) }
    }
    // Tokens are computed anew with the key of their application.
    #expect(Set(tables) == Set(WrappedTable.allCases.map(\.rawValue) + ["search_token"]))
  }

  @Test func theListOfMigrationsIsTheFolder() throws {
    let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let names = try FileManager.default.contentsOfDirectory(
      atPath: root.appendingPathComponent("migrations").path
    ).filter { $0.hasSuffix(".sql") }.map { String($0.dropLast(4)) }.sorted()
    #expect(Migrations.all.map(\.name) == names)
  }
}
