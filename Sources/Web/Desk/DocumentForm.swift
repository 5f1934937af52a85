import Casework
import Domain
import Pages

/// A form with files, read as it comes: each file is sealed while it streams in, and what can't
/// be taken of one doesn't hinder the others.
struct DocumentForm {
  /// Files in one form.
  private static let mostFiles = 20
  private static let otherBytes = 65_536
  let office: Office
  let application: ApplicationID
  let caller: Caller
  let phrases: Phrases

  /// What became of each file that was chosen.
  func read(_ body: IncomingBody, boundary: String) async throws -> [UploadPage.Result] {
    var reader = MultipartReader(
      boundary: boundary, limits: .init(parts: Self.mostFiles + 4, fieldBytes: 200))
    var intake = Intake(form: self)
    let limit = office.limits.documentBytes * Self.mostFiles + Self.otherBytes
    do {
      try await body.read(atMost: limit) { bytes in
        for event in try reader.push(bytes) { try await intake.take(event) }
      }
      try reader.finish()
    } catch {
      await intake.abandon()
      // Files that were whole are stored; a form that broke off says so about the others.
      guard !intake.results.isEmpty, let refusal = Self.refusal(for: error) else {
        throw error is MalformedForm ? Refusal.incomplete : error
      }
      return intake.results
        + [.init(name: phrases("The rest"), refusal: phrases.words(for: refusal).text)]
    }
    return intake.results
  }

  private static func refusal(for error: any Error) -> Refusal? {
    error is MalformedForm ? .incomplete : error as? Refusal
  }

  /// Begins to store a file, if it can be taken.
  fileprivate func begin(_ head: PartHead, kind: DocumentKind?) async throws -> Upload {
    let name = head.fileName ?? ""
    guard let kind else { throw Refusal.invalid(field: "kind", .missing) }
    if let problem = FileName.problem(of: name) { throw Refusal.invalid(field: "name", problem) }
    guard let type = Self.type(of: head) else { throw Refusal.typeNotAllowed }
    return try await StoreDocument(office).begin(
      application: application, kind: kind, name: Private(name), type: type,
      declaredBytes: nil, by: caller)
  }

  /// What the browser says, or the name's ending where it doesn't know. The bytes are compared.
  static func type(of head: PartHead) -> MediaType? {
    if let type = head.contentType.flatMap({ MediaType(contentType: $0) }) { return type }
    let ending = (head.fileName ?? "").split(separator: ".").last?.lowercased()
    return MediaType.allCases.first { $0.fileExtension == (ending == "jpeg" ? "jpg" : ending) }
  }
}

/// The parts of such a form, one after another.
private struct Intake {
  let form: DocumentForm
  private(set) var results: [UploadPage.Result] = []
  private var fields: [String: [UInt8]] = [:]
  private var part: PartHead?
  private var upload: Upload?
  private var refusal: Refusal?
  private var isEmpty = true

  init(form: DocumentForm) { self.form = form }

  mutating func take(_ event: MultipartReader.Event) async throws {
    switch event {
    case .part(let head):
      (part, upload, refusal, isEmpty) = (head, nil, nil, true)
      guard let name = head.fileName, !name.isEmpty else { return }
      do { upload = try await form.begin(head, kind: kind) } catch let no as Refusal
        where no != .unknown
      { refusal = no }
    case .bytes(let bytes):
      isEmpty = false
      if let part, part.fileName == nil { fields[part.name, default: []] += bytes }
      if let upload, refusal == nil { try await attempt { try await upload.write(bytes) } }
    case .end: try await end()
    }
  }

  mutating func abandon() async {
    await upload?.abandon()
    upload = nil
  }

  private mutating func end() async throws {
    defer { (part, upload) = (nil, nil) }
    // A file field in which nothing was chosen.
    guard let name = part?.fileName, !(name.isEmpty && isEmpty) else { return }
    if let upload, refusal == nil { try await attempt { _ = try await upload.finish() } }
    results.append(
      UploadPage.Result(
        name: name, refusal: refusal.map { form.phrases.words(for: $0).text }))
  }

  /// A "no" is about this file; a fault is about all.
  private mutating func attempt(_ act: () async throws -> Void) async throws {
    do { try await act() } catch let no as Refusal where no != .unknown {
      refusal = no
      await upload?.abandon()
    }
  }

  /// The choice stands before the files, and so it comes first.
  private var kind: DocumentKind? {
    fields["kind"].flatMap { String(validating: $0, as: UTF8.self) }
      .flatMap(DocumentKind.init)
  }
}
