import ArgumentParser
import Casework
import Domain

extension KeysCommand {
  /// `lethe keys status`
  struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Lists the epochs, and from when on erasures are final.")

    @OptionGroup var common: CommonOptions

    func run() async throws {
      try await Workplace.use(common.directory) { workplace in
        let epochs = try await KeysStatus(workplace.office)()
        let printer = InstantPrinter(zone: workplace.office.time.zone)
        let answer = EpochList(epochs, printer)
        if common.json { return try Console.print(json: answer) }
        Console.print(answer.words)
      }
    }
  }

  /// `lethe keys rotate`
  struct Rotate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Opens a new epoch and wraps every data key under it; finishes a rotation that was"
        + " interrupted.")

    @OptionGroup var common: CommonOptions

    private struct Answer: Encodable {
      let epoch: Int
      let rewrapped: Int
      let failed: Int
      let durationMs: Int
    }

    func run() async throws {
      let report = try await Workplace.use(common.directory) { workplace in
        try await RotateKeys(workplace.office)()
      }
      let answer = Answer(
        epoch: report.epoch, rewrapped: report.rewrapped, failed: report.failed,
        durationMs: report.durationMilliseconds)
      if common.json {
        try Console.print(json: answer)
      } else {
        Console.print(
          "epoch \(answer.epoch) is open; \(answer.rewrapped) data keys wrapped anew,"
            + " \(answer.failed) not, in \(answer.durationMs) ms")
      }
      if answer.failed > 0 {
        Console.say(
          "What is left under an older epoch is held by somebody's work, or doesn't open. Run it"
            + " again; lethe keys verify names what doesn't open.")
        throw ExitCode(1)
      }
    }
  }

  /// `lethe keys verify`
  struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Opens every data key, and compares the key files with fingerprints and copy.")

    @OptionGroup var common: CommonOptions

    private struct Answer: Encodable {
      let opened: Int
      let problems: [String]
      let verified: Bool
    }

    func run() async throws {
      let report = try await Workplace.use(common.directory) { workplace in
        try await VerifyKeys(workplace.office, besides: KeyFiles.ofEveryInstallation(workplace))()
      }
      let isFine = report.problems.isEmpty
      if common.json {
        try Console.print(
          json: Answer(opened: report.opened, problems: report.problems, verified: isFine))
      } else {
        for problem in report.problems { Console.print(problem) }
        Console.print("\(report.opened) data keys open\(isFine ? ", and every file is right" : "")")
      }
      if !isFine { throw ExitCode(1) }
    }
  }

  /// `lethe keys destroy`
  struct Destroy: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Destroys an epoch that nothing needs and no backup may hold any more.")

    @OptionGroup var common: CommonOptions
    @Argument(help: "The epoch's number.") var epoch: Int

    private struct Answer: Encodable {
      let epoch: Int
      let destroyed: Bool
    }

    func run() async throws {
      try await Workplace.use(common.directory) { workplace in
        let answer = try await DestroyEpoch(workplace.office)(epoch)
        switch answer {
        case .destroyed, .destroyedBefore: break
        case .inUse(let keys):
          throw CommandFailure.refused(
            "Epoch \(epoch) is in use; \(keys) data keys are under it."
              + " lethe keys rotate brings them under a new one.")
        case .tooEarly(let from):
          let printer = InstantPrinter(zone: workplace.office.time.zone)
          throw CommandFailure.refused(
            "Epoch \(epoch) may not be destroyed before \(printer.text(from)): backups that hold"
              + " its data keys may still live.")
        case .clockInDoubt:
          throw CommandFailure.refused(
            "The wall clock jumped, so nothing is destroyed by it. Look at it: lethe clock")
        case .strayFile:
          throw CommandFailure.refused(
            "There is a key file of epoch \(epoch), but this database doesn't have the epoch and"
              + " nothing says that it was destroyed. It may be the only key to live data.")
        case .unknown:
          throw CommandFailure.failed("There is no epoch \(epoch).")
        }
        if common.json { return try Console.print(json: Answer(epoch: epoch, destroyed: true)) }
        Console.print(
          answer == .destroyed
            ? "epoch \(epoch) is destroyed" : "epoch \(epoch) was destroyed before")
      }
    }
  }
}

/// The epochs as they are printed.
struct EpochList: Encodable {
  private let current: Int?
  private let epochs: [Epoch]
  /// Erasures before this instant are final; none are while the first epoch lives.
  private let finalSince: String?

  private struct Epoch: Encodable {
    let number: Int
    let createdAt: String
    let retiredAt: String?
    let state: String
    let dataKeys: Int
    let emptiedAt: String?
    let destroyableFrom: String?

    enum CodingKeys: CodingKey {
      case number, createdAt, retiredAt, state, dataKeys, emptiedAt, destroyableFrom
    }

    /// Scripts find every field; what isn't so says null.
    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(number, forKey: .number)
      try container.encode(createdAt, forKey: .createdAt)
      try container.encode(retiredAt, forKey: .retiredAt)
      try container.encode(state, forKey: .state)
      try container.encode(dataKeys, forKey: .dataKeys)
      try container.encode(emptiedAt, forKey: .emptiedAt)
      try container.encode(destroyableFrom, forKey: .destroyableFrom)
    }
  }

  init(_ all: [KeysStatus.Epoch], _ printer: InstantPrinter) {
    current = all.last { $0.retiredAt == nil }?.number
    epochs = all.map {
      Epoch(
        number: $0.number, createdAt: printer.text($0.createdAt),
        retiredAt: $0.retiredAt.map(printer.text),
        state: $0.retiredAt == nil ? "open" : "retired", dataKeys: $0.dataKeys,
        emptiedAt: $0.emptiedAt.map(printer.text),
        destroyableFrom: $0.destroyableFrom.map(printer.text))
    }
    finalSince = KeysStatus.finalSince(all).map(printer.text)
  }

  enum CodingKeys: CodingKey { case current, epochs, finalSince }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(current, forKey: .current)
    try container.encode(epochs, forKey: .epochs)
    try container.encode(finalSince, forKey: .finalSince)
  }

  var words: String {
    let lines = epochs.map { epoch in
      let fate =
        if let from = epoch.destroyableFrom {
          "; may be destroyed from \(from) on"
        } else if epoch.retiredAt != nil { "; its rotation isn't finished" } else { "" }
      return "epoch \(epoch.number): \(epoch.state), since \(epoch.createdAt), \(epoch.dataKeys)"
        + " data keys\(fate)"
    }
    let end =
      finalSince.map { "what was erased before \($0) is final" }
      ?? "no erasure is final yet: the first epoch lives"
    return (lines + [end]).joined(separator: "\n")
  }
}
