import Casework
import Foundation
import Logging
import Records
import ServiceLifecycle
import Viewing

/// Work that `serve` does by itself, again and again until it is told to stop.
struct Schedule: Service {
  let name: String
  let interval: Duration
  let logger: Logger
  /// What failed is given this long before it is tried again.
  var afterFailure = Duration.seconds(15)
  let work: @Sendable (_ isFirst: Bool) async throws -> Void

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
          pause = max(interval, afterFailure)
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
      switch report.stop {
      case .unannounced(let waiting):
        logger.error(
          "purge waits for a person",
          metadata: [
            "unannounced": "\(report.unannounced)", "run": "lethe purge --confirm \(waiting)",
          ])
      case .clock:
        logger.error("purge doesn't believe the clock", metadata: ["run": "lethe clock"])
      case .otherCount, nil: break
      }
    }
  }

  /// Entries of the ledger that wait for the journal, and a look whether the database is still the
  /// one it belongs to.
  static func sequencer(_ workplace: Workplace, _ logger: Logger) -> Schedule {
    Schedule(
      name: "sequencer", interval: .seconds(1), logger: logger, afterFailure: .seconds(3)
    ) { _ in
      try await workplace.office.sequencer.ifNeeded()
    }
  }

  /// The next epoch once the open one is old enough, and the end of those that nothing needs. The
  /// law's clock counts, which a sandbox may set at any time.
  static func epochs(_ workplace: Workplace, _ logger: Logger) -> Schedule {
    let isSandbox = workplace.installation.isSandbox
    return Schedule(name: "epochs", interval: .seconds(isSandbox ? 2 : 60), logger: logger) { _ in
      guard let report = try await KeepEpochs(workplace.office)() else { return }
      if let rotation = report.rotation {
        logger.info(
          "epoch rotated",
          metadata: [
            "epoch": "\(rotation.epoch)", "rewrapped": "\(rotation.rewrapped)",
            "failed": "\(rotation.failed)", "milliseconds": "\(rotation.durationMilliseconds)",
          ])
      }
      for number in report.destroyed {
        logger.info("epoch destroyed", metadata: ["epoch": "\(number)"])
      }
    }
  }

  /// Applications to which somebody of the pool said yes, where the request that should have made
  /// them died.
  static func proposals(_ workplace: Workplace, _ logger: Logger) -> Schedule {
    Schedule(name: "proposals", interval: .seconds(5), logger: logger) { _ in
      try await CarryOutProposal(workplace.office).all()
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

  /// Asks people in the pool whether they want to stay. The law's day counts: a sandbox's may
  /// change at any time, elsewhere four times an hour is soon enough.
  static func renewal(_ workplace: Workplace, _ logger: Logger) -> Schedule {
    let isSandbox = workplace.installation.isSandbox
    return Schedule(
      name: "renewal", interval: .seconds(isSandbox ? 2 : 60), logger: logger
    ) { _ in
      let interval: TimeInterval = isSandbox ? 0 : 15 * 60
      guard let report = try await AskRenewals(workplace.office).ifDue(every: interval) else {
        return
      }
      if report.queued > 0 || report.failed > 0 {
        logger.info(
          "renewal", metadata: ["queued": "\(report.queued)", "failed": "\(report.failed)"])
      }
      for fault in report.faults {
        logger.error("renewal failed for one", metadata: ["code": "\(fault)"])
      }
    }
  }
}
