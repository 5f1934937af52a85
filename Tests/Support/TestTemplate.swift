import Casework
import Domain
import Foundation
import Journal
import Postgres
import Records
import Vault

/// What every test's office is a copy of: a migrated database that is an installation and has a
/// staff, and its key files. Made once per process.
struct TestTemplate: Sendable {
  let server: TestServer
  let database: String
  let keyFiles: [String: Data]
  let staff: [Role: StaffID]

  static let shared = Task { try await make() }

  private static func make() async throws -> TestTemplate {
    try Sodium.start()
    let server = try await TestServer.shared.value
    let name = "lethe_template_" + UUID().uuidString.prefix(8).lowercased()
    try await server.create(name)
    let folder = try TestFolder()
    let keys = KeyDirectory(path: folder.path("keys"))
    for name: KeyName in [.link, .ledger, .database] { try keys.create(name) }
    let ring = KeyRing(directory: keys)
    try await found(in: server.target(in: name), keys: keys, ring: ring)

    let archive = Archive(server.target(in: name)) { _ in TestServer.passwordOfLogins }
    let office = Office(
      archive: archive, ring: ring, links: try LinkKey(keys),
      journal: JournalFolder(
        path: try folder.folder("journal"), copy: nil, installation: UUID(),
        key: try LedgerKey(keys)), clock: .fixed(TestClock.start),
      time: TestClock.zone, documents: DocumentFiles(folder: folder.path))
    var staff: [Role: StaffID] = [:]
    for role in Role.allCases where role != .intake {
      staff[role] = try await AddStaff(office)(
        email: Private("\(role.rawValue)@example.org"), name: Private("The \(role.rawValue)"),
        roles: [role], withToken: false
      ).id
    }
    try await UsePrivacyNotice(office)(SampleNotice.texts, version: SampleNotice.version)
    await archive.close()
    let files = try keyFiles(in: keys)
    try folder.remove()
    return TestTemplate(server: server, database: name, keyFiles: files, staff: staff)
  }

  private static func found(
    in target: ConnectionTarget, keys: KeyDirectory, ring: KeyRing
  ) async throws {
    let administrator = try await Connection(target)
    try await DatabaseRoles.create(as: administrator) { _ in TestServer.passwordOfLogins }
    await administrator.close()
    let owner = try await Connection(
      target.with(user: DatabaseRoles.owner, password: TestServer.passwordOfLogins))
    _ = try await Migrations.apply(as: owner, at: TestClock.start)
    _ = try await owner.transaction { rows in
      try InstallationRow(keys: keys, ring: ring)
        .ensure(sandbox: true, timeZone: OfficeTime.defaultZoneName, in: rows)
    }
    await owner.close()
  }

  private static func keyFiles(in keys: KeyDirectory) throws -> [String: Data] {
    var files: [String: Data] = [:]
    for name in [.link, .ledger, .database, .epoch(1)] as [KeyName] {
      files[name.fileName] = try Data(contentsOf: URL(fileURLWithPath: keys.path(of: name)))
    }
    return files
  }

  /// Writes the key files into a new folder.
  func copyKeys(to directory: KeyDirectory) throws {
    let files = FileManager.default
    try files.createDirectory(
      atPath: directory.path, withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700])
    for (name, bytes) in keyFiles {
      _ = files.createFile(
        atPath: directory.path + "/" + name, contents: bytes,
        attributes: [.posixPermissions: 0o600])
    }
  }
}
