import Foundation

/// What commands print: results on standard output, messages on standard error.
enum Console {
  /// A result, with a newline.
  static func print(_ text: String) { write(text + "\n", to: .standardOutput) }

  /// A message for a person.
  static func say(_ text: String) { write(text + "\n", to: .standardError) }

  /// A result as one JSON object on one line.
  static func print(json value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    print(String(decoding: try encoder.encode(value), as: UTF8.self))
  }

  /// Raw bytes of a result.
  static func write(_ bytes: [UInt8]) throws {
    try FileHandle.standardOutput.write(contentsOf: Data(bytes))
  }

  /// Nobody reads any more: there is nobody to tell, and the work goes on.
  private static func write(_ text: String, to handle: FileHandle) {
    do { try handle.write(contentsOf: Data(text.utf8)) } catch { return }
  }
}
