/// What a program in the sandbox may not ask the kernel for, as a filter of the kernel's own
/// (seccomp, classic BPF). It forbids what neither a PDF nor an office program needs and what
/// kernels are broken through: other namespaces, mounts, tracing, loading, sockets but local
/// ones.
enum SyscallFilter {
  /// Whether this processor's calls are known.
  static var isKnown: Bool { calls != nil }

  /// The filter as a format of `printf`, which is how it reaches a descriptor; empty when
  /// this processor's calls aren't known.
  static var printed: String {
    guard let calls else { return "" }
    return program(calls).flatMap(\.bytes).map { byte in
      let digits = String(byte, radix: 8)
      return "\\" + String(repeating: "0", count: 3 - digits.count) + digits
    }.joined()
  }

  private struct Calls {
    let architecture: UInt32
    /// Numbers from here on belong to another table of the same processor.
    let foreign: UInt32?
    let forbidden: [UInt32]
    let socket: UInt32
    let clone: UInt32
    /// Has its flags in memory, where a filter can't look: told to be unknown, the C library
    /// takes `clone`.
    let clone3: UInt32 = 435
  }

  /// Newer calls have one number everywhere: mounting by descriptor, io_uring, pidfd_getfd.
  private static let newer: [UInt32] = [425, 426, 427, 428, 429, 430, 431, 432, 433, 438, 442]

  private static var calls: Calls? {
    #if arch(x86_64)
      // ptrace, pivot_root, mount, umount2, *_module, add_key, request_key, keyctl, kexec_load,
      // unshare, perf_event_open, fanotify_init, name_to_handle_at, open_by_handle_at, setns,
      // process_vm_*, kcmp, finit_module, kexec_file_load, bpf, userfaultfd
      Calls(
        architecture: 0xC000_003E, foreign: 0x4000_0000,
        forbidden: [
          101, 155, 165, 166, 175, 176, 248, 249, 250, 246, 272, 298, 300, 303, 304, 308, 310,
          311, 312, 313, 320, 321, 323,
        ] + newer, socket: 41, clone: 56)
    #elseif arch(arm64)
      Calls(
        architecture: 0xC000_00B7, foreign: nil,
        forbidden: [
          117, 41, 40, 39, 105, 106, 217, 218, 219, 104, 97, 241, 262, 264, 265, 268, 270, 271,
          272, 273, 294, 280, 282,
        ] + newer, socket: 198, clone: 220)
    #else
      nil
    #endif
  }

  private struct Instruction {
    var code: UInt16
    var ifTrue: UInt8 = 0
    var ifFalse: UInt8 = 0
    var value: UInt32

    var bytes: [UInt8] {
      [UInt8(code & 0xFF), UInt8(code >> 8), ifTrue, ifFalse]
        + (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }

    static func load(_ offset: UInt32) -> Instruction { Instruction(code: 0x20, value: offset) }
    static func end(_ value: UInt32) -> Instruction { Instruction(code: 0x06, value: value) }

    /// Goes on with the next when equal, else jumps over it.
    static func equal(_ value: UInt32) -> Instruction {
      Instruction(code: 0x15, ifFalse: 1, value: value)
    }
  }

  private static let allowed: UInt32 = 0x7FFF_0000
  private static let killed: UInt32 = 0x8000_0000
  private static let notPermitted: UInt32 = 0x0005_0000 | 1
  private static let notImplemented: UInt32 = 0x0005_0000 | 38
  private static let newUser: UInt32 = 0x1000_0000
  private static let localSockets: UInt32 = 1

  private static func program(_ calls: Calls) -> [Instruction] {
    var program: [Instruction] = [
      .load(4), Instruction(code: 0x15, ifTrue: 1, value: calls.architecture), .end(killed),
      .load(0),
    ]
    if let foreign = calls.foreign {
      program += [Instruction(code: 0x35, ifFalse: 1, value: foreign), .end(killed)]
    }
    for call in calls.forbidden { program += [.equal(call), .end(notPermitted)] }
    program += [.equal(calls.clone3), .end(notImplemented)]
    program += [
      Instruction(code: 0x15, ifFalse: 3, value: calls.socket), .load(16),
      Instruction(code: 0x15, ifTrue: 1, value: localSockets), .end(notPermitted), .load(0),
      Instruction(code: 0x15, ifFalse: 3, value: calls.clone), .load(16),
      Instruction(code: 0x45, ifFalse: 1, value: newUser), .end(notPermitted),
    ]
    program.append(.end(allowed))
    return program
  }
}
