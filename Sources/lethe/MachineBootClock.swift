import Domain
import Foundation

/// The clock of the machine's start, as the kernel tells it: it runs on while the machine sleeps,
/// and nobody can set it.
enum MachineBootClock {
  /// The kernel says something else than expected.
  struct Unreadable: Error {}

  static let clock = BootClock {
    let boot = try text("/proc/sys/kernel/random/boot_id")
    guard let first = try text("/proc/uptime").split(separator: " ").first,
      let seconds = TimeInterval(first), !boot.isEmpty
    else { throw Unreadable() }
    return (boot, seconds)
  }

  private static func text(_ path: String) throws -> String {
    try String(contentsOfFile: path, encoding: .utf8)
      .trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
