import Logging
import NIOCertificateReloading
import NIOSSL
package import struct Foundation.Date

/// The certificate chain and the key with which the service proves who it is: two PEM files,
/// which somebody else renews.
package struct TLSIdentity: Sendable {
  package let certificatePath: String
  package let keyPath: String
  /// How often the files are looked at.
  let reloading: Duration

  package init(certificatePath: String, keyPath: String, reloading: Duration = .seconds(60)) {
    self.certificatePath = certificatePath
    self.keyPath = keyPath
    self.reloading = reloading
  }

  /// Why the two files are of no use.
  package enum Unusable: Error, Sendable, Equatable, CustomStringConvertible {
    case noCertificate(path: String)
    case noKey(path: String)
    case notOfOneAnother

    /// What to look at; for the one at the shell.
    package var description: String {
      switch self {
      case .noCertificate(let path):
        "\(path) can't be read, or holds no certificate in PEM form (LETHE_TLS_CERTIFICATE)."
      case .noKey(let path):
        "\(path) can't be read, or holds no key in PEM form without a password (LETHE_TLS_KEY)."
      case .notOfOneAnother:
        "LETHE_TLS_CERTIFICATE and LETHE_TLS_KEY don't belong together. The service's own"
          + " certificate stands first in its file."
      }
    }
  }

  /// Until when the certificate is valid.
  package func validUntil() throws(Unusable) -> Date {
    let chain: [NIOSSLCertificate]
    do {
      chain = try NIOSSLCertificate.fromPEMFile(certificatePath)
    } catch {
      throw .noCertificate(path: certificatePath)
    }
    guard let own = chain.first else { throw .noCertificate(path: certificatePath) }
    return Date(timeIntervalSince1970: Double(own.notValidAfter))
  }

  /// Reads both files and sees whether they fit; what takes in renewed ones.
  func reloader() throws(Unusable) -> TimedCertificateReloader {
    do {
      return try .makeReloaderValidatingSources(
        refreshInterval: reloading,
        certificateSource: .init(location: .file(path: certificatePath), format: .pem),
        privateKeySource: .init(location: .file(path: keyPath), format: .pem))
    } catch {
      _ = try validUntil()
      do { _ = try NIOSSLPrivateKey(file: keyPath, format: .pem) } catch {
        throw .noKey(path: keyPath)
      }
      throw .notOfOneAnother
    }
  }

  /// Sees whether both files are of use.
  package func check() throws(Unusable) { _ = try reloader() }
}

/// TLS as the server speaks it, with a certificate that is renewed without a restart.
struct TLSTerms: Sendable {
  let configuration: TLSConfiguration
  private let identity: TLSIdentity
  private let reloader: TimedCertificateReloader

  init(_ identity: TLSIdentity) throws {
    self.identity = identity
    reloader = try identity.reloader()
    var terms = try TLSConfiguration.makeServerConfiguration(certificateReloader: reloader)
    terms.minimumTLSVersion = .tlsv12
    terms.applicationProtocols = ["http/1.1"]
    configuration = terms
  }

  /// Looks at the files again and again. What is of no use leaves the old ones in force, and is
  /// reported once until it changes.
  func keepFresh(_ logger: Logger) async throws {
    var isTroubled = false
    while true {
      try await Task.sleep(for: identity.reloading)
      do {
        try reloader.reload()
        if isTroubled { logger.info("certificate is in order again") }
        isTroubled = false
      } catch {
        if !isTroubled {
          logger.error(
            "certificate not renewed; the old one stays in force", metadata: ["code": "\(error)"])
        }
        isTroubled = true
      }
    }
  }
}
