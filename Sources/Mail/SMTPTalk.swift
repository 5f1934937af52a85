import Synchronization

/// One conversation with a server, as the library's callbacks see it: on one thread, but for the
/// wish to stop.
final class SMTPTalk {
  /// How far the conversation has come; told by what we say.
  enum Stage: Comparable {
    case greeting, login, sender, recipient, body
  }

  private(set) var stage = Stage.greeting
  private var rest: ArraySlice<UInt8>
  private var isOut = false
  private let stop: StopWish
  private let farewell: Duration
  private var stopsAt: ContinuousClock.Instant?

  /// Who is told to stop waits so long at most for the answer to a whole mail; the service as a
  /// whole must end in time.
  init(_ bytes: [UInt8], stop: StopWish, farewell: Duration = .seconds(5)) {
    rest = bytes[...]
    self.stop = stop
    self.farewell = farewell
  }

  /// The talk behind a callback's pointer.
  static func of(_ pointer: UnsafeMutableRawPointer?) -> SMTPTalk? {
    unsafe pointer.map { unsafe Unmanaged<SMTPTalk>.fromOpaque($0).takeUnretainedValue() }
  }

  /// Gives out the next bytes of the mail. After the last of them the server is asked to take it.
  func read(into target: UnsafeMutablePointer<CChar>?, most: Int) -> Int {
    guard let target = unsafe target, !rest.isEmpty else {
      isOut = true
      return 0
    }
    let piece = rest.prefix(most)
    unsafe piece.withUnsafeBytes { bytes in
      unsafe UnsafeMutableRawBufferPointer(start: target, count: bytes.count)
        .copyMemory(from: bytes)
    }
    rest = rest.dropFirst(piece.count)
    return piece.count
  }

  /// Once the whole mail is out the server may have it already. Breaking off then would send it
  /// twice, so its answer is waited for, though not for ever.
  var mayGoOn: Bool {
    guard stop.isSet else { return true }
    guard isOut else { return false }
    let end = stopsAt ?? .now + farewell
    stopsAt = end
    return .now < end
  }

  /// Notes which command we send, and nothing else of it: this is where passwords pass.
  func hear(_ command: UnsafeRawBufferPointer) {
    let word = unsafe command.prefix(4).map { $0 & 0xDF }
    switch String(decoding: word, as: UTF8.self) {
    case "AUTH": stage = .login
    case "MAIL": stage = .sender
    case "RCPT": stage = .recipient
    case "DATA": stage = .body
    default: break
    }
  }
}

/// Whether somebody wants a conversation to stop.
final class StopWish: Sendable {
  private let wish = Atomic(false)

  var isSet: Bool { wish.load(ordering: .relaxed) }

  func set() { wish.store(true, ordering: .relaxed) }
}
