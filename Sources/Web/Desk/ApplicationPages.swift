import Casework
import Domain
import Hummingbird
import HummingbirdCore
import Pages

extension DeskRoute {
  /// One application on one screen.
  static let application: [DeskRoute] = [
    DeskRoute(.get, "/applications/{id}", OpenApplication.roles) { desk, visit in
      try await desk.application(visit, message: visit.phrases.saidOfApplication(visit.said))
    },
    DeskRoute(.post, "/applications/{id}/keys", OpenApplication.roles) { desk, visit in
      let isOn = try await visit.form()["keys"] == "on"
      await desk.memory.switchKeys(on: isOn, of: visit.session.id)
      return Desk.see("/applications/\(try visit.application)")
    },
    DeskRoute(
      .get, "/applications/{id}/documents/{documentId}/delete", DeleteDocument.roles
    ) { desk, visit in
      let view = try await OpenApplication(desk.office)(visit.application, by: visit.caller)
      let facts = ApplicationFacts(view, in: desk.office.time)
      let id = try visit.id("documentId", of: Subject.Document.self)
      guard let document = facts.documents.first(where: { $0.id == id }) else {
        throw Refusal.unknown
      }
      return desk.page(
        visit.frame(visit.phrases("Delete a document")),
        DeleteDocumentPage(document, of: facts, visit.phrases))
    },
    DeskRoute(
      .post, "/applications/{id}/documents/{documentId}/delete", DeleteDocument.roles
    ) { desk, visit in
      let application = try visit.application
      try await DeleteDocument(desk.office)(
        visit.id("documentId", of: Subject.Document.self), of: application, by: visit.caller)
      return Desk.see("/applications/\(application)", said: "documentDeleted")
    },
  ]
}

extension Desk {
  /// The application's screen. It leaves in pieces: what is known at once doesn't wait for the
  /// page images.
  func application(
    _ visit: Visit, message: String? = nil, draft: NoteDraft? = nil
  ) async throws -> Response {
    let view = try await OpenApplication(office)(visit.application, by: visit.caller)
    let around =
      FindNeighbours.roles.contains(visit.session.role)
      ? try await FindNeighbours(office)(of: view.id, by: visit.caller) : (nil, nil)
    let facts = ApplicationFacts(view, in: office.time, previous: around.0, next: around.1)
    let tasks = visit.tasks(for: view)
    let phrases = visit.phrases
    let title = [facts.name, facts.vacancyTitle].compactMap(\.self).joined(separator: ", ")
    let frame = visit.frame(title, message: message, problems: draft?.problems ?? [])
    let paper =
      ListPaper.rolesOfApplication.contains(visit.session.role)
      ? try await ListPaper(office).of(view.id, by: visit.caller) : nil
    let restriction =
      view.restricted && ListRestrictions.roles.contains(visit.session.role)
      ? try await ListRestrictions(office).of(view.id, by: visit.caller) : nil
    let page = ApplicationPage(
      facts, may: tasks, draft: draft ?? NoteDraft(once: Once.key()),
      hasKeys: await memory.hasKeys(visit.session.id),
      originals: paper.map { OriginalsFacts($0, in: office.time) }, restriction: restriction,
      phrases)
    var response = streamed(frame) { outlet in
      try await outlet.write(piece(page, visit))
      for document in facts.documents {
        let block = DocumentBlock(
          document, of: facts.id, mayDelete: tasks.contains(.deleteDocuments), phrases)
        try await outlet.write(piece(block, visit))
        let sheets = DocumentSheets(document.id, of: facts.id, by: visit.caller, self, visit)
        try await outlet.write(try await sheets.markup())
      }
      try await outlet.write(piece(ApplicationEnd(), visit))
    }
    if draft?.problems.isEmpty == false { response.status = .unprocessableContent }
    return response
  }
}

extension Visit {
  /// The privacy officer erases at a request; a recruiter what came today or yesterday, by error.
  private func mayBeCreatedInError(_ view: ApplicationView) -> Bool {
    session.role == .privacyOfficer
      || view.outcome == nil && view.retention.procedure.receivedOn >= view.today.adding(days: -1)
  }

  /// What this person may do with an application, as far as role and outcome tell. The use cases
  /// decide again.
  func tasks(for view: ApplicationView) -> Set<ApplicationTask> {
    let isRunning = view.outcome == nil
    // Consent is asked after the procedure, or at any time where nobody advertised a vacancy.
    let mayBeAsked = !view.restricted && (!isRunning || view.vacancy == nil)
    let allowed: [(ApplicationTask, Set<Role>, Bool)] = [
      (.correct, CorrectApplicant.roles, true),
      (.changeStage, ChangeStage.roles, isRunning),
      (.note, WriteNote.roles, true),
      (.recordOutcome, RecordOutcome.roles, isRunning),
      (.move, MoveApplication.roles, isRunning),
      (.addDocuments, StoreDocument.roles, true),
      (.deleteDocuments, DeleteDocument.roles, true),
      (.recordPaper, RecordPaper.roles, true),
      (.holdForAWeek, PlaceHold.roles.subtracting(ReleaseHold.roles), true),
      (.seeHolds, ListHolds.roles, true),
      (.handOver, HandOver.roles, view.grounds.contains { $0.kind == .employment }),
      (.restrict, PlaceRestriction.roles, !view.restricted),
      (.liftRestriction, LiftRestriction.roles, view.restricted),
      (.object, ReceiveObjection.roles, true),
      (
        .tell, RecordNotice.roles,
        !view.restricted && view.retention.alarms(on: view.today).contains(.noticeMissing)
      ),
      (.recordConsent, RecordConsent.roles, mayBeAsked),
      (
        .recordWithdrawal, RecordWithdrawal.roles,
        view.grounds.contains { [.pool, .longerStorage].contains($0.kind) }
      ),
      (.askLonger, InviteToLongerStorage.roles, mayBeAsked && view.mayBeContacted),
      (.erase, EraseOnRequest.roles, mayBeCreatedInError(view)),
      (.export, ExportMatter.roles, true),
      (.openVacancy, ListApplications.roles.intersection(ListVacancies.roles), true),
    ]
    return Set(allowed.filter { $0.2 && $0.1.contains(session.role) }.map(\.0))
  }
}

extension ApplicationFacts {
  /// An opened application with days instead of instants.
  init(
    _ view: ApplicationView, in time: OfficeTime, previous: ApplicationID? = nil,
    next: ApplicationID? = nil
  ) {
    self.init(
      id: view.id, vacancy: view.vacancy, applicant: view.applicant,
      receivedOn: time.day(of: view.receivedAt), channel: view.channel, source: view.source,
      stage: view.stage, outcome: view.outcome?.kind, endedOn: view.outcome?.endedOn,
      retention: view.retention, today: view.today,
      notes: view.notes.map {
        NoteFacts(
          kind: $0.kind, author: $0.author, writtenOn: time.day(of: $0.writtenAt),
          text: $0.text, verdict: $0.verdict, isOwn: $0.isOwn)
      }, notesWait: view.notesWait,
      documents: view.documents.map { DocumentFacts($0, in: time) },
      informed: view.informed.map {
        InformedFacts(version: $0.version, channel: $0.channel, on: time.day(of: $0.at))
      }, mayBeContacted: view.mayBeContacted, previous: previous, next: next)
  }
}

extension DocumentFacts {
  /// A document with the day on which it came.
  init(_ view: DocumentView, in time: OfficeTime) {
    self.init(
      id: view.id, kind: view.kind, name: view.name, mediaType: view.mediaType,
      bytes: view.bytes, receivedOn: time.day(of: view.receivedAt))
  }
}

/// What makes a form that is sent twice act once.
enum Once {
  static func key() -> String { Identifier<Self>.random().text }

  /// The key a form brought back, for exactly these values: whoever goes back and sends the form
  /// with others means something else. The hash has a secret of this process, so it tells nothing.
  static func key(in form: DeskForm) -> String? {
    Identifier<Self>(form["once"]).map { id in
      var hasher = Hasher()
      for field in form.fields {
        hasher.combine(field.name)
        hasher.combine(field.value)
      }
      return "\(id).\(UInt(bitPattern: hasher.finalize()))"
    }
  }
}
