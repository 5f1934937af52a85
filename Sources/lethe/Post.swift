import Casework
import Domain
import Mail

/// Who carries mail: a folder in a sandbox.
enum Post {
  /// Writes letters as mails into a folder.
  static func folder(
    _ folder: OutboxFolder, _ frontage: Frontage, _ clock: LegalClock
  ) -> Postman {
    @Sendable func put(_ message: Message, _ id: MailID) throws {
      let bytes: [UInt8]
      do { bytes = try MessageComposer().compose(message) } catch MailError.badAddress(.to) {
        throw MailProblem.badAddress
      }
      try folder.write(bytes, id: id.text)
    }
    return Postman(isAtHand: true) { letter in
      try put(try frontage.message(for: letter, at: try clock.now()), letter.id)
    } toStaff: { letter in
      try put(try frontage.message(for: letter, at: try clock.now()), letter.id)
    }
  }
}
