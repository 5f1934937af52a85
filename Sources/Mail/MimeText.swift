import CGMime

/// Parts of text: UTF-8, lines ended by CR LF, encoded so that seven bits carry them.
enum MimeText {
  static func part(subtype: String, text: String) throws(MailError) -> MimeObject {
    let bytes = canonical(text)
    let part = try unsafe MimeObject(adopting: g_mime_part_new_with_type("text", subtype))
    let content = try wrapper(of: bytes)
    let encoding = encoding(for: bytes)
    unsafe part.withPointer(as: GMimePart.self) { part in
      unsafe content.withPointer(as: GMimeDataWrapper.self) {
        unsafe g_mime_part_set_content(part, $0)
      }
      unsafe g_mime_part_set_content_encoding(part, encoding)
    }
    unsafe part.withPointer(as: GMimeObject.self) { part in
      unsafe g_mime_object_set_content_type_parameter(part, "charset", "utf-8")
    }
    return part
  }

  /// A text file to be saved, byte for byte: base64 keeps its line ends.
  static func file(named name: String, text: String) throws(MailError) -> MimeObject {
    let part = try unsafe MimeObject(adopting: g_mime_part_new_with_type("text", "plain"))
    let content = try wrapper(of: Array(text.utf8))
    unsafe part.withPointer(as: GMimePart.self) { part in
      unsafe content.withPointer(as: GMimeDataWrapper.self) {
        unsafe g_mime_part_set_content(part, $0)
      }
      unsafe g_mime_part_set_content_encoding(part, GMIME_CONTENT_ENCODING_BASE64)
    }
    unsafe part.withPointer(as: GMimeObject.self) { part in
      unsafe g_mime_object_set_content_type_parameter(part, "charset", "utf-8")
      unsafe g_mime_object_set_disposition(part, "attachment")
      unsafe g_mime_object_set_content_disposition_parameter(part, "filename", name)
    }
    return part
  }

  /// The library copies the bytes; the wrapper takes its own reference to the stream.
  private static func wrapper(
    of bytes: [UInt8]
  ) throws(MailError) -> MimeObject {
    let raw = unsafe bytes.withUnsafeBytes { bytes in
      unsafe g_mime_stream_mem_new_with_buffer(
        bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count)
    }
    let stream = try unsafe MimeObject(adopting: raw)
    let wrapper = unsafe stream.withPointer(as: GMimeStream.self) { stream in
      unsafe g_mime_data_wrapper_new_with_stream(stream, GMIME_CONTENT_ENCODING_DEFAULT)
    }
    return try unsafe MimeObject(adopting: wrapper)
  }

  /// Line ends as RFC 5322 wants them, also within an encoding that hides them.
  private static func canonical(_ text: String) -> [UInt8] {
    let lines = text.split(omittingEmptySubsequences: false) {
      $0 == "\n" || $0 == "\r\n" || $0 == "\r"
    }
    return Array(lines.joined(separator: "\r\n").utf8)
  }

  /// Quoted-printable stays legible where most is ASCII; beyond a fifth, base64 is shorter.
  private static func encoding(for bytes: [UInt8]) -> GMimeContentEncoding {
    let others = bytes.count { $0 >= 0x80 }
    return others * 5 > bytes.count
      ? GMIME_CONTENT_ENCODING_BASE64 : GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE
  }
}
