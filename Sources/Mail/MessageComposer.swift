import CGMime
import struct Foundation.Date

/// Turns a message into the bytes that go over the wire: RFC 5322 with MIME, every line ended by
/// CR LF, text and HTML as alternatives in UTF-8.
package struct MessageComposer: Sendable {
  /// Starts the library, once in a process.
  private static let started: Void = g_mime_init()

  package init() { Self.started }

  /// The whole mail. Names and subjects are cleaned; addresses that can't be used are refused.
  package func compose(_ message: Message) throws(MailError) -> [UInt8] {
    let from = try address(message.from, .from)
    let to = try address(message.to, .to)
    guard let id = HeaderText.id(message.id) else { throw .badID }
    guard HeaderText.isLanguageTag(message.language) else { throw .badLanguage }

    // False: headers in the order they are set.
    let mail = try unsafe MimeObject(adopting: g_mime_message_new(0))
    try setDate(message.date, on: mail)
    try add(message.from, from, GMIME_ADDRESS_TYPE_FROM, to: mail)
    try add(message.to, to, GMIME_ADDRESS_TYPE_TO, to: mail)
    if let replyTo = message.replyTo {
      try add(replyTo, try address(replyTo, .replyTo), GMIME_ADDRESS_TYPE_REPLY_TO, to: mail)
    }
    unsafe mail.withPointer(as: GMimeMessage.self) { mail in
      unsafe g_mime_message_set_subject(mail, HeaderText.line(message.subject), "utf-8")
      unsafe g_mime_message_set_message_id(mail, "\(id)@\(from.domain)")
    }
    try setBody(message, of: mail)
    try setHeaders(message, on: mail)
    return try MimeWriter.bytes(of: mail)
  }

  /// Where the mail comes from and goes to, as servers are told.
  package func envelope(of message: Message) throws(MailError) -> Envelope {
    Envelope(
      from: try address(message.from, .from).text, to: try address(message.to, .to).text)
  }

  private func address(_ mailbox: Mailbox, _ field: MailError.Field) throws(MailError) -> Address {
    guard let given = Address(mailbox.address), let address = try DomainInASCII.address(given)
    else { throw .badAddress(field) }
    return address
  }

  private func setDate(
    _ date: Date, on mail: borrowing MimeObject
  ) throws(MailError) {
    let seconds = Int(date.timeIntervalSince1970.rounded(.down))
    guard let time = unsafe g_date_time_new_from_unix_utc(seconds) else { throw .notComposed }
    defer { unsafe g_date_time_unref(time) }
    unsafe mail.withPointer(as: GMimeMessage.self) { mail in
      unsafe g_mime_message_set_date(mail, time)
    }
  }

  private func add(
    _ mailbox: Mailbox, _ address: Address, _ type: GMimeAddressType,
    to mail: borrowing MimeObject
  ) throws(MailError) {
    let name = mailbox.name.map(HeaderText.line) ?? ""
    let entry = try unsafe MimeObject(
      adopting: internet_address_mailbox_new(name.isEmpty ? nil : name, address.text))
    unsafe entry.withPointer(as: InternetAddress.self) { entry in
      unsafe internet_address_set_charset(entry, "utf-8")
      unsafe mail.withPointer(as: GMimeMessage.self) { mail in
        // The list takes a reference of its own to the entry.
        _ = unsafe internet_address_list_add(g_mime_message_get_addresses(mail, type), entry)
      }
    }
  }

  private func setHeaders(
    _ message: Message, on mail: borrowing MimeObject
  ) throws(MailError) {
    var headers = [
      ("Content-Language", message.language),
      // RFC 3834: nobody's absence notice answers this.
      ("Auto-Submitted", "auto-generated"),
    ]
    if let url = message.unsubscribeURL {
      guard HeaderText.isWebAddress(url) else { throw .badLink }
      headers.append(("List-Unsubscribe", "<\(url)>"))
      headers.append(("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"))
    }
    unsafe mail.withPointer(as: GMimeObject.self) { mail in
      for (name, value) in headers {
        unsafe g_mime_object_set_header(mail, name, value, "utf-8")
        // As it is: the library would encode a long address as if it were text.
        let list = unsafe g_mime_object_get_header_list(mail)
        let header = unsafe g_mime_header_list_get_header(list, name)
        unsafe g_mime_header_set_raw_value(header, " \(value)\n")
      }
    }
  }

  /// Plain text first: a reader shows the last alternative it understands (RFC 2046 5.1.4).
  private func setBody(
    _ message: Message, of mail: borrowing MimeObject
  ) throws(MailError) {
    let body = try unsafe MimeObject(adopting: g_mime_multipart_new_with_subtype("alternative"))
    for (subtype, text) in [("plain", message.text), ("html", message.html)] {
      Self.add(try MimeText.part(subtype: subtype, text: text), to: body)
    }
    guard let file = message.file else { return Self.put(body, into: mail) }
    let whole = try unsafe MimeObject(adopting: g_mime_multipart_new_with_subtype("mixed"))
    Self.add(body, to: whole)
    Self.add(try MimeText.file(named: file.name, text: file.text), to: whole)
    Self.put(whole, into: mail)
  }

  private static func put(_ body: borrowing MimeObject, into mail: borrowing MimeObject) {
    unsafe mail.withPointer(as: GMimeMessage.self) { mail in
      unsafe body.withPointer(as: GMimeObject.self) { body in
        unsafe g_mime_message_set_mime_part(mail, body)
      }
    }
  }

  private static func add(_ part: borrowing MimeObject, to whole: borrowing MimeObject) {
    unsafe whole.withPointer(as: GMimeMultipart.self) { whole in
      unsafe part.withPointer(as: GMimeObject.self) { part in
        unsafe g_mime_multipart_add(whole, part)
      }
    }
  }
}
