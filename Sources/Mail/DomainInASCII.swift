import CGMime

/// Domains in any script, written as servers need them (RFC 5891).
enum DomainInASCII {
  /// By the library's own conversion, which is how it would write the address; `nil` where the
  /// domain has no such form.
  static func address(_ address: Address) throws(MailError) -> Address? {
    if HeaderText.isASCII(address.domain) { return address }
    let mailbox = try unsafe MimeObject(
      adopting: internet_address_mailbox_new(nil, address.text))
    let converted = unsafe mailbox.withPointer(as: InternetAddressMailbox.self) { mailbox in
      unsafe internet_address_mailbox_get_idn_addr(mailbox).map { unsafe String(cString: $0) }
    }
    guard let converted, HeaderText.isASCII(converted) else { return nil }
    return Address(converted)
  }
}
