import Casework
import Domain
import Hummingbird
import Pages

extension DeskRoute {
  /// What applicants say about consent otherwise than through their link, and asking them whether
  /// an application may be kept longer.
  static let consents: [DeskRoute] = [
    DeskRoute(.get, "/applications/{id}/consent", RecordConsent.roles) { desk, visit in
      try desk.consentForm(for: visit)
    },
    DeskRoute(.post, "/applications/{id}/consent", RecordConsent.roles) { desk, visit in
      try await desk.recordConsent(for: visit)
    },
    DeskRoute(.get, "/applications/{id}/withdrawal", RecordWithdrawal.roles) { desk, visit in
      try desk.withdrawalForm(for: visit)
    },
    DeskRoute(.post, "/applications/{id}/withdrawal", RecordWithdrawal.roles) { desk, visit in
      try await desk.recordWithdrawal(for: visit)
    },
    DeskRoute(.get, "/applications/{id}/longer-storage", InviteToLongerStorage.roles) {
      desk, visit in
      try desk.longerStorageForm(for: visit)
    },
    DeskRoute(.post, "/applications/{id}/longer-storage", InviteToLongerStorage.roles) {
      desk, visit in
      let application = try visit.application
      var reading = FormReading(try await visit.form(), visit.phrases)
      let until = reading.day("until")
      let language = reading.choice("language", Language.self)
      if let until, let language {
        do {
          _ = try await InviteToLongerStorage(desk.office)(
            application, until: until, language: language, by: visit.caller)
          return Desk.see(try visit.back, said: "storageAsked")
        } catch let refusal as Refusal where refusal != .unknown {
          reading.refuse(refusal, otherwise: "until")
        }
      }
      return try desk.longerStorageForm(for: visit, typed: reading)
    },
  ]
}

extension Visit {
  /// Where the way back leads: what is locked is only among the endings.
  fileprivate var back: String {
    get throws(Refusal) { isFromEndings ? "/endings" : "/applications/\(try application)" }
  }

  private var isFromEndings: Bool { parameter("from") == "endings" }

  /// Where a form is sent, with the way back.
  fileprivate func action(_ name: String) throws(Refusal) -> String {
    "/applications/\(try application)/\(name)\(isFromEndings ? "?from=endings" : "")"
  }
}

extension Desk {
  fileprivate func consentForm(for visit: Visit, typed: FormReading? = nil) throws -> Response {
    form(
      FormPage.consent(
        try visit.action("consent"), back: try visit.back, typed: typed?.typed ?? [:],
        typed?.problems ?? [], visit.phrases), visit.phrases("Record a consent"), typed, visit)
  }

  fileprivate func recordConsent(for visit: Visit) async throws -> Response {
    let application = try visit.application
    var reading = FormReading(try await visit.form(), visit.phrases)
    let purpose = reading.choice("purpose", ConsentPurpose.self)
    let until = purpose == .longerStorage ? reading.day("until") : nil
    let channel = reading.choice("channel", ConsentChannel.self)
    let givenOn = reading.day("givenOn")
    let version = reading.text("textVersion", atMost: InputText.reference)
    if let channel, let givenOn, let version, reading.problems.isEmpty {
      let paper = PaperConsent(channel: channel, givenOn: givenOn, textVersion: version)
      do {
        if let until {
          try await RecordLongerStorage(office)(
            application, paper, until: until, by: visit.caller)
        } else {
          try await RecordConsent(office)(application, paper, by: visit.caller)
        }
        return Self.see("/applications/\(application)", said: "consentRecorded")
      } catch let refusal as Refusal where refusal != .unknown {
        reading.refuse(refusal, otherwise: "purpose")
      }
    }
    return try consentForm(for: visit, typed: reading)
  }

  fileprivate func withdrawalForm(
    for visit: Visit, typed: FormReading? = nil
  ) throws -> Response {
    form(
      FormPage.withdrawal(
        try visit.action("withdrawal"), back: try visit.back, typed: typed?.typed ?? [:],
        typed?.problems ?? [], visit.phrases), visit.phrases("Record a withdrawal"), typed, visit)
  }

  fileprivate func recordWithdrawal(for visit: Visit) async throws -> Response {
    let application = try visit.application
    var reading = FormReading(try await visit.form(), visit.phrases)
    let purpose = reading.choice("purpose", ConsentPurpose.self)
    let channel = reading.choice("channel", ConsentChannel.self)
    let day = reading.day("receivedOn")
    if let purpose, let channel, let day {
      // Of today it came at the latest now; of another day nobody has written down when.
      let today = try office.today()
      let receivedAt = day == today ? try office.now() : office.time.start(of: day)
      do {
        try await RecordWithdrawal(office)(
          application, for: purpose, channel: channel, receivedAt: receivedAt, by: visit.caller)
        return Self.see(
          visit.session.role == .privacyOfficer ? "/requests" : "/pool", said: "takenBack")
      } catch Refusal.invalid(field: "receivedAt", let problem) {
        reading.refuse("receivedOn", problem)
      } catch let refusal as Refusal where refusal != .unknown {
        reading.refuse(refusal, otherwise: "purpose")
      }
    }
    return try withdrawalForm(for: visit, typed: reading)
  }

  fileprivate func longerStorageForm(
    for visit: Visit, typed: FormReading? = nil
  ) throws -> Response {
    form(
      FormPage.longerStorage(
        try visit.action("longer-storage"), back: try visit.back, typed: typed?.typed ?? [:],
        typed?.problems ?? [], visit.phrases), visit.phrases("Ask to keep it longer"), typed,
      visit)
  }
}
