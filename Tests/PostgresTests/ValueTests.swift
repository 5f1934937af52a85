import Foundation
import Postgres
import Testing

/// Every type goes to the server and comes back unchanged.
@Suite struct ValueTests {
  private func echo<V: PostgresValue & Equatable>(_ value: V, _ connection: Connection) async throws
    -> V?
  {
    try await connection.transaction { rows in
      try rows.first("SELECT \(value) AS value") { try $0("value") }
    }
  }

  @Test func scalarsRoundTrip() async throws {
    let c = try await Connection(TestServer.database())
    for text in ["", "a", "'; DROP TABLE x; --", "Zoë 👩‍👩‍👧‍👦 🇩🇪 مرحبا", "$1 \\ \" %s", "\u{1}\n"] {
      #expect(try await echo(text, c) == text)
    }
    for number in [0, 1, -1, 255, 256, .max, .min, 1 << 40, -(1 << 40)] {
      #expect(try await echo(number, c) == number)
    }
    for bytes in [[], [0], [255, 0, 1], [UInt8](repeating: 7, count: 300_000)] as [[UInt8]] {
      #expect(try await echo(bytes, c) == bytes)
    }
    #expect(try await echo(true, c) == true)
    #expect(try await echo(false, c) == false)
    let id = UUID()
    #expect(try await echo(id, c) == id)
  }

  @Test func aUuidIsTheSameOneForTheServer() async throws {
    let c = try await Connection(TestServer.database())
    let id = UUID()
    let text = try await c.transaction { rows in
      try rows.first("SELECT \(id)::text AS value") { row -> String in try row("value") }
    }
    #expect(text == id.uuidString.lowercased())
  }

  @Test func nullsOfEveryTypeRoundTrip() async throws {
    let c = try await Connection(TestServer.database())
    func isNull<V: PostgresValue>(_ type: V.Type) async throws -> Bool {
      try await c.transaction { rows in
        let none: V? = nil
        return try rows.first("SELECT \(none) AS value") { row in
          let value: V? = try row("value")
          return value == nil
        } ?? false
      }
    }
    #expect(try await isNull(String.self))
    #expect(try await isNull(Bool.self))
    #expect(try await isNull(Int.self))
    #expect(try await isNull(UUID.self))
    #expect(try await isNull(Date.self))
    #expect(try await isNull([UInt8].self))
    #expect(try await isNull(PostgresDay.self))
    #expect(try await isNull([String].self))
    #expect(try await isNull([[UInt8]].self))
  }

  @Test func arraysRoundTrip() async throws {
    let c = try await Connection(TestServer.database())
    #expect(try await echo([] as [String], c) == [])
    #expect(
      try await echo(["", "NULL", "a,b", "{\"}", "🦊"], c) == ["", "NULL", "a,b", "{\"}", "🦊"])
    #expect(try await echo([] as [UUID], c) == [])
    let ids = [UUID(), UUID(), UUID()]
    #expect(try await echo(ids, c) == ids)
    #expect(try await echo([] as [[UInt8]], c) == [])
    #expect(try await echo([[], [0], [1, 255]] as [[UInt8]], c) == [[], [0], [1, 255]])
    #expect(try await echo([1, -1, .max], c) == [1, -1, .max])
    #expect(try await echo([true, false], c) == [true, false])
    let days = [PostgresDay(year: 2024, month: 2, day: 29)]
    #expect(try await echo(days, c) == days)
  }

  @Test func microsecondsSurvive() async throws {
    let c = try await Connection(TestServer.database())
    var dice = SystemRandomNumberGenerator()
    var moments = [0, 1, -1, 946_684_799_999_999, 4_102_444_799_999_999, -62_135_596_800_000_000]
    for _ in 0..<50 {
      moments.append(.random(in: -3_000_000_000_000_000...4_000_000_000_000_000, using: &dice))
    }
    for micros in moments {
      let date = Date(timeIntervalSince1970: Double(micros / 1_000_000))
        .addingTimeInterval(Double(micros % 1_000_000) / 1_000_000)
      let (back, server) = try #require(
        try await c.transaction { rows in
          try rows.first(
            "SELECT \(date) AS value, (extract(epoch FROM \(date)) * 1000000)::bigint AS micros"
          ) { row -> (Date, Int) in (try row("value"), try row("micros")) }
        })
      #expect(server == micros)
      #expect(abs(back.timeIntervalSince(date)) < 0.000_000_5)
    }
    let now = Date()
    let once = try #require(try await echo(now, c))
    #expect(try await echo(once, c) == once)
  }

  @Test func daysAreTheServersDays() async throws {
    let c = try await Connection(TestServer.database())
    let texts = try await c.transaction { rows in
      try rows.all(
        """
        SELECT d::date AS day, extract(year FROM d)::int AS y, extract(month FROM d)::int AS m,
          extract(day FROM d)::int AS n
        FROM generate_series('1896-02-01'::timestamp, '2105-03-02', '1 day') AS d
        """
      ) { row -> Bool in
        let day: PostgresDay = try row("day")
        return try day == PostgresDay(year: row("y"), month: row("m"), day: row("n"))
      }
    }
    #expect(texts.count > 70_000 && texts.allSatisfy { $0 })
    for day in [
      PostgresDay(year: 1, month: 1, day: 1), PostgresDay(year: 2000, month: 2, day: 29),
      PostgresDay(year: 1999, month: 12, day: 31), PostgresDay(year: 9999, month: 12, day: 31),
    ] {
      #expect(try await echo(day, c) == day)
    }
  }

  @Test func typesInferThemselvesFromTheirColumns() async throws {
    let c = try await Connection(TestServer.database())
    try await c.script(
      MigrationScript(
        contentsOfMigration: """
          CREATE EXTENSION citext;
          CREATE TYPE mood AS ENUM ('calm', 'glad');
          CREATE TABLE thing (small smallint, medium int, large bigint, mood mood, moods mood[],
            word citext, note jsonb, plain json, line varchar(20), since timestamptz, day date,
            words varchar[], numbers int[]);
          """))
    let now = Date(timeIntervalSince1970: 1_700_000_000.25)
    let day = PostgresDay(year: 2026, month: 5, day: 31)
    try await c.transaction { rows in
      let changed = try rows.run(
        """
        INSERT INTO thing VALUES (\(1), \(2), \(3), \("glad"), \(["calm", "glad"])::mood[],
          \("Word"), \("{\"a\": 1}"), \("[2]"), \("line"), \(now), \(day), \(["a"]), \([4, 5]))
        """)
      #expect(changed == 1)
      let found = try rows.all(
        """
        SELECT * FROM thing WHERE small = \(1) AND medium < \(3) AND mood = \("glad")
          AND word = \("wORD") AND since = \(now) AND day = ANY(\([day])) LIMIT \(10)
        """
      ) { row in
        #expect(try row("small", as: Int.self) == 1)
        #expect(try row("medium") + 0 == 2)
        #expect(try row("mood", as: String.self) == "glad")
        #expect(try row("moods", as: [String].self) == ["calm", "glad"])
        #expect(try row("word", as: String.self) == "Word")
        #expect(try row("note", as: String.self) == #"{"a": 1}"#)
        #expect(try row("plain", as: String.self) == "[2]")
        #expect(try row("line", as: String?.self) == "line")
        #expect(try row("since", as: Date.self) == now)
        #expect(try row("words", as: [String].self) == ["a"])
        #expect(try row("numbers", as: [Int].self) == [4, 5])
        return try row("day", as: PostgresDay.self)
      }
      #expect(found == [day])
    }
  }
}
