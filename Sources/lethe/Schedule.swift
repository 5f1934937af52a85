import Casework
import Foundation
import Logging
import ServiceLifecycle

/// Work that `serve` does by itself, again and again until it is told to stop.
struct Schedule: Service {
  let name: String
  let interval: Duration
  let logger: Logger
  let work: @Sendable () async throws -> Void

  /// At once, then after each interval. What fails is logged and tried again.
  func run() async throws {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        do {
          try await work()
        } catch is CancellationError {
          return
        } catch {
          logger.error("\(name) failed", metadata: ["code": "\(Fault.code(of: error))"])
        }
        do { try await Task.sleep(for: interval) } catch { return }
      }
    }
  }
}

extension Schedule {
  /// The purge, once per installation however many processes run. Looks often, so that an
  /// interval is kept although another process ran the last one.
  static func purge(_ workplace: Workplace, _ logger: Logger) -> Schedule {
    let seconds = workplace.settings.purgeSeconds
    return Schedule(
      name: "purge", interval: .seconds(max(1, min(seconds / 4, 30))), logger: logger
    ) {
      let purge = Purge(workplace.office)
      guard let report = try await purge.ifDue(every: TimeInterval(seconds)) else { return }
      let moved = try await SweepFiles(workplace.office)(
        quarantine: workplace.directory.quarantine)
      logger.info(
        "purge",
        metadata: [
          "due": "\(report.due)", "erased": "\(report.erased)", "failed": "\(report.failed)",
          "openEnded": "\(report.openEnded)", "milliseconds": "\(report.durationMilliseconds)",
          "quarantined": "\(moved)",
        ])
      for fault in report.faults {
        logger.error("purge failed for one", metadata: ["code": "\(fault)"])
      }
    }
  }

  /// Letters that didn't leave with the request that queued them.
  static func mail(_ workplace: Workplace, _ logger: Logger) -> Schedule {
    Schedule(name: "mail", interval: .seconds(2), logger: logger) {
      try await DeliverMail(workplace.office)()
    }
  }
}
