import Casework
import Domain
import HTTPTypes
import Hummingbird
import Pages
import Synchronization

/// A form after it was read: it comes off the wire once.
private final class SentForm: Sendable {
  private let read = Mutex<DeskForm?>(nil)

  var form: DeskForm? {
    get { read.withLock(\.self) }
    set { read.withLock { $0 = newValue } }
  }
}

/// One request to the desk by somebody signed in, in the role they chose.
struct Visit: Sendable {
  let request: Request
  let scope: RequestScope
  let session: Session
  /// For which matter the application in the path was opened, where the role needs one.
  var reason: Private<String>?
  private let sent = SentForm()

  private static let formBytes = 262_144

  var language: Language { session.language }
  var phrases: Phrases { .of(session.language) }
  var caller: Caller { session.caller(reason: reason) }

  /// The same person opening something for a matter or reason.
  func caller(because reason: Private<String>?) -> Caller { session.caller(reason: reason) }

  /// The same person, for whom a form that is sent twice acts once.
  func callerOnce(_ form: DeskForm) -> Caller {
    session.caller(reason: reason, idempotencyKey: Once.key(in: form))
  }

  /// An id from the path. What isn't an id can't be there.
  func id<Subject>(_ name: String, of: Subject.Type) throws(Refusal) -> Identifier<Subject> {
    guard let text = scope.parameters.get(name), let id = Identifier<Subject>(text) else {
      throw .unknown
    }
    return id
  }

  /// The application the path names.
  var application: ApplicationID {
    get throws(Refusal) { try id("id", of: Subject.Application.self) }
  }

  /// The form that was sent; without files.
  func form() async throws -> DeskForm {
    if let form = sent.form { return form }
    let bytes = try await IncomingBody(request, scope).collect(atMost: Self.formBytes)
    guard let body = FormBody(bytes, contentType: request.headers[.contentType]) else {
      throw Refusal.incomplete
    }
    let form = DeskForm(body)
    sent.form = form
    return form
  }

  /// A parameter after `?`; anything odd counts as absent, since links are followed by hand.
  func parameter(_ name: String) -> String? { parameters(name).first }

  /// All of that name, such as rows that were ticked.
  func parameters(_ name: String) -> [String] {
    (request.uri.query ?? "").split(separator: "&").filter { $0.hasPrefix("\(name)=") }
      .compactMap { PercentText.decoded($0.dropFirst(name.count + 1), plusIsSpace: true) }
  }

  /// The code of what was done last.
  var said: String? { parameter("said") }

  /// What is around a page for this person.
  func frame(
    _ title: String, message: String? = nil, problems: [FieldProblem] = []
  ) -> DeskFrame {
    DeskFrame(
      language: language, title: title,
      person: DeskFrame.Person(
        name: session.name.reveal(), role: session.role,
        otherRoles: session.roles.subtracting([session.role]).sorted {
          $0.rawValue < $1.rawValue
        }, secondsLeft: session.secondsLeft),
      message: message, problems: problems, path: request.uri.path)
  }
}
