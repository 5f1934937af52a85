import CGMime

/// Writes an object of the library into memory.
enum MimeWriter {
  static func bytes(of mail: borrowing MimeObject) throws(MailError) -> [UInt8] {
    guard let options = unsafe g_mime_format_options_new() else { throw .notComposed }
    defer { unsafe g_mime_format_options_free(options) }
    unsafe g_mime_format_options_set_newline_format(options, GMIME_NEWLINE_FORMAT_DOS)
    let stream = try unsafe MimeObject(adopting: g_mime_stream_mem_new())
    let written = unsafe stream.withPointer(as: GMimeStream.self) { stream in
      unsafe mail.withPointer(as: GMimeObject.self) { mail in
        unsafe g_mime_object_write_to_stream(mail, options, stream)
      }
    }
    guard written > 0 else { throw .notComposed }
    return try unsafe stream.withPointer(as: GMimeStreamMem.self) { stream throws(MailError) in
      guard let array = unsafe g_mime_stream_mem_get_byte_array(stream) else {
        throw .notComposed
      }
      let bytes = unsafe UnsafeBufferPointer(
        start: array.pointee.data, count: Int(array.pointee.len))
      return unsafe Array(bytes)
    }
  }
}
