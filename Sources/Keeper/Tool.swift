import Foundation

/// The few programs of the operating system the keeper calls.
enum Tool {
  /// What a child needs to find programs and libraries, and nothing of the caller's secrets.
  static func environment(passing names: [String] = []) -> [String: String] {
    let own = ProcessInfo.processInfo.environment
    var passed = ["PATH": own["PATH"] ?? "/usr/bin:/bin:/usr/sbin:/sbin", "LC_ALL": "C.UTF-8"]
    for name in names { passed[name] = own[name] }
    return passed
  }

  /// The path of a program, or an error that names what to install.
  static func path(_ name: String, package: String) throws(KeeperError) -> String {
    guard let found = find(name) else { throw .toolMissing(name: name, package: package) }
    return found
  }

  /// The path of a program, if there is one.
  static func find(_ name: String) -> String? {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    let folders = path.split(separator: ":").map(String.init)
    return (folders + ["/usr/bin", "/bin", "/usr/sbin", "/sbin"]).lazy
      .filter { $0.hasPrefix("/") }
      .map { $0 + "/" + name }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }
}
