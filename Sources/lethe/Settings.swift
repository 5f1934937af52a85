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
  /// The certificate chain and the key for HTTPS, PEM files; `nil` unless at least one is set.
  var tls: (certificate: String?, key: String?)? {
    let (certificate, key) = (text("lethe.tls.certificate"), text("lethe.tls.key"))
    return certificate == nil && key == nil ? nil : (certificate, key)
  }
  /// Seconds between two looks at them.
  var tlsReloadSeconds: Int { max(1, reader.int(forKey: "lethe.tls.reload.seconds") ?? 60) }
  /// A second directory for key files.
  var keysCopy: String? { text("lethe.keys.copy") }
  /// Days an epoch of the master key is the open one.
  var epochDays: Int? { reader.int(forKey: "lethe.epoch.days") }
  /// Where `deploy/backup/backup` puts its backups.
  var backupDirectory: String? { text("lethe.backup.dir") }
  /// A second directory for the journal, outside of the data directory.
  var journalCopy: String? { text("lethe.journal.copy") }
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
  /// A proxy in front tells where clients come from.
  var isBehindProxy: Bool { reader.bool(forKey: "lethe.behind.proxy") ?? false }
  /// Seconds without a request after which a session is over.
  var idleSeconds: Int? { reader.int(forKey: "lethe.session.idle.seconds") }
  /// The sender of mails.
  var mailFrom: String? { text("lethe.mail.from") }
  /// The server that takes mail: `smtp://` or `smtps://`, with user and password.
  var smtpURL: String? { text("lethe.smtp.url", isSecret: true) }
  /// A PEM file of authorities the mail server's certificate may come from.
  var smtpAuthorities: String? { text("lethe.smtp.ca") }
  /// Seconds a mail server may take for one mail.
  var smtpSeconds: Int { max(1, reader.int(forKey: "lethe.smtp.seconds") ?? 300) }
  /// Seconds between attempts at one mail; none for the standard ones.
  var mailRetrySeconds: [TimeInterval] {
    (text("lethe.mail.retry.seconds") ?? "").split(separator: ",")
      .compactMap { TimeInterval($0.trimmingCharacters(in: .whitespaces)) }
  }
  /// The hour of working days from which reviewers are told by mail what waits.
  var digestHour: Int { min(23, max(0, reader.int(forKey: "lethe.digest.hour") ?? 7)) }
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

  private func text(_ key: ConfigKey, isSecret: Bool = false) -> String? {
    guard let found = reader.string(forKey: key, isSecret: isSecret),
      !found.allSatisfy(\.isWhitespace)
    else {
      return nil
    }
    return found
  }
}
