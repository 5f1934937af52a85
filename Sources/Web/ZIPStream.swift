import Casework
import Domain
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Packing
import struct Foundation.Date

/// A file that was packed.
struct PackedFile: Sendable {
  let name: String
  let bytes: Int
  let sha256: String
}

/// A ZIP file on its way out, a piece at a time. One that fails on the way has no list of its
/// files and ends the connection, so that nobody takes it for the whole.
final class ZIPStream {
  private let zip: ZIPWriter
  private let outlet: Outlet
  private var names = EntryNames()
  /// What was packed so far.
  private(set) var files: [PackedFile] = []

  init(_ outlet: Outlet) throws {
    zip = try ZIPWriter()
    self.outlet = outlet
  }

  /// A folder no other has.
  func folder(_ wanted: String) -> String { names.name(wanted) }

  /// Packs a text of ours under exactly this name.
  func add(_ name: String, _ bytes: [UInt8], at: Date) async throws {
    var digest = FileDigest()
    digest.add(bytes)
    try await begin(name, bytes: bytes.count, at: at)
    try await outlet.write(try zip.write(bytes))
    files.append(PackedFile(name: name, bytes: bytes.count, sha256: digest.text()))
  }

  /// Packs a document under its own name, as far as that is harmless.
  func add(_ document: ExportedDocument, in folder: String) async throws -> PackedFile {
    let opened = try await document.opened()
    let name = names.name(
      document.name.reveal(), endings: document.mediaType.fileExtensions, in: folder)
    var digest = FileDigest()
    try await begin(name, bytes: opened.bytes, at: document.receivedAt)
    try await opened.read(0..<opened.bytes) { bytes in
      digest.add(bytes)
      try await outlet.write(try zip.write(bytes))
    }
    let file = PackedFile(name: name, bytes: opened.bytes, sha256: digest.text())
    files.append(file)
    return file
  }

  func finish() async throws { try await outlet.write(try zip.finish()) }

  private func begin(_ name: String, bytes: Int, at: Date) async throws {
    let seconds = Int(at.timeIntervalSince1970.rounded(.down))
    try await outlet.write(try zip.begin(name, bytes: bytes, at: seconds))
  }
}

extension Response {
  /// A ZIP file that is made while it is sent; `name` is about nobody.
  static func zip(
    named name: String, _ fill: @escaping @Sendable (ZIPStream) async throws -> Void
  ) -> Response {
    Response(
      status: .ok,
      headers: [
        .contentType: "application/zip",
        .contentDisposition: #"attachment; filename="\#(name)""#,
        .contentSecurityPolicy: "sandbox",
      ],
      body: ResponseBody { writer in
        let stream = try ZIPStream(Outlet(writer))
        try await fill(stream)
        try await writer.finish(nil)
      })
  }
}
