package import Domain
package import Postgres

/// What a use case may touch while its transaction is open.
package typealias Rows = Postgres.Rows

/// The database, one small pool of connections per login.
package final class Archive: Sendable {
  private let pools: [Login: Pool]

  /// `password` answers the password of a login; `nil` where the server trusts the socket.
  package init(_ target: ConnectionTarget, password: (Login) -> String?) {
    pools = Dictionary(
      uniqueKeysWithValues: Login.allCases.map { login in
        let own = target.with(user: login.rawValue, password: password(login))
        return (login, Pool(own, limit: login.connectionLimit))
      })
  }

  /// Runs `body` to its end in one transaction of `actor`, who comes in by `login`. Row policies
  /// compare with the actor, with `today`, and for an applicant with the application.
  @discardableResult
  package func transaction<R: Sendable>(
    _ login: Login, as actor: Actor, on today: Day,
    _ body: @Sendable (borrowing Rows) throws -> R
  ) async throws -> R {
    guard let pool = pools[login] else { preconditionFailure("every login has a pool") }
    var settings = [Setting("lethe.actor", actor.id), Setting("lethe.today", today.description)]
    if case .applicant(let application) = actor {
      settings.append(Setting("lethe.application", application.text))
    }
    return try await pool.transaction(settings: settings, body)
  }

  /// Ends all connections once their work is done.
  package func close() async {
    for pool in pools.values { await pool.close() }
  }
}
