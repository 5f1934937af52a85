import Casework
import Domain

/// Who is asked about applicants' links.
struct LinkDesk: Sendable {
  let show: @Sendable (_ token: String) async throws -> LinkMatter?
  let answer:
    @Sendable (_ token: String, _ decision: LinkMatter.Decision) async throws -> LinkMatter?

  init(
    show: @escaping @Sendable (_ token: String) async throws -> LinkMatter?,
    answer:
      @escaping @Sendable (
        _ token: String, _ decision: LinkMatter.Decision
      ) async throws -> LinkMatter?
  ) {
    self.show = show
    self.answer = answer
  }

  init(_ office: Office) {
    self.init(
      show: { try await ShowLink(office)(token: $0) },
      answer: { try await AnswerLink(office)(token: $0, $1) })
  }
}
