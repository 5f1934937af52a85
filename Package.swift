// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "lethe",
  products: [.executable(name: "lethe", targets: ["lethe"])],
  dependencies: [
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-extras", from: "1.34.1"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
  ],
  targets: [
    // The only C: module maps and static inline shims.
    .systemLibrary(name: "CLibpq", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    .systemLibrary(
      name: "CLibsodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),
    .systemLibrary(name: "CGMime", pkgConfig: "gmime-3.0", providers: [.apt(["libgmime-3.0-dev"])]),
    .systemLibrary(
      name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(
      name: "CQRencode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
    .systemLibrary(
      name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),

    // The rooms, from the innermost out. `docs/rooms.md` has a paragraph on each.
    .target(name: "Domain"),
    .target(name: "Postgres", dependencies: ["CLibpq"]),
    .target(name: "Keeper"),
    .target(
      name: "Vault",
      dependencies: [
        "CLibsodium", "Domain", .product(name: "Crypto", package: "swift-crypto"),
      ]),
    .target(
      name: "Records", dependencies: ["Domain", "Postgres"],
      resources: [.embedInCode("migrations"), .embedInCode("roles.sql")]),
    .target(name: "Journal", dependencies: ["Domain", "Vault"]),
    .target(name: "Casework", dependencies: ["Domain", "Journal", "Records", "Vault"]),
    .target(name: "Packing", dependencies: ["CArchive"]),
    .target(name: "Mail", dependencies: ["CCurl", "CGMime"]),
    .target(name: "QRCode", dependencies: ["CQRencode"]),
    .target(
      name: "Viewing",
      dependencies: [
        "Domain", .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
      ]),
    .target(
      name: "Pages",
      dependencies: [
        "Domain", "QRCode", .product(name: "Mustache", package: "swift-mustache"),
      ],
      resources: [.embedInCode("templates")]),
    .target(
      name: "Web",
      dependencies: [
        "Casework", "Domain", "Packing", "Pages", "Viewing",
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "HummingbirdTLS", package: "hummingbird"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCertificateReloading", package: "swift-nio-extras"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ],
      resources: [.embedInCode("openapi.yaml")]),
    .executableTarget(
      name: "lethe",
      dependencies: [
        "Casework", "Domain", "Journal", "Keeper", "Mail", "Pages", "Postgres", "Records", "Vault",
        "Viewing", "Web",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Configuration", package: "swift-configuration"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
        .product(name: "SystemPackage", package: "swift-system"),
      ]),

    // What `bench/run` measures with; no product, nobody installs it.
    .executableTarget(
      name: "bench",
      dependencies: [
        "Domain", "Vault", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "bench/Sources"),

    // A target per room, and what they share. Journeys run the built program.
    .target(
      name: "Support",
      dependencies: ["Casework", "Domain", "Journal", "Keeper", "Postgres", "Records", "Vault"],
      path: "Tests/Support"),
    .testTarget(name: "DomainTests", dependencies: ["Domain"]),
    .testTarget(name: "PostgresTests", dependencies: ["Postgres"]),
    .testTarget(name: "KeeperTests", dependencies: ["Keeper", "lethe"]),
    .testTarget(name: "VaultTests", dependencies: ["Domain", "Vault"]),
    .testTarget(name: "RecordsTests", dependencies: ["Domain", "Postgres", "Records", "Support"]),
    .testTarget(
      name: "CaseworkTests",
      dependencies: ["Casework", "Domain", "Journal", "Postgres", "Records", "Support", "Vault"]),
    .testTarget(name: "JournalTests", dependencies: ["Domain", "Journal", "Vault"]),
    .testTarget(name: "PackingTests", dependencies: ["Packing"]),
    .testTarget(name: "MailTests", dependencies: ["Mail"]),
    .testTarget(name: "ViewingTests", dependencies: ["Domain", "Viewing"]),
    .testTarget(name: "QRCodeTests", dependencies: ["QRCode"]),
    .testTarget(name: "PagesTests", dependencies: ["Domain", "Pages"]),
    .testTarget(
      name: "WebTests",
      dependencies: [
        "Casework", "Domain", "Pages", "Support", "Viewing", "Web",
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdTesting", package: "hummingbird"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ]),
    .testTarget(
      name: "TidyTests", dependencies: ["Domain", "Postgres", "Records", "Support"]),
  ],
  swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .system {
  target.swiftSettings =
    (target.swiftSettings ?? []) + [
      .enableUpcomingFeature("InternalImportsByDefault"),
      .enableUpcomingFeature("MemberImportVisibility"),
      .enableUpcomingFeature("ExistentialAny"),
      .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
      .strictMemorySafety(),
      .treatAllWarnings(as: .error),
    ]
}
