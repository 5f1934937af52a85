import Foundation
import Testing

@testable import Viewing

/// The sandbox from inside, with the arguments that documents get.
@Suite(.needsSandbox, .timeLimit(.minutes(2)))
struct SandboxTests {
  private let viewer = Machine.viewer()

  private func inside(_ script: String) async throws -> String {
    String(decoding: try await viewer.probe(script), as: UTF8.self)
  }

  @Test func thereIsNoHomeAndNothingOfTheMachine() async throws {
    let seen = try await inside("cd / && echo * && echo /etc/* && ls -A /tmp")
    let words = Set(seen.split(whereSeparator: \.isWhitespace).map(String.init))
    #expect(words.isDisjoint(with: ["root", "home", "proc", "sys", "run", "opt", "srv", "mnt"]))
    #expect(words.isSuperset(of: ["usr", "tmp", "dev"]))
    let settings = words.filter { $0.hasPrefix("/etc/") }
    #expect(settings.isSubset(of: ["/etc/fonts", "/etc/ld.so.cache", "/etc/libreoffice"]))
  }

  @Test func theEnvironmentSaysNothing() async throws {
    let names = try await inside("env").split(separator: "\n").map { $0.prefix { $0 != "=" } }
    #expect(Set(names).isSubset(of: ["PATH", "HOME", "LC_ALL", "PWD"]))
  }

  @Test func itIsNobodyWhoMayDoNothing() async throws {
    #expect(try await inside("id -u; id -g") == "65534\n65534\n")
    let written = try await inside(
      """
      for place in / /usr /usr/bin /etc /dev /dev/shm; do
        (: >"$place/mark") 2>/dev/null && echo "$place"
      done
      exit 0
      """)
    #expect(written == "")
  }

  @Test func noDescriptorOfTheServiceIsOpen() async throws {
    let open = try await inside(
      """
      n=3
      while [ $n -lt 10 ]; do (eval ": <&$n") 2>/dev/null && echo $n; n=$((n + 1)); done
      exit 0
      """)
    #expect(open == "")
  }

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/python3")))
  func theKernelIsAskedForNoNetworkAndNoNamespace() async throws {
    let answers = try await inside(
      """
      python3 -S -c '
      import ctypes, os, socket
      def attempt(name, act):
          try: act(); print(name, "worked")
          except OSError as e: print(name, "refused")
      attempt("inet", lambda: socket.socket())
      attempt("inet6", lambda: socket.socket(socket.AF_INET6))
      attempt("netlink", lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW))
      libc = ctypes.CDLL(None, use_errno=True)
      def call(*numbers):
          if libc.syscall(*numbers) == -1: raise OSError(ctypes.get_errno(), "")
      x86 = os.uname().machine == "x86_64"
      attempt("unshare", lambda: call(272 if x86 else 97, 0x10000000))
      attempt("ptrace", lambda: call(101 if x86 else 117, 0, 0, 0, 0))
      attempt("io_uring", lambda: call(425, 1, 0))
      attempt("local", lambda: socket.socket(socket.AF_UNIX))
      '
      """)
    let expected = ["inet", "inet6", "netlink", "unshare", "ptrace", "io_uring"]
    #expect(answers == expected.map { "\($0) refused\n" }.joined() + "local worked\n")
  }

  @Test func theScratchPlaceIsSmallAndGone() async throws {
    #expect(try await inside("head -c 9000000 /dev/zero >big || echo full") == "full\n")
    #expect(try await inside("ls") == "")
  }

  @Test func memoryIsLimited() async throws {
    #expect(try await inside("ulimit -v; ulimit -t; ulimit -c") == "1048576\n10\n0\n")
  }

  @Test func whatGrowsWithoutEndIsStopped() async throws {
    await #expect(throws: ViewingError.broken) {
      try await viewer.probe("ran sh -c 'a=0123456789; while :; do a=$a$a; done'")
    }
  }

  @Test func aVerdictOfTheScriptBecomesAnError() async throws {
    let verdicts: [(String, ViewingError)] = [
      ("exit 1", .unavailable), ("exit 41", .broken), ("exit 42", .tooLarge),
      ("exit 43", .tookTooLong), ("exit 77", .broken), ("kill -KILL $$", .tookTooLong),
      ("ran false", .broken), ("ran sh -c 'kill -XCPU $$'", .tookTooLong),
      ("head -c 999999 /dev/zero", .tooLarge),
    ]
    for (script, error) in verdicts {
      await #expect(throws: error, "\(script)") { try await viewer.probe(script) }
    }
  }

  @Test func aProcessorBurnerIsStopped() async throws {
    let viewer = Machine.viewer {
      $0.processorSeconds = 1
      $0.patience = .seconds(60)
    }
    await #expect(throws: ViewingError.tookTooLong) {
      try await viewer.probe("ran sh -c 'while :; do :; done'")
    }
  }

  @Test func whoGoesAwayTakesThePrograms() async throws {
    let mark = "mark-\(UUID().uuidString)"
    let waiting = Task { try await viewer.probe("sleep 600; echo \(mark)") }
    try await until { Self.processes(naming: mark) > 0 }
    waiting.cancel()
    await #expect(throws: CancellationError.self) { try await waiting.value }
    try await until { Self.processes(naming: mark) == 0 }
  }

  @Test func whenTheTimeIsUpNothingIsLeft() async throws {
    let mark = "mark-\(UUID().uuidString)"
    let viewer = Machine.viewer { $0.patience = .seconds(1) }
    await #expect(throws: ViewingError.tookTooLong) {
      try await viewer.probe("(setsid sleep 600 &) ; sleep 600; echo \(mark)")
    }
    try await until { Self.processes(naming: mark) == 0 }
  }

  private func until(_ condition: () -> Bool) async throws {
    for _ in 0..<600 {
      if condition() { return }
      try await Task.sleep(for: .milliseconds(50))
    }
    Issue.record("it never came about")
  }

  private static func processes(naming mark: String) -> Int {
    let files = FileManager.default
    let all = (try? files.contentsOfDirectory(atPath: "/proc")) ?? []
    return all.filter { Int($0) != nil }.filter { pid in
      files.contents(atPath: "/proc/\(pid)/cmdline")?.range(of: Data(mark.utf8)) != nil
    }.count
  }
}
