import CCurl
import Glibc

/// Owns one handle of the library, with the connection it keeps. Given back exactly once.
@safe struct CurlHandle: ~Copyable {
  private static let started: CURLcode = lethe_curl_start()
  private let pointer: UnsafeMutableRawPointer

  init() throws(SMTPError) {
    guard Self.started == CURLE_OK, let made = unsafe curl_easy_init() else {
      throw .temporary(.noConnection)
    }
    unsafe pointer = made
  }

  deinit { unsafe curl_easy_cleanup(pointer) }

  borrowing func set(_ option: CURLoption, _ text: String) {
    // The library copies texts.
    _ = unsafe lethe_curl_set_text(pointer, option, text)
  }

  borrowing func set(_ option: CURLoption, _ number: Int) {
    _ = unsafe lethe_curl_set_number(pointer, option, number)
  }

  /// Leaves without a word. The library would say goodbye and wait two minutes for an answer, by
  /// a server that may have stopped answering.
  borrowing func hangUp() {
    let socket = unsafe lethe_curl_socket(pointer)
    if socket != CURL_SOCKET_BAD { shutdown(socket, Int32(SHUT_RDWR)) }
  }

  /// Runs the conversation to its end on this thread. `talk` hears it, feeds it, and may end it.
  borrowing func perform(_ talk: SMTPTalk, to recipient: String?) -> (CURLcode, reply: Int) {
    let recipients = unsafe recipient.flatMap { unsafe curl_slist_append(nil, $0) }
    defer { unsafe curl_slist_free_all(recipients) }
    _ = unsafe lethe_curl_set_list(pointer, CURLOPT_MAIL_RCPT, recipients)
    let told = unsafe Unmanaged.passUnretained(talk).toOpaque()
    _ = unsafe lethe_curl_set_pointer(pointer, CURLOPT_READDATA, told)
    _ = unsafe lethe_curl_set_pointer(pointer, CURLOPT_XFERINFODATA, told)
    _ = unsafe lethe_curl_set_pointer(pointer, CURLOPT_DEBUGDATA, told)
    _ = unsafe lethe_curl_on_read(pointer) { bytes, size, count, talk in
      unsafe SMTPTalk.of(talk)?.read(into: bytes, most: size * count) ?? 0
    }
    _ = unsafe lethe_curl_on_progress(pointer) { talk, _, _, _, _ in
      unsafe SMTPTalk.of(talk)?.mayGoOn == false ? 1 : 0
    }
    _ = unsafe lethe_curl_on_talk(pointer) { _, kind, bytes, count, talk in
      if kind == CURLINFO_HEADER_OUT {
        unsafe SMTPTalk.of(talk)?.hear(UnsafeRawBufferPointer(start: bytes, count: count))
      }
      return 0
    }
    let code = withExtendedLifetime(talk) { unsafe curl_easy_perform(pointer) }
    var reply = 0
    _ = unsafe lethe_curl_get_number(pointer, CURLINFO_RESPONSE_CODE, &reply)
    _ = unsafe lethe_curl_set_list(pointer, CURLOPT_MAIL_RCPT, nil)
    return (code, reply)
  }
}
