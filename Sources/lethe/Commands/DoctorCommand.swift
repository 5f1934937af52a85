import ArgumentParser
import Casework
import Foundation
import Records
import Vault

/// `lethe doctor`
struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Tells what is installed, reachable, readable and overdue.")

  @OptionGroup var common: CommonOptions
  @Option(name: .customLong("mail-to"), help: "Also send a mail to this address, to try it out.")
  var mailTo: String?

  private struct Answer: Encodable {
    let ok: Bool
    let checks: [Check]

    struct Check: Encodable {
      let name: String
      let ok: Bool
      let detail: String
    }
  }

  func run() async throws {
    let findings = try await Workplace.use(common.directory, tolerating: .anything) { workplace in
      try await around(workplace)
        + [ViewingCheck.finding(isSandbox: workplace.installation.isSandbox)]
        + Checkup(workplace.office)(isPrivate: workplace.settings.databaseURL == nil)
    }
    let isFine = findings.allSatisfy(\.isFine)
    if common.json {
      try Console.print(
        json: Answer(
          ok: isFine,
          checks: findings.map { .init(name: $0.name, ok: $0.isFine, detail: $0.detail) }))
    } else {
      for finding in findings {
        Console.print(
          "\(finding.isFine ? "fine  " : "LOOK  ")\(finding.name): \(finding.detail)")
      }
      Console.print(isFine ? "Nothing needs a person." : "What is marked LOOK needs a person.")
    }
    if !isFine { throw ExitCode(1) }
  }

  /// What lies around the database: keys and their copy, mail, who may read, space.
  private func around(_ workplace: Workplace) async throws -> [Checkup.Finding] {
    let settings = workplace.settings
    let isSandbox = workplace.installation.isSandbox
    var findings: [Checkup.Finding] = [
      .init(
        "installation", true,
        "\(isSandbox ? "a sandbox" : "for real people"), days of"
          + " \(workplace.installation.timeZone)"),
      Self.addresses(settings, isSandbox: isSandbox),
    ]
    findings += try await KeysCheck.findings(workplace)
    findings += await JournalCheck.findings(workplace)
    findings += BackupCheck.findings(settings, at: Date())
    findings.append(SignInCheck.finding(settings))
    findings += settings.certificateFindings(at: Date())
    findings += await MailCheck(workplace)(trialTo: mailTo)
    findings += try Self.rights(workplace.directory)
    findings.append(try Self.space(workplace.directory))
    return findings
  }

  private static func addresses(_ settings: Settings, isSandbox: Bool) -> Checkup.Finding {
    if settings.company != nil && settings.contact != nil {
      return .init("addresses", true, "company and contact are set")
    }
    if isSandbox { return .init("addresses", true, "a sandbox has invented ones") }
    return .init(
      "addresses", false,
      "set LETHE_COMPANY and LETHE_CONTACT: they stand on every page and letter")
  }

  private static func rights(_ directory: DataDirectory) throws -> [Checkup.Finding] {
    let open = try [directory.keys, directory.documents, directory.journal].filter {
      let found = try FileManager.default.attributesOfItem(atPath: $0)[.posixPermissions]
      return ((found as? Int) ?? 0o777) & 0o077 != 0
    }
    return [
      .init(
        "rights", open.isEmpty,
        open.isEmpty
          ? "what is stored is its owner's alone"
          : "others may read \(open.joined(separator: ", ")); close it with chmod 700")
    ]
  }

  private static func space(_ directory: DataDirectory) throws -> Checkup.Finding {
    let found = try FileManager.default.attributesOfFileSystem(forPath: directory.path)
    let free = (found[.systemFreeSize] as? NSNumber)?.intValue ?? 0
    return .init("space", free > 1 << 30, "\(free >> 20) MiB free")
  }
}
