import Domain
import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore

/// What a refused or failed request is answered with (RFC 9457). `code` is stable and in
/// kebab case; nothing in it is about a person.
struct Problem: Sendable, Equatable {
  var status: HTTPResponse.Status
  var code: String
  var title: String
  var detail: String?
  /// The field of the input it is about, and what is wrong with it.
  var field: String?
  var wrong: String?
  /// The day that has to be confirmed.
  var eraseOn: Day?
  /// The ground that forbids it.
  var ground: GroundKind?
  var limitBytes: Int?
  /// How many applications would be due.
  var due: Int?
  /// Under which number a fault is in the log.
  var incident: String?
  var headers: HTTPFields = [:]

  init(_ status: HTTPResponse.Status, _ code: String, _ title: String, detail: String? = nil) {
    self.status = status
    self.code = code
    self.title = title
    self.detail = detail
  }

  /// `application/problem+json`, with the status repeated inside.
  var response: Response {
    let body = JSONText.object { json in
      json.field("type", "urn:lethe:refusal:\(code)")
      json.field("title", title)
      json.field("status", status.code)
      json.field("code", code)
      if let detail { json.field("detail", detail) }
      if let field { json.field("field", field) }
      if let wrong { json.field("problem", wrong) }
      if let eraseOn { json.field("eraseOn", eraseOn) }
      if let ground { json.field("ground", ground.rawValue) }
      if let due { json.field("due", due) }
      if let limitBytes { json.field("limitBytes", limitBytes) }
      if let incident { json.field("incident", incident) }
    }
    var fields = headers
    fields[.contentType] = "application/problem+json"
    return Response(
      status: status, headers: fields, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
  }

  /// `dueSoon` as `due-soon`, `notADay` as `not-a-day`, `notAnID` as `not-an-id`.
  static func kebab(_ camel: String) -> String {
    let letters = Array(camel)
    return letters.indices.reduce(into: "") { text, place in
      let beginsWord =
        place > 0 && letters[place].isUppercase
        && (letters[place - 1].isLowercase
          || letters.dropFirst(place + 1).first?.isLowercase == true)
      text += (beginsWord ? "-" : "") + letters[place].lowercased()
    }
  }
}

extension Problem {
  /// What is answered to a "no" about the request itself.
  init(_ rejection: Rejection) {
    switch rejection {
    case .unauthenticated:
      self.init(
        .unauthorized, "unauthenticated", "A valid token is needed",
        detail: "Send it as Authorization: Bearer TOKEN.")
      headers[.wwwAuthenticate] = #"Bearer realm="lethe""#
    case .crossSite:
      self.init(
        .forbidden, "cross-site", "This wasn't sent from here",
        detail: "With a session's cookie, Sec-Fetch-Site or Origin must name this service.")
    case .unknownRoute:
      self.init(.notFound, "unknown", "There is nothing here")
    case .methodNotAllowed(let methods):
      self.init(.methodNotAllowed, "method-not-allowed", "This can't be done here")
      headers[.allow] = methods.map(\.rawValue).joined(separator: ", ")
    case .malformed:
      self.init(.badRequest, "malformed", "The body isn't JSON that can be read")
    case .rangeNotSatisfiable(let length):
      self.init(.rangeNotSatisfiable, "range-not-satisfiable", "The document has no such bytes")
      headers[.contentRange] = "bytes */\(length)"
    }
  }

  /// The store can't be reached just now; nothing was done, and asking again may help.
  static func outage(incident: String) -> Problem {
    var problem = Problem(.serviceUnavailable, "unavailable", "Not available at the moment")
    problem.incident = incident
    problem.headers[.retryAfter] = "5"
    return problem
  }

  /// Something that must not happen.
  static func fault(incident: String) -> Problem {
    var problem = Problem(.internalServerError, "fault", "Something went wrong on our side")
    problem.incident = incident
    return problem
  }
}
