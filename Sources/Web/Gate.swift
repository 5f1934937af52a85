import Casework
import Domain
import HTTPTypes
import Hummingbird

/// Decides who asks and in which role, before anything of the body is read.
struct Gate: Sendable {
  /// Who holds a token; `nil` when nobody does.
  let authenticate: @Sendable (_ token: String) async throws -> Person?
  /// Whose session the token of a cookie names; asked when there is no other token.
  var resume: @Sendable (_ token: String) async throws -> Session? = { _ in nil }
  var sameOrigin = SameOrigin(publicURL: nil)

  struct Person: Sendable {
    let id: StaffID
    let roles: Set<Role>
  }

  private static let longestToken = 512
  private static let longestReason = 500
  private static let longestKey = 255

  /// The caller, if one of `roles` is theirs to act in here.
  func admit(_ request: Request, roles: Set<Role>) async throws -> Caller {
    if request.headers[.authorization] == nil,
      let cookie = SessionCookie.token(in: request.headers)
    {
      return try await admit(request, cookie: cookie, roles: roles)
    }
    guard let token = Self.token(in: request.headers),
      let person = try await authenticate(token)
    else { throw Rejection.unauthenticated }
    let role = try Self.role(of: person, in: request.headers)
    guard roles.contains(role) else { throw Refusal.roleNeverMay }
    return Caller(
      member: StaffMember(id: person.id, role: role),
      reason: try Self.reason(in: request.headers),
      idempotencyKey: try Self.key(in: request.headers))
  }

  /// Somebody signed in, in the role they chose there unless they name another of theirs. A
  /// browser sends the cookie whoever asks: only a page of ours may.
  private func admit(
    _ request: Request, cookie: String, roles: Set<Role>
  ) async throws -> Caller {
    let isReading = request.method == .get || request.method == .head
    guard isReading ? sameOrigin.isNotElsewhere(request) : sameOrigin.isCertain(request) else {
      throw Rejection.crossSite
    }
    guard let session = try await resume(cookie) else { throw Rejection.unauthenticated }
    let person = Person(id: session.staff, roles: session.roles)
    let isNamed = !request.headers[values: .letheRole].isEmpty
    let role = isNamed ? try Self.role(of: person, in: request.headers) : session.role
    guard roles.contains(role) else { throw Refusal.roleNeverMay }
    return session.caller(
      in: role, reason: try Self.reason(in: request.headers),
      idempotencyKey: try Self.key(in: request.headers))
  }

  private static func token(in headers: HTTPFields) -> String? {
    guard let line = headers[.authorization] else { return nil }
    let parts = line.split(separator: " ")
    guard parts.count == 2, parts[0].lowercased() == "bearer", parts[1].utf8.count <= longestToken
    else { return nil }
    return String(parts[1])
  }

  /// The role named, or the only one held.
  private static func role(of person: Person, in headers: HTTPFields) throws(Refusal) -> Role {
    let named = headers[values: .letheRole]
    if named.isEmpty {
      if person.roles.isEmpty { throw .roleNeverMay }
      guard person.roles.count == 1, let only = person.roles.first else { throw .roleUnclear }
      return only
    }
    guard named.count == 1, let role = Role(rawValue: named[0]), person.roles.contains(role)
    else { throw .roleUnclear }
    return role
  }

  /// What is blank is no reason; the use case says whether one is needed.
  private static func reason(in headers: HTTPFields) throws(Refusal) -> Private<String>? {
    guard let raw = headers[.letheReason] else { return nil }
    let text = PercentText.decoded(raw, plusIsSpace: false) ?? raw
    switch InputText.problem(of: text, atMost: longestReason, lines: .one) {
    case nil: return Private(text)
    case .empty: return nil
    case .some(let problem): throw .invalid(field: "Lethe-Reason", problem)
    }
  }

  private static func key(in headers: HTTPFields) throws(Refusal) -> String? {
    guard let key = headers[.idempotencyKey] else { return nil }
    guard (1...longestKey).contains(key.utf8.count),
      key.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    else { throw .invalid(field: "Idempotency-Key", key.isEmpty ? .empty : .notAllowed) }
    return key
  }
}
