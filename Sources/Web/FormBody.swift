/// A small form, in either of the two ways a form is sent. A name that comes twice has no value:
/// nobody can tell which was meant.
struct FormBody {
  let fields: [(name: String, value: String)]

  /// `nil` when it can't be read as the form it is said to be, or holds a file.
  init?(_ bytes: [UInt8], contentType: String?) {
    let fields: [(name: String, value: String)]? =
      switch FormType(contentType) {
      case .urlEncoded: Self.urlEncoded(bytes)
      case .multipart(let boundary): Self.multipart(bytes, boundary: boundary)
      case nil: nil
      }
    guard let fields else { return nil }
    self.fields = fields
  }

  func has(_ name: String) -> Bool { fields.contains { $0.name == name } }

  func value(of name: String) -> String? {
    let values = fields.filter { $0.name == name }
    return values.count == 1 ? values[0].value : nil
  }

  private static func urlEncoded(_ bytes: [UInt8]) -> [(name: String, value: String)]? {
    guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
    var fields: [(name: String, value: String)] = []
    for pair in text.split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = PercentText.decoded(parts[0], plusIsSpace: true),
        let value = PercentText.decoded(parts.count > 1 ? parts[1] : "", plusIsSpace: true)
      else { return nil }
      fields.append((name, value))
    }
    return fields
  }

  private static func multipart(
    _ bytes: [UInt8], boundary: String
  ) -> [(name: String, value: String)]? {
    var reader = MultipartReader(boundary: boundary)
    var fields: [(name: String, value: String)] = []
    var value: [UInt8] = []
    do {
      for event in try reader.push(bytes) {
        switch event {
        case .part(let head):
          guard head.fileName == nil else { return nil }
          fields.append((head.name, ""))
          value = []
        case .bytes(let more): value += more
        case .end:
          guard let text = String(validating: value, as: UTF8.self) else { return nil }
          fields[fields.count - 1].value = text
        }
      }
      try reader.finish()
    } catch { return nil }
    return fields
  }
}
