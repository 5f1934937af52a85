import Configuration
import Domain
import Foundation
import SystemPackage

/// How an installation is set up: by flags, by `LETHE_*` variables, or by lines of the same names
/// in `lethe.env` in the data directory, in that order.
struct Settings: Sendable {
  private let reader: ConfigReader

  /// Reads the environment and the file, if there is one.
  init(directory: DataDirectory) async throws {
    let file = try await EnvironmentVariablesProvider(
      environmentFilePath: FilePath(directory.settings), allowMissing: true)
    reader = ConfigReader(providers: [EnvironmentVariablesProvider(), file])
  }

  /// An external server: a `postgres://` URL or a conninfo string.
  var databaseURL: String? { text("lethe.database.url") }
  /// How the installation is reached from outside.
  var publicURL: String? { text("lethe.public.url") }
  /// `HOST:PORT` to listen on.
  var listen: String? { text("lethe.listen") }
  /// A second directory for key files.
  var keysCopy: String? { text("lethe.keys.copy") }
  var company: String? { text("lethe.company") }
  var contact: String? { text("lethe.contact") }
  var controller: String? { text("lethe.controller") }
  var privacyOfficer: String? { text("lethe.privacy.officer") }
  var authority: String? { text("lethe.authority") }
  var privacyNoticeURL: String? { text("lethe.privacy.notice.url") }
  /// Who receives data outside the company, in a sentence.
  var recipients: String? { text("lethe.recipients") }
  /// How many days before their time in the pool ends people are asked, such as `60,30,7`.
  var renewalDays: String? { text("lethe.renewal.days") }
  /// The sender of mails.
  var mailFrom: String? { text("lethe.mail.from") }
  /// The zone in which deadlines are days.
  var timeZone: String { text("lethe.time.zone") ?? OfficeTime.defaultZoneName }
  /// Bytes of one document at most.
  var documentBytes: Int? { reader.int(forKey: "lethe.document.bytes") }
  /// Seconds between two scheduled purges.
  var purgeSeconds: Int { max(1, reader.int(forKey: "lethe.purge.seconds") ?? 15 * 60) }
  /// For tests: the private server never waits for the disk.
  var quickStart: Bool { reader.bool(forKey: "lethe.quick.start") ?? false }
  /// For tests: as root, run the private server as the system user `postgres`.
  var systemUser: Bool { reader.bool(forKey: "lethe.system.user") ?? false }

  private func text(_ key: ConfigKey) -> String? {
    guard let found = reader.string(forKey: key), !found.allSatisfy(\.isWhitespace) else {
      return nil
    }
    return found
  }
}
