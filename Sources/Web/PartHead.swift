/// What the head of one part of a form says: which field it is, and whether it is a file.
struct PartHead: Equatable, Sendable {
  let name: String
  /// As the browser sent it; empty when no file was chosen; `nil` for a field that is no file.
  let fileName: String?
  let contentType: String?

  /// Reads the lines of a head. Refuses one that comes twice, is folded, holds a control
  /// character, or says anything that isn't understood about how the part is to be read.
  init(_ bytes: some Collection<UInt8>, nameBytes: Int) throws(MalformedForm) {
    guard let text = String(validating: bytes, as: UTF8.self) else { throw .head }
    var fields: [String: String] = [:]
    for line in text.split(separator: "\r\n", omittingEmptySubsequences: false) {
      let (name, value) = try Self.field(line)
      guard fields.updateValue(value, forKey: name) == nil else { throw .repeatedHeader }
    }
    guard let disposition = fields["content-disposition"].flatMap(HeaderValue.parsed),
      disposition.word.lowercased() == "form-data",
      Set(disposition.parameters.keys).isSubset(of: ["name", "filename"]),
      let name = disposition.parameters["name"].map(Self.unescaped), !name.isEmpty,
      name.utf8.count <= nameBytes
    else { throw .disposition }
    // RFC 7578 4.7: nothing makes these any more; one that changes the bytes isn't understood.
    if let encoding = fields["content-transfer-encoding"],
      !["7bit", "8bit", "binary"].contains(encoding.lowercased())
    {
      throw .encoding
    }
    self.name = name
    fileName = disposition.parameters["filename"].map(Self.unescaped)
    contentType = fields["content-type"]
    // RFC 7578 4.3 took parts within parts away.
    if contentType?.lowercased().hasPrefix("multipart/") == true { throw .encoding }
  }

  private static func field(
    _ line: Substring
  ) throws(MalformedForm) -> (name: String, value: String) {
    let halves = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard halves.count == 2, !halves[0].isEmpty,
      halves[0].utf8.allSatisfy(HeaderValue.isTokenByte),
      !halves[1].unicodeScalars.contains(where: InputText.isControl)
    else { throw .head }
    let value = halves[1].drop { $0 == " " }
    return (halves[0].lowercased(), String(value.reversed().drop { $0 == " " }.reversed()))
  }

  /// HTML escapes three characters in names, and those alone.
  private static func unescaped(_ text: String) -> String {
    text.replacing("%22", with: "\"").replacing("%0D", with: "\r").replacing("%0A", with: "\n")
  }
}

/// Why a body is no form in parts, or more of one than is taken.
enum MalformedForm: Error, Equatable, Sendable {
  /// The parts don't begin, follow each other or end as they must.
  case delimiter
  case head
  case repeatedHeader
  case disposition
  /// Encoded, or with parts within a part.
  case encoding
  case tooManyParts
  case fieldTooLong
  /// It ended before its end.
  case incomplete
}
