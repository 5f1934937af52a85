import Domain
import Foundation
import Testing

@testable import Vault

@Suite struct DocumentTests {
  @Test func aDocumentGoesInAndOut() throws {
    let bench = try Bench()
    let (id, new) = try bench.application()
    let document = DocumentID.random()
    let plain = Random.bytes(200_000)
    let fileKey = try FileKey.random()
    let header = try fileKey.header(for: new.recipient, application: id, document: document)
    let sealed = try payload(of: plain, fileKey)
    let key = try bench.ring.withDataKey(new.wrappedKey, of: id.uuid) {
      try $0.openHeader(header, application: id, document: document)
    }
    #expect(try opened(sealed, key) == plain)
  }
}
