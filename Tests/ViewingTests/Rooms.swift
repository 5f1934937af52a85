import Domain
import Foundation
import Synchronization
import Testing

@testable import Viewing

/// A source that counts how much of it was asked for.
final class Reading: Sendable {
  private let asked = Mutex(0)
  private let readings = Mutex(0)
  var bytesAsked: Int { asked.withLock { $0 } }
  var times: Int { readings.withLock { $0 } }

  func source(_ bytes: [UInt8], _ type: MediaType, key: String = UUID().uuidString)
    -> DocumentSource
  {
    DocumentSource(key: key, mediaType: type, bytes: bytes.count) { each in
      self.readings.withLock { $0 += 1 }
      for start in stride(from: 0, to: bytes.count, by: 131_072) {
        let piece = Array(bytes[start..<min(start + 131_072, bytes.count)])
        self.asked.withLock { $0 += piece.count }
        try await each(piece)
      }
    }
  }
}

func source(_ bytes: [UInt8], _ type: MediaType = .pdf) -> DocumentSource {
  Reading().source(bytes, type)
}

/// What this machine has.
enum Machine {
  static let programs = ViewingPrograms.installed()

  static func viewer(_ change: (inout ViewingLimits) -> Void = { _ in }) -> DocumentViewer {
    var limits = ViewingLimits(atOnce: 2)
    change(&limits)
    return DocumentViewer(limits: limits, programs: programs)
  }

  /// Whether the kernel lets a sandbox be made at all.
  static func canIsolate() async -> Bool {
    let state = await viewer().state()
    let works = state.isolation == .works && state.showsPDF
    if !works { print("viewing tests are skipped: the sandbox is \(state.isolation) here") }
    return works
  }

  static var hasOffice: Bool {
    if programs.office == nil { print("office tests are skipped: there is no LibreOffice here") }
    return programs.office != nil
  }
}

extension Trait where Self == ConditionTrait {
  static var needsSandbox: Self {
    .enabled("bubblewrap can't make a sandbox here") { await Machine.canIsolate() }
  }
  static var needsOffice: Self {
    .enabled(if: Machine.hasOffice, "there is no LibreOffice here")
  }
  static var needsThumbnailer: Self {
    .enabled(if: Machine.programs.thumbnailer, "there is no gdk-pixbuf-thumbnailer here")
  }
}
