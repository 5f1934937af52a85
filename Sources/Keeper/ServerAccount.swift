import Foundation
import Glibc

/// As whom the server runs. PostgreSQL refuses root; everyone else runs it as themselves.
struct ServerAccount: Sendable {
  struct Owner: Sendable, Equatable {
    let user: uid_t
    let group: gid_t
  }

  /// What a sentence about it says.
  let name: String
  /// Who owns the data, as this process sees it.
  let owner: Owner
  /// What stands before the program and its arguments.
  let prefix: [String]
  /// False when the data belongs to someone else than the keeper.
  let isOurs: Bool

  /// The account for this process. As root a user namespace comes first: the files stay root's,
  /// and folders that only root may enter are no obstacle.
  static func choose(asSystemUser: Bool) throws(KeeperError) -> ServerAccount {
    let own = Owner(user: geteuid(), group: getegid())
    guard own.user == 0 else {
      return ServerAccount(name: "this user", owner: own, prefix: [], isOurs: true)
    }
    if !asSystemUser, let inside = try userNamespace(own) { return inside }
    return try systemUser()
  }

  /// `nil` where the kernel refuses user namespaces, as in a chroot and in many containers.
  private static func userNamespace(_ own: Owner) throws(KeeperError) -> ServerAccount? {
    // initdb wants a number that has a name; any will do, nothing outside ever sees it.
    guard let tool = Tool.find("unshare"),
      let mapped = owner(named: "postgres") ?? owner(named: "daemon")
    else { return nil }
    let prefix = [
      tool, "--user", "--map-user=\(mapped.user)", "--map-group=\(mapped.group)", "--",
    ]
    let account = ServerAccount(
      name: "root without its privileges", owner: own, prefix: prefix, isOurs: true)
    return try account.succeeds(["test", "-x", "/"]) ? account : nil
  }

  private static func systemUser() throws(KeeperError) -> ServerAccount {
    guard let owner = owner(named: "postgres") else {
      throw .startFailed(
        reason: "PostgreSQL does not run as root, user namespaces are off on this system, and"
          + " there is no system user postgres. Install the package postgresql, or run the"
          + " program as an ordinary user.")
    }
    let tool = try Tool.path("setpriv", package: "util-linux")
    let prefix = [
      tool, "--reuid=\(owner.user)", "--regid=\(owner.group)", "--clear-groups",
      "--inh-caps=-all", "--no-new-privs", "--",
    ]
    let name = "the system user postgres (user namespaces are off here)"
    return ServerAccount(name: name, owner: owner, prefix: prefix, isOurs: false)
  }

  /// Who may own the socket's folder, for a client that does not know what the keeper chose.
  static var socketOwners: Set<uid_t> {
    var owners: Set<uid_t> = [geteuid()]
    if geteuid() == 0, let postgres = owner(named: "postgres") { owners.insert(postgres.user) }
    return owners
  }

  /// The command that runs `program` as this account.
  func command(_ program: [String]) -> [String] { prefix + program }

  /// Names the first folder on the way to `directory` that the account cannot enter.
  func checkItEnters(_ directory: String) throws(KeeperError) {
    guard try !succeeds(["test", "-x", directory]) else { return }
    var path = ""
    for part in directory.split(separator: "/") {
      path += "/" + part
      guard try !succeeds(["test", "-x", path]) else { continue }
      throw .accountCannotEnter(account: name, path: path, directory: directory)
    }
  }

  /// Gives the account a folder and all that is in it. Needed when root's server ran in a
  /// namespace before and cannot now, or the other way round.
  func own(_ folder: String) throws(KeeperError) {
    guard geteuid() == 0, let status = FileStatus(folder), status.owner != owner.user else {
      return
    }
    // The folder itself last: its owner says whether all of it is done.
    for name in FileManager.default.enumerator(atPath: folder)?.allObjects ?? [] {
      guard let name = name as? String else { continue }
      try give(folder + "/" + name)
    }
    try give(folder)
  }

  private func give(_ path: String) throws(KeeperError) {
    guard unsafe lchown(path, owner.user, owner.group) == 0 else {
      throw .fileUnusable(path: path, reason: KeeperError.reason(errno))
    }
  }

  private func succeeds(_ program: [String]) throws(KeeperError) -> Bool {
    var program = program
    program[0] = try Tool.path(program[0], package: "coreutils")
    let order = Child.Order(arguments: command(program), environment: Tool.environment())
    return try Child(starting: order).wait() == 0
  }

  private static func owner(named name: String) -> Owner? {
    guard let entry = unsafe getpwnam(name) else { return nil }
    return unsafe Owner(user: entry.pointee.pw_uid, group: entry.pointee.pw_gid)
  }
}
