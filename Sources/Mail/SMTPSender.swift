import CCurl
import Dispatch

/// Hands mails to a server, one after the other, over a connection that it keeps for a while.
package struct SMTPSender: Sendable {
  private let connection: SMTPConnection

  /// Connects at first use.
  package init(_ server: SMTPServer) { connection = SMTPConnection(server) }

  /// Returns once the server has taken the mail for good. Cancelling breaks it off, but not any
  /// more when the server may have taken it already.
  package func send(_ bytes: [UInt8], in envelope: Envelope) async throws(SMTPError) {
    let stop = StopWish()
    let outcome = await withTaskCancellationHandler {
      await connection.send(bytes, in: envelope, stop)
    } onCancel: {
      stop.set()
    }
    try outcome.get()
  }

  /// Connects, greets, encrypts and logs in, and sends nothing.
  package func probe() async throws(SMTPError) { try await connection.probe().get() }
}

/// The library's calls block, so they run on a queue of their own.
actor SMTPConnection {
  /// A connection that has been idle for longer isn't used again: servers hang up.
  private static let mostIdleSeconds = 20
  private let thread = MailThread()
  private let server: SMTPServer
  private var kept: CurlHandle?

  nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe thread.asUnownedSerialExecutor()
  }

  init(_ server: SMTPServer) { self.server = server }

  func send(
    _ bytes: [UInt8], in envelope: Envelope, _ stop: StopWish
  ) -> Result<Void, SMTPError> {
    Result { () throws(SMTPError) in
      let handle = if let kept = kept.take() { kept } else { try handle() }
      handle.set(CURLOPT_UPLOAD, 1)
      handle.set(CURLOPT_INFILESIZE, bytes.count)
      handle.set(CURLOPT_MAIL_FROM, "<\(envelope.from)>")
      let talk = SMTPTalk(bytes, stop: stop)
      let (code, reply) = handle.perform(talk, to: "<\(envelope.to)>")
      if let error = SMTPError(code, reply: reply, at: talk.stage) {
        // After any trouble the next mail begins with a new connection.
        handle.hangUp()
        throw error
      }
      kept = consume handle
    }
  }

  func probe() -> Result<Void, SMTPError> {
    Result { () throws(SMTPError) in
      let handle = try handle()
      handle.set(CURLOPT_CONNECT_ONLY, 1)
      let talk = SMTPTalk([], stop: StopWish())
      let (code, reply) = handle.perform(talk, to: nil)
      let error = SMTPError(code, reply: reply, at: talk.stage)
      handle.hangUp()
      if let error { throw error }
    }
  }

  private func handle() throws(SMTPError) -> CurlHandle {
    let handle = try CurlHandle()
    handle.set(CURLOPT_URL, server.url)
    handle.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
    // Mail never goes by a web proxy that somebody's environment names.
    handle.set(CURLOPT_PROXY, "")
    handle.set(CURLOPT_NOSIGNAL, 1)
    handle.set(CURLOPT_NOPROGRESS, 0)
    handle.set(CURLOPT_VERBOSE, 1)
    handle.set(CURLOPT_CONNECTTIMEOUT, server.times.connecting)
    handle.set(CURLOPT_SERVER_RESPONSE_TIMEOUT, server.times.answer)
    handle.set(CURLOPT_LOW_SPEED_LIMIT, 1)
    handle.set(CURLOPT_LOW_SPEED_TIME, server.times.answer)
    handle.set(CURLOPT_TIMEOUT, server.times.total)
    handle.set(CURLOPT_MAXAGE_CONN, Self.mostIdleSeconds)
    handle.set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
    handle.set(
      CURLOPT_USE_SSL,
      Int((server.security == .none ? CURLUSESSL_NONE : CURLUSESSL_ALL).rawValue))
    if let authorities = server.authorities { handle.set(CURLOPT_CAINFO, authorities) }
    if let user = server.user {
      handle.set(CURLOPT_USERNAME, user)
      handle.set(CURLOPT_PASSWORD, server.password ?? "")
    }
    return handle
  }
}

extension SMTPError {
  /// What the library's code means at this stage; `nil` for success. A refusal before the
  /// recipient was named isn't the recipient's fault.
  init?(_ code: CURLcode, reply: Int, at stage: SMTPTalk.Stage) {
    switch code {
    case CURLE_OK: return nil
    case CURLE_ABORTED_BY_CALLBACK: self = .stopped
    case CURLE_COULDNT_RESOLVE_HOST: self = .temporary(.unknownHost)
    case CURLE_COULDNT_CONNECT: self = .temporary(.noConnection)
    case CURLE_OPERATION_TIMEDOUT: self = .temporary(.timeout)
    case CURLE_USE_SSL_FAILED: self = .misconfigured(.notEncrypted)
    case CURLE_PEER_FAILED_VERIFICATION: self = .misconfigured(.certificateNotTrusted)
    case CURLE_SSL_CACERT_BADFILE: self = .misconfigured(.authoritiesUnreadable)
    case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CIPHER: self = .misconfigured(.encryptionFailed)
    case CURLE_LOGIN_DENIED where (400..<500).contains(reply):
      self = .temporary(.busy(reply: reply))
    case CURLE_LOGIN_DENIED:
      self = .misconfigured((500..<600).contains(reply) ? .loginRefused : .loginNotOffered)
    default: self = Self.refused(reply, at: stage)
    }
  }

  private static func refused(_ reply: Int, at stage: SMTPTalk.Stage) -> SMTPError {
    switch (reply, stage) {
    case (400..<500, ...SMTPTalk.Stage.login): .temporary(.busy(reply: reply))
    case (400..<500, _): .temporary(.putOff(reply: reply))
    case (500..<600, SMTPTalk.Stage.recipient...): .permanent(reply: reply)
    case (500..<600, .sender): .misconfigured(.senderRefused(reply: reply))
    case (500..<600, .login): .misconfigured(.loginRefused)
    case (500..<600, _): .misconfigured(.refusedFromTheStart(reply: reply))
    default: .temporary(.brokenOff)
    }
  }
}

/// A queue that stands for one connection's thread.
final class MailThread: SerialExecutor {
  private let queue = DispatchQueue(label: "mail.connection")

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    // The job may hold the last reference to the connection, and it to this thread.
    queue.async { [self] in unsafe job.runSynchronously(on: asUnownedSerialExecutor()) }
  }

  func asUnownedSerialExecutor() -> UnownedSerialExecutor {
    unsafe UnownedSerialExecutor(ordinary: self)
  }
}
