/// Who may import whom. SwiftPM alone lets an import of a room further in through.
enum ImportRules {
  /// What comes with Swift and the system.
  static let standard: Set<String> = [
    "Dispatch", "Foundation", "FoundationEssentials", "Glibc", "Swift", "Synchronization",
  ]

  static let rooms: [String: Set<String>] = [
    "Domain": [],
    "Postgres": ["CLibpq"],
    "Keeper": [],
    "Vault": ["CLibsodium", "Crypto", "Domain"],
    "Records": ["Domain", "Postgres"],
    "Journal": ["Domain", "Vault"],
    "Casework": ["Domain", "Journal", "Records", "Vault"],
    "Packing": ["CArchive"],
    "Mail": ["CCurl", "CGMime"],
    "Viewing": ["Domain", "Subprocess", "SystemPackage"],
    "QRCode": ["CQRencode"],
    "Pages": ["Domain", "Mustache", "QRCode"],
    "Web": [
      "Casework", "Domain", "Packing", "Pages", "Viewing",
      // Hummingbird and what its interface is made of.
      "HTTPTypes", "Hummingbird", "HummingbirdCore", "HummingbirdTLS", "Logging",
      "NIOCertificateReloading", "NIOCore", "NIOHTTPTypes", "NIOSSL", "ServiceLifecycle",
    ],
    "lethe": [
      "Casework", "Domain", "Journal", "Keeper", "Mail", "Pages", "Postgres", "Records", "Vault",
      "Viewing", "Web",
      "ArgumentParser", "Configuration", "Hummingbird", "Logging", "ServiceLifecycle",
      "SystemPackage", "UnixSignals",
    ],
  ]

  /// The rules are pure: no files, no processes, no threads.
  static let domain: Set<String> = ["Foundation", "FoundationEssentials"]

  static let c: [String: String] = [
    "CLibpq": "Postgres", "CLibsodium": "Vault", "CGMime": "Mail", "CCurl": "Mail",
    "CQRencode": "QRCode", "CArchive": "Packing",
  ]

  static func findings(in file: SourceFile) -> [Finding] {
    guard let room = file.room, c[room] == nil else { return [] }
    guard let allowed = rooms[room] else {
      return [Finding(file.path, 1, "no rule says whom the room \(room) may import")]
    }
    return file.code.enumerated().compactMap { number, line in
      guard let module = module(importedBy: line) else { return nil }
      let all = allowed.union(room == "Domain" ? domain : standard)
      if line.contains(/@(testable|_spi|_implementationOnly|preconcurrency)/) {
        return Finding(file.path, number + 1, "an import without attributes says what it needs")
      }
      return all.contains(module)
        ? nil : Finding(file.path, number + 1, "\(room) must not import \(module)")
    }
  }

  /// `Foundation` for `package import struct Foundation.Date`.
  static func module(importedBy line: String) -> String? {
    let kinds = "(?:(?:struct|class|enum|protocol|typealias|func|let|var|actor)\\s+)?"
    let pattern = "^\\s*(?:@\\w+(?:\\([^)]*\\))?\\s+)*(?:\\w+\\s+)?import\\s+\(kinds)(\\w+)"
    guard let regex = try? Regex(pattern, as: (Substring, Substring).self) else { return nil }
    return line.prefixMatch(of: regex).map { String($0.output.1) }
  }
}
