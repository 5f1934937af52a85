import Domain
import Foundation

/// The receipt that follows an erasure, as it is sealed until it leaves.
struct LastLetter: Codable, Sendable {
  /// Discarded after three days, delivered or not.
  static let lifeSeconds: TimeInterval = 3 * 86_400

  private let givenName: String
  private let familyName: String
  private let email: String
  private let language: String
  private let vacancyTitle: String?
  private let erasedAt: Date
  private let finalOn: String
  private let receipt: String?

  init(
    to person: Applicant, vacancyTitle: String?, erasedAt: Date, finalOn: Day, receipt: String
  ) {
    givenName = person.givenName.reveal()
    familyName = person.familyName.reveal()
    email = person.email?.reveal() ?? ""
    language = person.language.rawValue
    self.vacancyTitle = vacancyTitle
    self.erasedAt = erasedAt
    self.finalOn = finalOn.description
    self.receipt = receipt
  }

  /// Adopts what ``bytes()`` made.
  init(_ bytes: [UInt8]) throws {
    self = try JSONDecoder().decode(LastLetter.self, from: Data(bytes))
  }

  func bytes() throws -> [UInt8] { Array(try JSONEncoder().encode(self)) }

  /// The letter itself; `nil` if a newer version wrote what this one can't read.
  func letter(_ id: MailID) -> Letter? {
    guard let language = Language(rawValue: language), let finalOn = Day(finalOn) else {
      return nil
    }
    return Letter(
      id: id,
      recipient: Letter.Recipient(
        givenName: Private(givenName), familyName: Private(familyName), email: Private(email)),
      language: language, vacancyTitle: vacancyTitle,
      message: .erasureReceipt(at: erasedAt, finalOn: finalOn, file: receipt), remaining: [])
  }
}
