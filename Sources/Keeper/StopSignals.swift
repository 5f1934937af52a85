import Glibc

/// The signals that ask the keeper to go. They are blocked and looked at, so that none arrives
/// between two steps of a start or a stop.
struct StopSignals: Sendable {
  /// A blocked signal must be blocked in every thread, and the program's runtime may have begun
  /// threads already. A mask survives exec: a process that was born without it begins anew, and
  /// leaves behind what it inherited beyond the three standard files.
  init() {
    var before = sigset_t()
    var wanted = Self.set
    unsafe pthread_sigmask(SIG_BLOCK, &wanted, &before)
    guard unsafe sigismember(&before, SIGTERM) == 0 else { return }
    for descriptor in Int32(3)..<Int32(max(3, min(sysconf(Int32(_SC_OPEN_MAX)), 65_536))) {
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }
    unsafe execv("/proc/self/exe", CommandLine.unsafeArgv)
    // Without /proc it stays as it is: only this thread's mask holds.
  }

  /// True from the first such signal on.
  var requested: Bool {
    var pending = sigset_t()
    unsafe sigpending(&pending)
    return Self.numbers.contains { unsafe sigismember(&pending, $0) == 1 }
  }

  private static let numbers = [SIGTERM, SIGINT, SIGHUP]

  private static var set: sigset_t {
    var set = sigset_t()
    unsafe sigemptyset(&set)
    for number in numbers { unsafe sigaddset(&set, number) }
    return set
  }
}
