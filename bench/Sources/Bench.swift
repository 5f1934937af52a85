import ArgumentParser
import Foundation
import Vault

/// What `bench/run` measures with: loads and peers that must not be slower than what they are
/// compared with. Each command prints one JSON object.
@main
struct Bench: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Loads and peers for bench/run.",
    subcommands: [Seal.self, Open.self, Put.self, Get.self, Rows.self])

  static func print(_ value: some Encodable) throws {
    let text = String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
    Swift.print(text)
  }
}

/// How many do it at once, and for how long.
struct Effort: ParsableArguments {
  @Option(help: "Threads, each doing one thing after another.") var clients = 1
  @Option(help: "How long.") var seconds = 2.0
}

/// The number of the operating system's last error.
struct SystemFault: Error {
  let call: String
  let code: Int32

  init(_ call: String) {
    self.call = call
    code = errno
  }
}

/// A document that passes for a PDF; its bytes can't be compressed.
func document(bytes count: Int) -> [UInt8] {
  let head = Array("%PDF-1.7\n".utf8)
  return head + Random.bytes(max(0, count - head.count))
}
