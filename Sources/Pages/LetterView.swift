/// A letter as its two forms see it.
struct LetterView {
  let languageCode: String
  let subject: String
  let greeting: String
  let before: [String]
  let link: String?
  let after: [String]
  let closing: String
  let company: String
  let imprint: [Line]
  /// What stands whole below the letter.
  let below: BelowView?

  struct Line {
    let term: String
    let details: String
  }
}
