import Casework
import Domain
import Foundation

/// What doctor tells of the backups that `deploy/backup/backup` makes, where they are known.
enum BackupCheck {
  /// A daily one that is missing for longer was missed at least once.
  private static let freshHours = 36.0
  private static let lifeDays = Double(EpochPlan.backupLifeDays)

  static func findings(_ settings: Settings, at now: Date) -> [Checkup.Finding] {
    guard let folder = settings.backupDirectory else { return [] }
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder)
    } catch {
      return [.init("backups", false, "\(folder) can't be read")]
    }
    let made = names.compactMap(instant(of:)).sorted()
    guard let first = made.first, let last = made.last else {
      return [.init("backups", false, "there is none in \(folder)")]
    }
    if now.timeIntervalSince(first) > (lifeDays + 1) * 86_400 {
      return [
        .init(
          "backups", false,
          "one is older than \(Int(lifeDays)) days: what was erased can be read in it longer than"
            + " promised")
      ]
    }
    let hours = now.timeIntervalSince(last) / 3600
    return [
      .init(
        "backups", hours <= freshHours,
        "\(made.count) in \(folder), the newest \(Int(hours)) hours old")
    ]
  }

  /// A backup is named by when it was made: `2026-11-26T02:00:00Z`.
  private static func instant(of name: String) -> Date? {
    name.count == 20 ? Instant.read(name) : nil
  }
}
