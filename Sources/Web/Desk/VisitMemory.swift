import Domain
import Pages

/// What the desk remembers of a visit beside its session: for which matter an application was
/// opened, what became of the files of a form, and whether single keys are off. In memory alone:
/// nothing of it is stored or in an address, and it is gone with the process.
actor VisitMemory {
  /// Whose matter it is: what was said for one application, or in one role, counts for no other.
  struct Place: Hashable, Sendable {
    let session: SessionID
    let role: Role
    /// `nil` for the list of all matters.
    let application: ApplicationID?
  }

  private static let matterLasts: Duration = .seconds(1800)
  private static let resultsLast: Duration = .seconds(600)
  private static let keysLast: Duration = .seconds(43_200)
  private let most: Int
  private let now: @Sendable () -> ContinuousClock.Instant
  private var matters: [Place: (text: Private<String>, until: ContinuousClock.Instant)] = [:]
  private var uploads: [Identifier<Upload>: Upload] = [:]
  private var keysOff: [SessionID: ContinuousClock.Instant] = [:]

  /// What became of the files of one form.
  private struct Upload {
    let session: SessionID
    let results: [UploadPage.Result]
    let until: ContinuousClock.Instant
  }

  init(
    most: Int = 10_000, now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
  ) {
    self.most = most
    self.now = now
  }

  /// Remembers for half an hour why an application is opened.
  func state(_ matter: Private<String>, at place: Place) {
    let now = now()
    if matters.count >= most {
      matters = matters.filter { $0.value.until > now }
      // Whoever is forgotten is asked again.
      if matters.count >= most, let oldest = matters.min(by: { $0.value.until < $1.value.until }) {
        matters[oldest.key] = nil
      }
    }
    matters[place] = (matter, now + Self.matterLasts)
  }

  /// Why an application is opened, if it was said lately.
  func matter(at place: Place) -> Private<String>? {
    guard let found = matters[place] else { return nil }
    guard found.until > now() else {
      matters[place] = nil
      return nil
    }
    return found.text
  }

  /// Keeps what became of the files of a form for the page that tells it, and names it by a code.
  func keep(_ results: [UploadPage.Result], of session: SessionID) -> String {
    let now = now()
    uploads = uploads.filter { $0.value.until > now }
    if uploads.count >= most, let oldest = uploads.min(by: { $0.value.until < $1.value.until }) {
      uploads[oldest.key] = nil
    }
    let id = Identifier<Upload>.random()
    uploads[id] = Upload(session: session, results: results, until: now + Self.resultsLast)
    return id.text
  }

  /// What was kept under a code for this session.
  func results(_ code: String?, of session: SessionID) -> [UploadPage.Result]? {
    guard let found = code.flatMap({ Identifier<Upload>($0) }).flatMap({ uploads[$0] }),
      found.session == session, found.until > now()
    else { return nil }
    return found.results
  }

  /// Switches single keys off or on again.
  func switchKeys(on isOn: Bool, of session: SessionID) {
    let now = now()
    if keysOff.count >= most { keysOff = keysOff.filter { $0.value > now } }
    keysOff[session] = isOn ? nil : now + Self.keysLast
  }

  /// Whether single keys work.
  func hasKeys(_ session: SessionID) -> Bool { keysOff[session].map { $0 <= now() } ?? true }
}
