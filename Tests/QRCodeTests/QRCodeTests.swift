import Foundation
import QRCode
import Testing

@Suite struct QRCodeTests {
  @Test func aShortTextNeedsTheSmallestCode() throws {
    let code = try QRCode("lethe")
    #expect(code.size == 21 && code.svgSize == 29)
  }

  @Test func threeCornersHaveTheMarksAReaderLooksFor() throws {
    let code = try QRCode("https://example.org/c/0123456789")
    let far = code.size - 7
    for (left, top) in [(0, 0), (far, 0), (0, far)] {
      for y in 0..<7 {
        for x in 0..<7 {
          let ring = min(x, y, 6 - x, 6 - y)
          #expect(code.isDark(left + x, top + y) == (ring != 1), "\(left + x) \(top + y)")
        }
      }
    }
  }

  @Test func aroundTheCodeEverythingIsLight() throws {
    let code = try QRCode("lethe")
    for outside in [(-1, 0), (0, -1), (code.size, 0), (0, code.size)] {
      #expect(!code.isDark(outside.0, outside.1))
    }
  }

  @Test func whatHasNoCodeIsRefused() {
    #expect(throws: QRCode.NotEncodable.self) { try QRCode("") }
    #expect(throws: QRCode.NotEncodable.self) { try QRCode(String(repeating: "x", count: 3000)) }
  }

  @Test func theDrawingHoldsEveryDarkModuleOnce() throws {
    let code = try QRCode("otpauth://totp/Lethe:lee?secret=ABC")
    var drawn: [[Int]] = []
    for run in code.svgPath.split(separator: "M") {
      let numbers = run.split { !$0.isNumber }.compactMap { Int($0) }
      let (x, y, width) = (numbers[0], numbers[1], numbers[2])
      #expect(run == "\(x) \(y)h\(width)v1h-\(width)z")
      drawn += (x..<(x + width)).map { [$0 - QRCode.quietZone, y - QRCode.quietZone] }
    }
    let dark = (0..<code.size).flatMap { y in
      (0..<code.size).filter { code.isDark($0, y) }.map { [$0, y] }
    }
    #expect(drawn == dark)
  }

  /// Another program reads what this one wrote.
  @Test(arguments: [
    "lethe", "https://example.org/c/\(String(repeating: "aZ9-_", count: 20))", "é€😀",
  ])
  func aReaderReadsTheText(text: String) throws {
    let code = try QRCode(text)
    let scale = 8
    var image = Data("P5\n\(code.svgSize * scale) \(code.svgSize * scale)\n255\n".utf8)
    for y in 0..<(code.svgSize * scale) {
      for x in 0..<(code.svgSize * scale) {
        let dark = code.isDark(x / scale - QRCode.quietZone, y / scale - QRCode.quietZone)
        image.append(dark ? 0 : 255)
      }
    }
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("qr-\(UUID().uuidString).pgm")
    try image.write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let reader = Process()
    reader.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    reader.arguments = ["zbarimg", "--quiet", "--raw", "--nodbus", file.path]
    let output = Pipe()
    reader.standardOutput = output
    reader.standardError = FileHandle.nullDevice
    try reader.run()
    let read = output.fileHandleForReading.readDataToEndOfFile()
    reader.waitUntilExit()
    #expect(String(decoding: read, as: UTF8.self) == text + "\n")
  }
}
