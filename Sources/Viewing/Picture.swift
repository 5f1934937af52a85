/// What the first bytes of a picture say about it, read before any program decodes it.
struct Picture: Sendable, Equatable {
  let width: Int
  let height: Int
  /// 1, 3 or 4 of a JPEG; 0 for PNG.
  var components = 0
  /// A JPEG with four components from Adobe's programs has them inverted.
  var isInverted = false
  /// Quarter turns clockwise that show it upright (the orientation of Exif).
  var turns = 0

  /// Bytes within which a JPEG has to say how large it is: profiles and previews come before.
  static let headBytes = 2 << 20

  /// PNG, second edition, 11.2.2: the first chunk is IHDR.
  init?(png head: [UInt8]) {
    guard head.count >= 24, Array(head[12..<16]) == Array("IHDR".utf8) else { return nil }
    width = Self.number(head[16..<20])
    height = Self.number(head[20..<24])
  }

  /// ITU-T T.81, B.1: segments up to the frame header.
  init?(jpeg head: [UInt8]) {
    guard head.starts(with: [0xFF, 0xD8]) else { return nil }
    var place = 2
    var turns = 0
    var isInverted = false
    while place + 4 <= head.count {
      guard head[place] == 0xFF else { return nil }
      let marker = head[place + 1]
      if marker == 0xFF {
        place += 1
        continue
      }
      let length = Self.number(head[place + 2..<place + 4])
      guard length >= 2, place + 2 + length <= head.count else { return nil }
      let body = Array(head[place + 4..<place + 2 + length])
      switch marker {
      // Every frame header but DHT, JPG and DAC, which share the row.
      case 0xC0...0xCF where ![0xC4, 0xC8, 0xCC].contains(marker):
        guard body.count >= 6 else { return nil }
        height = Self.number(body[1..<3])
        width = Self.number(body[3..<5])
        components = Int(body[5])
        self.turns = turns
        self.isInverted = isInverted
        return
      case 0xE1: turns = ExifOrientation.turns(in: body) ?? turns
      case 0xEE: isInverted = isInverted || body.starts(with: Array("Adobe".utf8))
      case 0xDA, 0xD9: return nil
      default: break
      }
      place += 2 + length
    }
    return nil
  }

  /// Its size as it is shown.
  var size: PageSize? {
    let lying = PageSize(width: Double(width), height: Double(height))
    return turns % 2 == 0 ? lying : lying?.turned
  }

  static func number(_ bytes: some Sequence<UInt8>) -> Int {
    bytes.reduce(0) { $0 << 8 | Int($1) }
  }
}

/// The orientation that a camera noted (Exif 2.3, tag 0x0112).
enum ExifOrientation {
  /// Quarter turns clockwise; mirrored pictures, which no camera makes, count as the turn
  /// alone. `nil` when nothing is said.
  static func turns(in segment: [UInt8]) -> Int? {
    guard segment.starts(with: Array("Exif".utf8) + [0, 0]) else { return nil }
    let tiff = Array(segment.dropFirst(6))
    guard tiff.count >= 8 else { return nil }
    let isLittle = tiff.starts(with: Array("II".utf8))
    func number(_ place: Int, _ count: Int) -> Int? {
      guard place >= 0, place + count <= tiff.count else { return nil }
      let bytes = tiff[place..<place + count]
      return isLittle ? Picture.number(bytes.reversed()) : Picture.number(bytes)
    }
    guard let directory = number(4, 4), let entries = number(directory, 2) else { return nil }
    for index in 0..<min(entries, 256) {
      let entry = directory + 2 + index * 12
      guard let tag = number(entry, 2) else { return nil }
      guard tag == 0x0112 else { continue }
      switch number(entry + 8, 2) {
      case 3, 4: return 2
      case 5, 6: return 1
      case 7, 8: return 3
      default: return 0
      }
    }
    return nil
  }
}
