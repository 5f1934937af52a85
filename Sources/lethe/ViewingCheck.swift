import Casework
import Foundation
import Viewing

extension ViewingLimits {
  /// A sandbox for each processor, four at most: drawing a page keeps one busy.
  static var installation: ViewingLimits {
    ViewingLimits(atOnce: min(4, ProcessInfo.processInfo.activeProcessorCount))
  }
}

/// Whether documents can be shown as images here.
enum ViewingCheck {
  static func finding(isSandbox: Bool) async -> Checkup.Finding {
    let state = await DocumentViewer(limits: .installation).state()
    let (works, detail) = words(for: state)
    // In a sandbox nobody waits for a document.
    return Checkup.Finding("viewing", works || isSandbox, detail)
  }

  private static func words(for state: ViewingState) -> (works: Bool, detail: String) {
    switch state.isolation {
    case .missing:
      return (false, "documents can only be downloaded; install bubblewrap and poppler-utils")
    case .refused:
      return (
        false, "documents can only be downloaded: the system lets this user make no sandbox"
      )
    case .works: break
    }
    let missing = [
      state.showsPDF ? nil : "poppler-utils",
      state.showsPNG ? nil : "libgdk-pixbuf2.0-bin for PNG",
    ].compactMap(\.self)
    if !missing.isEmpty { return (false, "install \(missing.joined(separator: " and "))") }
    return (
      true,
      state.showsOffice
        ? "documents are shown as images"
        : "documents are shown as images; DOCX only with libreoffice-writer-nogui installed"
    )
  }
}
