import Domain

/// How a document is offered for saving (RFC 6266): never shown in place, under its own name.
enum ContentDisposition {
  /// An ASCII `filename` for old programs and the true name in `filename*` (RFC 8187).
  static func attachment(_ name: String, type: MediaType) -> String {
    let full = complete(name, type: type)
    return
      #"attachment; filename="\#(plain(full))"; filename*=UTF-8''\#(PercentText.encoded(full))"#
  }

  /// A name without an ending gets its type's.
  private static func complete(_ name: String, type: MediaType) -> String {
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex,
      name.index(after: dot) < name.endIndex
    else { return "\(name).\(type.fileExtension)" }
    return name
  }

  /// Whatever a quoted string could be ended or misread by becomes `_`.
  private static func plain(_ name: String) -> String {
    name.unicodeScalars.reduce(into: "") { text, scalar in
      let harmless =
        (0x20...0x7E).contains(scalar.value) && scalar != "\"" && scalar != "\\" && scalar != "%"
      text.unicodeScalars.append(harmless ? scalar : "_")
    }
  }
}
