import Domain

/// What keeps an application besides the pool, in words. A day of erasure is promised only where
/// nothing else keeps the application beyond it.
struct Remaining {
  let grounds: [Ground]
  let application: String
  let contact: String
  let words: any Words

  init(_ grounds: [Ground], application: String, contact: String, words: any Words) {
    // The pool is what the page is about; it never counts as what remains besides.
    self.grounds = grounds.filter { $0.kind != .pool }
    self.application = application
    self.contact = contact
    self.words = words
  }

  var isEmpty: Bool { grounds.isEmpty }

  /// The day from whose 00:00 none of these stands; `nil` while one has no end in sight.
  private var eraseOn: Day? {
    let ends = grounds.compactMap(\.eraseFrom)
    return ends.count == grounds.count ? ends.max() : nil
  }

  /// Whether the application stays although its time in the pool is over on `day`.
  func outlasts(_ day: Day) -> Bool {
    guard !isEmpty else { return false }
    guard let eraseOn else { return true }
    return eraseOn > day
  }

  /// A paragraph for each ground, and the right to object (Art. 21(4) GDPR) in one of its own
  /// after the evidence.
  var paragraphs: [String] {
    let last = eraseOn
    var promised = false
    return grounds.flatMap { ground -> [String] in
      guard
        var text = words.reason(
          ground.kind, application: application, through: ground.through, contact: contact)
      else { return [] }
      if let last, ground.eraseFrom == last, !promised {
        promised = true
        text += " \(words.erasure(on: last))"
      }
      return ground.kind == .evidence ? [text, words.rightToObject(contact: contact)] : [text]
    }
  }
}
