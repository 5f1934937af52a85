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

  init(
    show: @escaping @Sendable (_ token: String) async throws -> LinkMatter?,
    answer:
      @escaping @Sendable (
        _ token: String, _ decision: LinkMatter.Decision, _ scope: LinkMatter.Scope
      ) async throws -> LinkMatter?,
    notice: @escaping @Sendable (_ version: String?) async throws -> PrivacyNotice? = { _ in nil }
  ) {
    self.show = show
    self.answer = answer
    self.notice = notice
  }

  init(_ office: Office) {
    self.init(
      show: { try await ShowLink(office)(token: $0) },
      answer: { try await AnswerLink(office)(token: $0, $1, scope: $2) },
      notice: { try await ShowPrivacyNotice(office)(version: $0) })
  }
}
