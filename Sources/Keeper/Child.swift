import Foundation
import Glibc

/// A program started by this process. What the room opens is close-on-exec, so that a program
/// gets nothing but what its order names; ``StopSignals`` sees to what others left open.
struct Child: Sendable {
  let pid: pid_t

  /// What a program is started with.
  struct Order {
    /// The program's path, then its arguments.
    var arguments: [String]
    var environment: [String: String] = [:]
    /// Standard output and standard error; `nil` is nowhere.
    var output: Int32?
    /// Becomes descriptor 3 of the program, which keeps it open as long as it lives.
    var kept: Int32?
    /// A session of its own: no terminal or group signal of the caller reaches it.
    var session = false
  }

  /// `POSIX_SPAWN_SETSID`, which glibc's headers show to GNU sources only.
  private static let newSession: Int32 = 0x80

  init(starting order: Order) throws(KeeperError) {
    let program = order.arguments.first ?? ""
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    if let output = order.output {
      unsafe posix_spawn_file_actions_adddup2(&actions, output, 1)
    } else {
      unsafe posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    }
    unsafe posix_spawn_file_actions_adddup2(&actions, 1, 2)
    if let kept = order.kept {
      unsafe posix_spawn_file_actions_adddup2(&actions, kept, 3)
    }

    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    var flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
    if order.session { flags |= Self.newSession }
    unsafe posix_spawnattr_setflags(&attributes, Int16(flags))
    var set = sigset_t()
    unsafe sigemptyset(&set)
    unsafe posix_spawnattr_setsigmask(&attributes, &set)
    unsafe sigfillset(&set)
    unsafe posix_spawnattr_setsigdefault(&attributes, &set)

    var started: pid_t = 0
    let variables = order.environment.map { "\($0.key)=\($0.value)" }
    let code = unsafe CStrings.with(order.arguments) { arguments in
      unsafe CStrings.with(variables) { variables in
        unsafe posix_spawn(&started, program, &actions, &attributes, arguments, variables)
      }
    }
    guard code == 0 else {
      throw .executableUnusable(path: program, reason: KeeperError.reason(code))
    }
    pid = started
  }

  /// The exit status once it has ended (128 + signal when killed), `nil` while it runs.
  func ended() -> Int32? {
    var status: Int32 = 0
    switch unsafe waitpid(pid, &status, WNOHANG) {
    case 0: return nil
    case pid: return status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f)
    default: return 255
    }
  }

  /// Waits for the end. `interrupted` is asked meanwhile; when true the program is killed.
  func wait(unless interrupted: () -> Bool = { false }) -> Int32 {
    while true {
      if let status = ended() { return status }
      if interrupted() { kill(pid, SIGKILL) }
      usleep(10_000)
    }
  }

  /// Runs a short program to its end and returns what it printed.
  static func output(
    of arguments: [String], environment: [String: String] = [:]
  ) throws(KeeperError) -> (status: Int32, text: String) {
    let pipe = Pipe()
    let order = Order(
      arguments: arguments, environment: environment,
      output: pipe.fileHandleForWriting.fileDescriptor)
    let child = try Child(starting: order)
    do {
      try pipe.fileHandleForWriting.close()
      let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
      return (child.wait(), String(decoding: data, as: UTF8.self))
    } catch {
      throw .executableUnusable(path: arguments.first ?? "", reason: "its output was lost")
    }
  }
}

/// Arrays of C strings, which live as long as the closure runs.
enum CStrings {
  static func with<Result>(
    _ strings: [String],
    _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
  ) -> Result {
    var copies: [UnsafeMutablePointer<CChar>?] = unsafe strings.map { unsafe strdup($0) }
    unsafe copies.append(nil)
    defer { unsafe copies.forEach { unsafe free($0) } }
    return unsafe copies.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { preconditionFailure("never empty") }
      return unsafe body(start)
    }
  }
}
