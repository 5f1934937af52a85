import Casework
import Domain
import Foundation
import Records
import Vault

/// What doctor tells of the key files, their copy and the epochs.
enum KeysCheck {
  static func findings(_ workplace: Workplace) async throws -> [Checkup.Finding] {
    let names = KeyFiles.ofEveryInstallation(workplace)
    let files = try await VerifyKeys(workplace.office, besides: names).files()
    return [
      .init(
        "keys", files.here.isEmpty,
        files.here.isEmpty
          ? "every key file is there and is the right one" : files.here.joined(separator: " ")),
      copy(workplace, files.copy),
      try epochs(
        try await KeysStatus(workplace.office)(), in: workplace.office, at: workplace.now()),
    ]
  }

  private static func copy(_ workplace: Workplace, _ problems: [String]) -> Checkup.Finding {
    let name = "copy of the keys"
    guard workplace.settings.keysCopy != nil else {
      return .init(
        name, workplace.installation.isSandbox,
        "none; set LETHE_KEYS_COPY, or a broken disk loses everything")
    }
    return .init(
      name, problems.isEmpty,
      problems.isEmpty
        ? "has every key, and none that was destroyed"
        : problems.joined(separator: " "))
  }

  /// Epochs that should have been followed by another, or destroyed, more than a day ago.
  private static func epochs(
    _ all: [KeysStatus.Epoch], in office: Office, at now: Date
  ) throws -> Checkup.Finding {
    let (plan, time) = (office.epochs, office.time)
    let late = all.compactMap { epoch -> String? in
      if let from = epoch.destroyableFrom {
        return plan.isLate(from, at: now) ? "epoch \(epoch.number) could be destroyed" : nil
      }
      if let retiredAt = epoch.retiredAt {
        return plan.isLate(retiredAt, at: now)
          ? "the rotation that began \(time.day(of: retiredAt)) isn't finished" : nil
      }
      return plan.isLate(plan.rotates(openedAt: epoch.createdAt, in: time), at: now)
        ? "epoch \(epoch.number) has been open since \(time.day(of: epoch.createdAt))" : nil
    }
    if !late.isEmpty {
      return .init(
        "epochs", false,
        late.joined(separator: ", ")
          + "; is the service running? Erasures are final later than promised")
    }
    let final = KeysStatus.finalSince(all).map {
      "what was erased before \(InstantPrinter(zone: time.zone).text($0)) is final"
    }
    return .init("epochs", true, final ?? "the first epoch lives, so no erasure is final yet")
  }
}

extension Workplace {
  /// The present instant of the law's clock.
  func now() throws -> Date {
    let isSandbox = installation.isSandbox
    return try (isSandbox ? SandboxClock(path: directory.clock).clock : .wall).now()
  }
}
