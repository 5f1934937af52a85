import Glibc
import Subprocess
import SystemPackage

/// Runs programs on an applicant's bytes where there is nothing to take and nobody to tell: no
/// network, no home, no files but the programs' own, a memory file system that goes with the
/// process, and limits of memory, processor and time. What a program complains about isn't
/// kept: it may quote the document.
struct Sandbox: Sendable {
  private let bubblewrap: String

  /// A program that ended early must not end this process when more is written to it.
  init(bubblewrap: String) {
    _ = signal(SIGPIPE, SIG_IGN)
    self.bubblewrap = bubblewrap
  }

  /// What is run, and what it may take.
  struct Order: Sendable {
    /// A shell script and its arguments. It reads the document from standard input, writes the
    /// result to standard output, and ends with a status of ``Verdict``.
    var script: String
    var arguments: [String] = []
    var memory: Int
    var processorSeconds: Int
    var patience: Duration
    /// Bytes it may write to its memory file system.
    var scratchBytes: Int
    /// Bytes of the result.
    var resultBytes: Int
  }

  /// What a script says by its status. 1 is what bubblewrap itself says when it can't.
  enum Verdict {
    static let couldNotStart = 1
    static let broken = 41
    static let tooLarge = 42
    static let tookTooLong = 43

    /// Shell functions by which a script reaches its verdict: `taken` stores the document,
    /// `ran` runs a program.
    static let functions = """
      taken() { cat >"$1" || exit \(tooLarge); }
      ran() {
        "$@"
        case $? in 0) ;; 137|152) exit \(tookTooLong) ;; *) exit \(broken) ;; esac
      }

      """
  }

  /// The result of a script on the bytes that `input` passes on. When the caller is cancelled
  /// or the time is up, everything in the sandbox is killed.
  func run(_ order: Order, input: @escaping DocumentSource.Reading) async throws -> [UInt8] {
    try await Deadline.within(order.patience) {
      try await finish(order, input: input)
    }
  }

  private func finish(
    _ order: Order, input: DocumentSource.Reading
  ) async throws -> [UInt8] {
    let done: ExecutionResult<Void, BytesOutput, DiscardedOutput>
    do {
      done = try await Subprocess.run(
        configuration(order), input: .inputWriter, output: .bytes(limit: order.resultBytes),
        error: .discarded
      ) { execution in
        let writer = execution.standardInputWriter
        do {
          try await input { bytes in
            do {
              _ = try await writer.write(bytes)
            } catch {
              throw Deaf()
            }
          }
        } catch is Deaf {
          // It ended before it had heard everything; its status says why.
        } catch {
          // What was passed on isn't the document: nothing may come of it.
          try execution.send(signal: .kill, toProcessGroup: true)
          throw error
        }
      }
    } catch let error as SubprocessError {
      throw Self.reason(for: error)
    }
    try Task.checkCancellation()
    try Self.judge(done.terminationStatus)
    return done.standardOutput
  }

  private struct Deaf: Error {}

  private static func reason(for error: SubprocessError) -> any Error {
    if Task.isCancelled { return CancellationError() }
    switch error.code {
    case .outputLimitExceeded: return ViewingError.tooLarge
    default: return ViewingError.unavailable
    }
  }

  private static func judge(_ status: TerminationStatus) throws {
    guard case .exited(let code) = status else { throw ViewingError.tookTooLong }
    switch Int(code) {
    case 0: return
    case Verdict.couldNotStart: throw ViewingError.unavailable
    case Verdict.tooLarge: throw ViewingError.tooLarge
    case Verdict.tookTooLong, 137, 152: throw ViewingError.tookTooLong
    default: throw ViewingError.broken
    }
  }

  private func configuration(_ order: Order) -> Configuration {
    var platform = PlatformOptions()
    platform.processGroupID = 0
    platform.teardownSequence = [
      .send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .zero)
    ]
    // The filter of system calls has to come through a descriptor, which a shell opens.
    let filtered = #"filter=$1; shift; exec "$@" 9< <(printf "$filter")"#
    let plain = #"shift; exec "$@""#
    return Configuration(
      executable: .path("/bin/bash"),
      arguments: Arguments(
        ["--norc", "-c", SyscallFilter.isKnown ? filtered : plain, "lethe-viewing"]
          + [SyscallFilter.printed] + command(order)),
      environment: .custom(["PATH": "/usr/bin:/bin"]),
      platformOptions: platform)
  }

  private func command(_ order: Order) -> [String] {
    let limits = [
      "/usr/bin/prlimit", "--as=\(order.memory)", "--cpu=\(order.processorSeconds)",
      "--fsize=\(order.scratchBytes)", "--nofile=256", "--nproc=128", "--core=0", "--",
    ]
    return [bubblewrap] + Self.walls + (SyscallFilter.isKnown ? ["--seccomp", "9"] : [])
      + ["--size", String(order.scratchBytes), "--tmpfs", "/tmp"]
      + ["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/tmp", "--"] + limits
      + ["/bin/sh", "-c", Verdict.functions + order.script, "sh"] + order.arguments
  }

  /// There is no `/proc`: none of the programs needs it, and a service whose own is partly
  /// covered may not make another.
  private static let walls = [
    "--unshare-all", "--unshare-user", "--uid", "65534", "--gid", "65534", "--cap-drop", "ALL",
    "--die-with-parent", "--new-session",
    "--clearenv", "--setenv", "PATH", "/usr/bin", "--setenv", "HOME", "/tmp",
    "--setenv", "LC_ALL", "C.UTF-8",
    "--ro-bind", "/usr", "/usr", "--symlink", "usr/bin", "/bin", "--symlink", "usr/lib", "/lib",
    "--symlink", "usr/lib64", "/lib64",
    "--ro-bind-try", "/etc/fonts", "/etc/fonts",
    "--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache",
    "--ro-bind-try", "/etc/libreoffice", "/etc/libreoffice",
    "--ro-bind-try", "/var/cache/fontconfig", "/var/cache/fontconfig",
    "--dev", "/dev",
  ]
}
