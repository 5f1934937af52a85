import Casework
import Foundation
import Logging
import ServiceLifecycle
import Viewing

/// Work that `serve` does by itself, again and again until it is told to stop.
struct Schedule: Service {
  let name: String
  let interval: Duration
  let logger: Logger
  let work: @Sendable (_ isFirst: Bool) async throws -> Void

  /// What failed is given this long before it is tried again.
  private static let afterFailure = Duration.seconds(15)

  /// At once, then after each interval. What fails is logged and tried again.
  func run() async throws {
    await cancelWhenGracefulShutdown {
      var isFirst = true
      while !Task.isCancelled {
        var pause = interval
        do {
          try await work(isFirst)
        } catch is CancellationError {
          return
        } catch {
          logger.error("\(name) failed", metadata: ["code": "\(Fault.code(of: error))"])
          pause = max(interval, Self.afterFailure)
        }
        isFirst = false
        do { try await Task.sleep(for: pause) } catch { return }
      }
    }
  }
}

extension Schedule {
  /// The purge, at start and then once per interval and installation, however many processes
  /// run. Looks often, so that the interval is kept although another process ran the last one.
  static func purge(_ workplace: Workplace, _ logger: Logger) -> Schedule {
    let seconds = workplace.settings.purgeSeconds
    return Schedule(
      name: "purge", interval: .seconds(max(1, min(seconds / 4, 30))), logger: logger
    ) { isFirst in
      let interval = isFirst ? 0 : TimeInterval(seconds)
      guard let report = try await Purge(workplace.office).ifDue(every: interval) else { return }
      let moved = try await SweepFiles(workplace.office)(
        quarantine: workplace.quarantine)
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

  /// Letters that didn't leave with the request that queued them, and digests once it is time.
  static func mail(
    _ workplace: Workplace, _ frontage: Frontage, _ logger: Logger
  ) -> Schedule {
    let hour = workplace.settings.digestHour
    return Schedule(name: "mail", interval: .seconds(1), logger: logger) { _ in
      guard frontage.isOpen else { return }
      try await SendDigests(workplace.office, hour: hour)()
      let report = try await DeliverMail(workplace.office).round()
      for (problem, count) in report.postponed {
        logger.warning("mail waits", metadata: ["code": "\(problem)", "mails": "\(count)"])
      }
      for (problem, count) in report.givenUp {
        logger.error("mail given up", metadata: ["code": "\(problem)", "mails": "\(count)"])
      }
    }
  }

  /// Documents that were made into pages and aren't looked at any more leave the memory.
  static func forgetting(_ viewer: DocumentViewer, _ logger: Logger) -> Schedule {
    Schedule(name: "viewing", interval: .seconds(20), logger: logger) { _ in
      viewer.forgetStale()
    }
  }
}
