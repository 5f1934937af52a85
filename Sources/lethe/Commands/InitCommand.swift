import ArgumentParser
import Domain
import Foundation
import Records
import Vault

/// `lethe init`
struct InitCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Makes an installation; may be repeated.")

  @OptionGroup var common: CommonOptions
  @Flag(help: "A sandbox may set its clock, and writes mail to files. For life or never.")
  var sandbox = false
  @Option(name: .customLong("public-url"), help: "How the installation is reached from outside.")
  var publicURL: String?
  @Flag(
    name: .customLong("print-sql"),
    help: "Print what an administrator of an external server runs once.")
  var printSQL = false

  private struct Answer: Encodable {
    let data: String
    let sandbox: Bool
    let timeZone: String
  }

  func run() async throws {
    let directory = common.directory
    if printSQL { return try await printScript(directory) }
    let workplace = try await Workplace.open(directory, making: .everything(sandbox: sandbox))
    let installation = workplace.installation
    await workplace.close()
    if sandbox && !installation.isSandbox {
      throw CommandFailure.refused(
        "\(directory.path) is an installation for real people; it never becomes a sandbox.")
    }
    if let publicURL { try keep(publicURL, in: directory) }
    if common.json {
      try Console.print(
        json: Answer(
          data: directory.path, sandbox: installation.isSandbox,
          timeZone: installation.timeZone))
    } else {
      Console.say(
        "\(directory.path) is ready\(installation.isSandbox ? ", a sandbox" : "")."
          + " Days are those of \(installation.timeZone).")
    }
  }

  /// Keeps the URL in the installation's settings, in place of an earlier one.
  private func keep(_ url: String, in directory: DataDirectory) throws {
    let found = FileManager.default.contents(atPath: directory.settings) ?? Data()
    let lines = String(decoding: found, as: UTF8.self).split(separator: "\n")
      .filter { !$0.hasPrefix("LETHE_PUBLIC_URL=") }
    let text = (lines + ["LETHE_PUBLIC_URL=\(url)"]).joined(separator: "\n") + "\n"
    try Data(text.utf8).write(to: URL(fileURLWithPath: directory.settings), options: .atomic)
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o600], ofItemAtPath: directory.settings)
  }

  /// The passwords in it are derived from the installation's key, which is made if need be.
  private func printScript(_ directory: DataDirectory) async throws {
    try Sodium.start()
    try directory.make(sandbox: sandbox)
    let keys = KeyDirectory(path: directory.keys)
    if !keys.exists(.database) { try keys.create(.database) }
    let passwords = try DatabasePasswords(keys)
    Console.print(DatabaseRoles.script { passwords.password(for: $0).reveal() })
  }
}
