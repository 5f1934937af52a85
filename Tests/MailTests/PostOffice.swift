import Foundation

/// A real mail server, aiosmtpd, in a process of its own: `Tests/Journeys/postoffice.py`.
final class PostOffice {
  let port: Int
  private let process = Process()
  private let (input, output) = (Pipe(), Pipe())
  private var lines: LineReader

  /// What it has taken.
  struct Taken: Decodable {
    let id: String
    let bytes: String
  }

  struct NotStarted: Error {}

  /// `wishes` is what its Python takes, as JSON.
  init(_ wishes: String = "{}") throws {
    let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Journeys/postoffice.py")
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    // The first python that has the library; Debian's has it, where it is installed.
    let start = """
      for python in python3 /usr/bin/python3; do
        "$python" -c 'import aiosmtpd' 2>/dev/null && exec "$python" -B "$0" "$1"
      done
      """
    process.arguments = ["-c", start, script.path(), wishes]
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    lines = LineReader(output.fileHandleForReading)
    guard let line = lines.next(), let port = Int(line) else { throw NotStarted() }
    self.port = port
  }

  var url: String { "smtp://127.0.0.1:\(port)" }

  /// The next mail it takes; waits for it.
  func next() throws -> Taken {
    try JSONDecoder().decode(Taken.self, from: Data((lines.next() ?? "").utf8))
  }

  func close() throws {
    try input.fileHandleForWriting.close()
    process.waitUntilExit()
  }
}

/// Lines of a pipe, as they come.
private struct LineReader {
  private let handle: FileHandle
  private var rest = Data()

  init(_ handle: FileHandle) { self.handle = handle }

  mutating func next() -> String? {
    while true {
      if let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
        defer { rest = rest[rest.index(after: end)...] }
        return String(decoding: rest[..<end], as: UTF8.self)
      }
      let more = handle.availableData
      if more.isEmpty { return nil }
      rest += more
    }
  }
}
