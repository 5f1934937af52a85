import ArgumentParser
import Casework
import Domain

/// `lethe explain`
struct ExplainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Says why an application is here and until when.")

  @OptionGroup var common: CommonOptions
  @Argument(help: "The application's id.") var application: String

  private struct Answer: Encodable {
    let eraseOn: String?
    let grounds: [Ground]
    let alarms: [String]
    let explanation: [String]
    let restricted: Bool

    struct Ground: Encodable {
      let kind: String
      let legalBasis: String
      let since: String
      let until: String?
      let why: String

      enum CodingKeys: CodingKey { case kind, legalBasis, since, until, why }

      func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(kind, forKey: .kind)
        try container.encode(legalBasis, forKey: .legalBasis)
        try container.encode(since, forKey: .since)
        // Scripts find every field; what has no end says so.
        try container.encode(until, forKey: .until)
        try container.encode(why, forKey: .why)
      }
    }

    enum CodingKeys: CodingKey { case eraseOn, grounds, alarms, explanation, restricted }

    init(_ view: RetentionView) {
      eraseOn = view.eraseOn?.description
      grounds = view.grounds.map {
        Ground(
          kind: $0.kind.rawValue, legalBasis: $0.kind.legalBasis, since: $0.since.description,
          until: $0.until?.description, why: $0.why)
      }
      alarms = view.alarms.map(\.rawValue)
      explanation = view.explanation
      restricted = view.restricted
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(eraseOn, forKey: .eraseOn)
      try container.encode(grounds, forKey: .grounds)
      try container.encode(alarms, forKey: .alarms)
      try container.encode(explanation, forKey: .explanation)
      try container.encode(restricted, forKey: .restricted)
    }
  }

  func run() async throws {
    guard let id = ApplicationID(application) else {
      throw CommandFailure.usage("'\(application)' is not an application's id.")
    }
    let view = try await Workplace.use(common.directory) { workplace in
      try await ExplainRetention(workplace.office).atTheConsole(id)
    }
    guard let view else {
      throw CommandFailure.failed("There is no application with this id.")
    }
    if common.json {
      try Console.print(json: Answer(view))
    } else {
      Console.print(view.explanation.joined(separator: "\n"))
    }
  }
}
