import Domain

/// A JPEG as the only page of a PDF, so that poppler decodes it, makes it smaller and turns it
/// upright: one program less that has to be trusted with pictures. A PDF holds JPEG data as
/// they are (ISO 32000-1, 7.4.8, DCTDecode).
struct PicturePage: Sendable {
  private let head: [UInt8]
  private let tail: [UInt8]

  init(_ picture: Picture, bytes: Int) {
    let space =
      switch picture.components {
      case 1: "/DeviceGray"
      case 4: "/DeviceCMYK"
      default: "/DeviceRGB"
      }
    let isInverted = picture.isInverted && picture.components == 4
    let content = "\(picture.width) 0 0 \(picture.height) 0 0 cm /Picture Do"
    let objects = [
      "<< /Type /Catalog /Pages 2 0 R >>",
      "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
      "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 \(picture.width) \(picture.height)]"
        + " /Rotate \(picture.turns * 90) /Contents 4 0 R"
        + " /Resources << /XObject << /Picture 5 0 R >> >> >>",
      "<< /Length \(content.utf8.count) >>\nstream\n\(content)\nendstream",
    ]
    var text = "%PDF-1.4\n"
    var places: [Int] = []
    for (index, object) in objects.enumerated() {
      places.append(text.utf8.count)
      text += "\(index + 1) 0 obj\n\(object)\nendobj\n"
    }
    places.append(text.utf8.count)
    text +=
      "5 0 obj\n<< /Type /XObject /Subtype /Image /Width \(picture.width)"
      + " /Height \(picture.height) /ColorSpace \(space) /BitsPerComponent 8"
      + (isInverted ? " /Decode [1 0 1 0 1 0 1 0]" : "")
      + " /Filter /DCTDecode /Length \(bytes) >>\nstream\n"
    head = Array(text.utf8)
    let end = "\nendstream\nendobj\n"
    var table = "xref\n0 6\n0000000000 65535 f \n"
    for place in places { table += Self.padded(place) + " 00000 n \n" }
    table += "trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n"
    table += "\(head.count + bytes + end.utf8.count)\n%%EOF\n"
    tail = Array((end + table).utf8)
  }

  private static func padded(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: 10 - digits.count) + digits
  }

  /// The PDF around the picture that `source` passes on.
  func around(_ source: DocumentSource) -> DocumentSource {
    let (head, tail) = (head, tail)
    return DocumentSource(
      key: source.key, mediaType: .pdf, bytes: head.count + source.bytes + tail.count
    ) { each in
      try await each(head)
      try await source.read(each)
      try await each(tail)
    }
  }
}
