import Foundation

/// The installed programs that the room calls. All of them are run from `/usr`, because nothing
/// else is in the sandbox.
package struct ViewingPrograms: Sendable {
  /// Makes the sandbox.
  let bubblewrap: String?
  /// Shows PDF, and pictures as PDF.
  let poppler: Bool
  /// Makes small copies of PNG pictures.
  let thumbnailer: Bool
  /// The office program itself. Its launcher wants `/proc`, which the sandbox doesn't have.
  let office: String?

  private static let offices = ["/usr/lib/libreoffice", "/usr/lib64/libreoffice"]

  /// Looks for them below `root`, which isn't `/` only where a test says so.
  package static func installed(below root: String = "") -> ViewingPrograms {
    let files = FileManager.default
    func program(_ path: String) -> String? {
      files.isExecutableFile(atPath: root + path) ? path : nil
    }
    let inside = ["/bin/sh", "/usr/bin/prlimit", "/usr/bin/timeout"]
    let hasInside = inside.allSatisfy { program($0) != nil } && program("/bin/bash") != nil
    return ViewingPrograms(
      bubblewrap: hasInside ? program("/usr/bin/bwrap") : nil,
      poppler: ["pdfinfo", "pdftotext", "pdftoppm"].allSatisfy {
        program("/usr/bin/" + $0) != nil
      },
      thumbnailer: program("/usr/bin/gdk-pixbuf-thumbnailer") != nil,
      office: offices.lazy.compactMap { program($0 + "/program/soffice.bin") }.first)
  }
}

/// What an installation can show.
package struct ViewingState: Sendable {
  /// Whether the sandbox can be made: it is there, and the kernel lets it.
  package enum Isolation: Sendable { case works, missing, refused }

  package let isolation: Isolation
  package let showsPDF: Bool
  package let showsPNG: Bool
  package let showsOffice: Bool
}
