import Casework
import Domain

/// Who is asked about applicants' links.
struct LinkDesk: Sendable {
  let show: @Sendable (_ token: String) async throws -> LinkMatter?
  let answer:
    @Sendable (
      _ token: String, _ decision: LinkMatter.Decision, _ scope: LinkMatter.Scope
    ) async throws -> LinkMatter?
  /// A version of the privacy notice, the one in force unless one is named.
  let notice: @Sendable (_ version: String?) async throws -> PrivacyNotice?
  /// The signed receipt of an erasure; `nil` for a token that shows none.
  let receipt: @Sendable (_ token: String) async throws -> String?

  init(
    show: @escaping @Sendable (_ token: String) async throws -> LinkMatter?,
    answer:
      @escaping @Sendable (
        _ token: String, _ decision: LinkMatter.Decision, _ scope: LinkMatter.Scope
      ) async throws -> LinkMatter?,
    notice: @escaping @Sendable (_ version: String?) async throws -> PrivacyNotice? = { _ in nil },
    receipt: @escaping @Sendable (_ token: String) async throws -> String? = { _ in nil }
  ) {
    self.show = show
    self.answer = answer
    self.notice = notice
    self.receipt = receipt
  }

  init(_ office: Office) {
    self.init(
      show: { try await ShowLink(office)(token: $0) },
      answer: { try await AnswerLink(office)(token: $0, $1, scope: $2) },
      notice: { try await ShowPrivacyNotice(office)(version: $0) },
      receipt: { try await ShowErasures(office).receipt(token: $0) })
  }
}
