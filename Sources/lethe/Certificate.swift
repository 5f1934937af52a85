import Casework
import Foundation
import Web

extension Settings {
  /// With what HTTPS is spoken; `nil` for plain HTTP.
  func tlsIdentity() throws -> TLSIdentity? {
    guard let tls else { return nil }
    guard let certificate = tls.certificate, let key = tls.key else {
      throw CommandFailure.failed("LETHE_TLS_CERTIFICATE and LETHE_TLS_KEY go together; set both.")
    }
    return TLSIdentity(
      certificatePath: certificate, keyPath: key, reloading: .seconds(tlsReloadSeconds))
  }

  /// Whether HTTPS will still be spoken in a fortnight; nothing where a proxy speaks it.
  func certificateFindings(at now: Date) -> [Checkup.Finding] {
    let least = 14
    do {
      guard let identity = try tlsIdentity() else { return [] }
      try identity.check()
      let days = Int((try identity.validUntil().timeIntervalSince(now) / 86_400).rounded(.down))
      return [
        .init(
          "certificate", days >= least,
          days < 0 ? "has expired" : "valid for \(days) more days")
      ]
    } catch let error as TLSIdentity.Unusable {
      return [.init("certificate", false, error.description)]
    } catch {
      return [.init("certificate", false, (error as? CommandFailure)?.message ?? "is wrong")]
    }
  }
}
