import Foundation
import Packing

/// A ZIP file on disk, and what programs that aren't ours make of it.
final class OutsideReader {
  let path = NSTemporaryDirectory() + "lethe-zip-\(UUID().uuidString)"

  init(_ bytes: [UInt8]) throws { try Data(bytes).write(to: URL(fileURLWithPath: path)) }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// What Python's `zipfile` finds: name and size of each file, in order, and their bytes as hex
  /// where they are short.
  func listed() throws -> [String] {
    let script = """
      import sys, zipfile
      with zipfile.ZipFile(sys.argv[1]) as file:
          assert file.testzip() is None
          for one in file.infolist():
              data = file.read(one)
              print(one.filename, one.file_size, data.hex() if len(data) < 9 else "...", sep="|")
      """
    let (status, text) = try Self.run("/usr/bin/python3", ["-X", "utf8", "-c", script, path])
    guard status == 0 else { throw Broken() }
    return text.split(separator: "\n").map(String.init)
  }

  /// Whether `unzip -t` finds everything in order.
  func isWhole() throws -> Bool { try Self.run("/usr/bin/unzip", ["-tqq", path]).status == 0 }

  struct Broken: Error {}

  private static func run(
    _ program: String, _ arguments: [String]
  ) throws -> (status: Int32, text: String) {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }
}
