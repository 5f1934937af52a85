import Domain
import Foundation

/// Documents made on the fly, honest and hostile ones.
enum Papers {
  /// A PDF of these objects, the first of them being the catalogue (object 1).
  static func pdf(_ objects: [[UInt8]], extra trailer: String = "") -> [UInt8] {
    var bytes = Array("%PDF-1.7\n".utf8)
    var places: [Int] = []
    for (index, object) in objects.enumerated() {
      places.append(bytes.count)
      bytes += Array("\(index + 1) 0 obj\n".utf8) + object + Array("\nendobj\n".utf8)
    }
    let start = bytes.count
    bytes += Array("xref\n0 \(objects.count + 1)\n0000000000 65535 f \n".utf8)
    for place in places {
      bytes += Array(String(format: "%010d 00000 n \n", place).utf8)
    }
    let size = objects.count + 1
    return bytes
      + Array(
        "trailer\n<< /Size \(size) /Root 1 0 R \(trailer) >>\nstartxref\n\(start)\n%%EOF\n".utf8)
  }

  static func stream(_ dictionary: String, _ data: [UInt8]) -> [UInt8] {
    Array("<< \(dictionary) /Length \(data.count) >>\nstream\n".utf8) + data
      + Array("\nendstream".utf8)
  }

  static func text(_ text: String) -> [UInt8] { Array(text.utf8) }

  /// An ordinary document: a line of text on each page.
  static func ordinary(
    _ lines: [String], size: String = "0 0 595 842", page: String = "",
    catalogue: String = "", trailer: String = ""
  ) -> [UInt8] {
    let kids = lines.indices.map { "\(4 + $0 * 2) 0 R" }.joined(separator: " ")
    var objects = [
      text("<< /Type /Catalog /Pages 2 0 R \(catalogue) >>"),
      text("<< /Type /Pages /Kids [\(kids)] /Count \(lines.count) >>"),
      text("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"),
    ]
    for (index, line) in lines.enumerated() {
      objects.append(
        text(
          "<< /Type /Page /Parent 2 0 R /MediaBox [\(size)] /Contents \(5 + index * 2) 0 R"
            + " /Resources << /Font << /F 3 0 R >> >> \(page) >>"))
      objects.append(stream("", text("BT /F 18 Tf 60 60 Td (\(line)) Tj ET")))
    }
    return pdf(objects, extra: trailer)
  }

  /// A page whose one form draws the next ten times, and that the next, twelve deep.
  static var endless: [UInt8] {
    let depth = 12
    var objects = [
      text("<< /Type /Catalog /Pages 2 0 R >>"),
      text("<< /Type /Pages /Kids [3 0 R] /Count 1 >>"),
      text(
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R"
          + " /Resources << /XObject << /X 5 0 R >> >> >>"),
      stream("", text("/X Do")),
    ]
    for level in 0..<depth {
      let next = level + 1 < depth ? "/XObject << /X \(6 + level) 0 R >>" : ""
      let content = level + 1 < depth ? String(repeating: "/X Do ", count: 10) : "0 0 9 9 re f"
      objects.append(
        stream(
          "/Type /XObject /Subtype /Form /BBox [0 0 200 200] /Resources << \(next) >>",
          text(content)))
    }
    return pdf(objects)
  }

  /// A form that draws itself.
  static var selfish: [UInt8] {
    pdf([
      text("<< /Type /Catalog /Pages 2 0 R >>"),
      text("<< /Type /Pages /Kids [3 0 R 2 0 R] /Count 2 >>"),
      text(
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R"
          + " /Resources << /XObject << /X 5 0 R >> >> >>"),
      stream("", text("/X Do")),
      stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >>",
        text("/X Do")),
    ])
  }

  /// A page whose content is so many zero bytes, deflated to a twentieth of a percent.
  static func bomb(megabytes: Int) -> [UInt8] {
    pdf([
      text("<< /Type /Catalog /Pages 2 0 R >>"),
      text("<< /Type /Pages /Kids [3 0 R] /Count 1 >>"),
      text("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R >>"),
      stream("/Filter /FlateDecode", zeros(megabytes: megabytes)),
    ])
  }

  /// A picture of 50,000 by 50,000 pixels from that many bytes, inside a page.
  static var pictureBomb: [UInt8] {
    pdf([
      text("<< /Type /Catalog /Pages 2 0 R >>"),
      text("<< /Type /Pages /Kids [3 0 R] /Count 1 >>"),
      text(
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R"
          + " /Resources << /XObject << /X 5 0 R >> >> >>"),
      stream("", text("200 0 0 200 0 0 cm /X Do")),
      stream(
        "/Type /XObject /Subtype /Image /Width 50000 /Height 50000 /ColorSpace /DeviceRGB"
          + " /BitsPerComponent 8 /Filter /FlateDecode", zeros(megabytes: 100)),
    ])
  }

  /// Zero bytes as a zlib stream (RFC 1950, RFC 1951): a literal, then matches of 258 bytes one
  /// byte back, thirteen bits each, so that eight of them repeat every thirteen bytes.
  private static func zeros(megabytes: Int) -> [UInt8] {
    var bits: [UInt8] = [1, 1, 0] + [0, 0, 1, 1, 0, 0, 0, 0]
    let match: [UInt8] = [1, 1, 0, 0, 0, 1, 0, 1] + [0, 0, 0, 0, 0]
    while bits.count % 8 != 0 { bits += match }
    func packed(_ bits: [UInt8]) -> [UInt8] {
      stride(from: 0, to: bits.count, by: 8).map { start in
        bits[start..<min(start + 8, bits.count)].enumerated()
          .reduce(0) { $0 | $1.element << UInt8($1.offset) }
      }
    }
    let period = packed(Array(repeatElement(match, count: 8).joined()))
    let rounds = megabytes * 1_000_000 / (258 * 8)
    return [0x78, 0x9C] + packed(bits)
      + Array(repeatElement(period, count: rounds).joined()) + [0, 0, 0]
  }

  /// A PNG that says it has this size and holds grey for so many rows.
  static func png(width: Int, height: Int, rows: Int? = nil) -> [UInt8] {
    func four(_ number: Int) -> [UInt8] { (0..<4).map { UInt8(number >> (24 - 8 * $0) & 0xFF) } }
    func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
      let body = text(name) + data
      return four(data.count) + body + four(Int(crc(body)))
    }
    let row = [0] + [UInt8](repeating: 0x80, count: width)
    let data = Array(repeatElement(row, count: rows ?? height).joined())
    var deflated: [UInt8] = [0x78, 0x01]
    for start in stride(from: 0, to: data.count, by: 65_535) {
      let piece = data[start..<min(start + 65_535, data.count)]
      let (low, high) = (UInt8(piece.count & 0xFF), UInt8(piece.count >> 8))
      deflated += [piece.endIndex == data.count ? 1 : 0, low, high, ~low, ~high] + piece
    }
    return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
      + chunk("IHDR", four(width) + four(height) + [8, 0, 0, 0, 0])
      + chunk("IDAT", deflated + four(Int(adler(data)))) + chunk("IEND", [])
  }

  private static func crc(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(0xFFFF_FFFF as UInt32) { sum, byte in
      (0..<8).reduce(sum ^ UInt32(byte)) { sum, _ in
        sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1
      }
    }
  }

  private static func adler(_ bytes: [UInt8]) -> UInt32 {
    let (a, b) = bytes.reduce((1, 0) as (UInt32, UInt32)) { sums, byte in
      let a = (sums.0 + UInt32(byte)) % 65_521
      return (a, (sums.1 + a) % 65_521)
    }
    return b << 16 | a
  }

  /// The smallest word-processor document there is, as a ZIP without compression.
  static func docx(_ line: String) -> [UInt8] {
    let types = """
      <?xml version="1.0"?><Types \
      xmlns="http://schemas.openxmlformats.org/package/2006/content-types">\
      <Default Extension="rels" ContentType=\
      "application/vnd.openxmlformats-package.relationships+xml"/>\
      <Override PartName="/word/document.xml" ContentType=\
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>
      """
    let relations = """
      <?xml version="1.0"?><Relationships \
      xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" \
      Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" \
      Target="word/document.xml"/></Relationships>
      """
    let document = """
      <?xml version="1.0"?><w:document \
      xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>\
      <w:t>\(line)</w:t></w:r></w:p></w:body></w:document>
      """
    return zip([
      ("[Content_Types].xml", types), ("_rels/.rels", relations),
      ("word/document.xml", document),
    ])
  }

  private static func zip(_ files: [(String, String)]) -> [UInt8] {
    func two(_ number: Int) -> [UInt8] { [UInt8(number & 0xFF), UInt8(number >> 8 & 0xFF)] }
    func four(_ number: Int) -> [UInt8] { two(number & 0xFFFF) + two(number >> 16) }
    var body: [UInt8] = []
    var directory: [UInt8] = []
    for (name, content) in files {
      let data = text(content)
      let about =
        two(20) + two(0) + two(0) + four(0) + four(Int(crc(data))) + four(data.count)
        + four(data.count) + two(name.utf8.count) + two(0)
      directory +=
        [0x50, 0x4B, 1, 2] + two(20) + about + two(0) + two(0) + two(0) + four(0)
        + four(body.count) + text(name)
      body += [0x50, 0x4B, 3, 4] + about + text(name) + data
    }
    return body + directory + [0x50, 0x4B, 5, 6] + two(0) + two(0) + two(files.count)
      + two(files.count) + four(directory.count) + four(body.count) + two(0)
  }
}
