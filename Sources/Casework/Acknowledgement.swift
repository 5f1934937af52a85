import Domain
import Records

/// Telling applicants about their data: with the acknowledgement, on paper, or on their page.
extension Office {
  /// No notice is in force yet; letters that carry it wait.
  struct NoNotice: Error {}

  /// The acknowledgement of an application that the writer of letters may see.
  func acknowledgement(
    of id: ApplicationID, in language: Language, _ rows: borrowing Rows
  ) throws -> Letter.Message? {
    guard let application = try Applications.find(id, in: rows) else { return nil }
    guard let notice = try PrivacyNotices.find(nil, in: rows)?.edition(in: language) else {
      throw NoNotice()
    }
    return .acknowledgement(
      receivedOn: time.day(of: application.receivedAt), source: application.source,
      notice: notice)
  }

  /// Records what a letter told, once it has left.
  func noteInformed(
    by letter: Letter, of id: ApplicationID, at act: Act, in rows: borrowing Rows
  ) throws {
    guard case .acknowledgement(_, let source, let notice) = letter.message else { return }
    try Informed.record(
      Information(
        version: notice.version, article: Information.Article(source: source),
        language: notice.language, channel: .email, at: act.now), of: id, in: rows)
  }

  /// Records that the version in force was shown, unless it was shown before.
  func noteInformed(
    of id: ApplicationID, _ channel: Information.Channel, in language: Language, at act: Act,
    _ rows: borrowing Rows
  ) throws {
    guard let application = try Applications.find(id, in: rows),
      let edition = try PrivacyNotices.find(nil, in: rows)?.edition(in: language),
      try !Informed.all(of: id, in: rows).contains(where: { $0.version == edition.version })
    else { return }
    try Informed.record(
      Information(
        version: edition.version, article: Information.Article(source: application.source),
        language: edition.language, channel: channel, at: act.now), of: id, in: rows)
    try act.note(.applicantInformed, of: id, detail: edition.version, in: rows)
  }
}
