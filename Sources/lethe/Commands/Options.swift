import ArgumentParser
import Foundation

/// What every command takes.
struct CommonOptions: ParsableArguments {
  @Option(name: .long, help: "The installation's directory (or LETHE_DATA).")
  var data: String?

  @Flag(name: .long, help: "Print one JSON object on standard output.")
  var json = false

  /// The directory that was named, or the default one.
  var directory: DataDirectory {
    DataDirectory(
      path: data ?? ProcessInfo.processInfo.environment["LETHE_DATA"] ?? "lethe-data")
  }
}
