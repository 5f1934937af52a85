import Domain
import Foundation
import Testing

/// A personal value shows itself to nobody who merely prints it.
@Suite struct PrivateTests {
  private let mark = "Zyzzyva-7391"

  private var applicant: Applicant {
    Applicant(
      givenName: Private(mark), familyName: Private(mark), email: Private(mark + "@example.org"),
      phone: Private(mark), address: Private(mark), language: .german)
  }

  private func ways(of printing: some Any) -> [String] {
    var dumped = ""
    dump(printing, to: &dumped)
    var printed = ""
    print(printing, to: &printed)
    debugPrint(printing, to: &printed)
    return [
      dumped, printed, "\(printing)", String(describing: printing), String(reflecting: printing),
      String(describing: Mirror(reflecting: printing).children.map { $0 }),
      "\([printing])", "\(Optional(printing) as Any)", "\(["key": printing])",
      "\((1, printing))", String(describing: printing as Any),
    ]
  }

  @Test func printingShowsOnlyThatThereIsSomething() {
    for text in ways(of: Private(mark)) { #expect(!text.contains("7391"), "\(text)") }
    for text in ways(of: Private(Array(mark.utf8))) { #expect(!text.contains("90, 121")) }
    #expect("\(Private(mark))" == "<private>")
    #expect(String(reflecting: Private(mark)) == "<private>")
    #expect(Private(mark).reveal() == mark)
  }

  @Test func neitherDoesWhatHoldsIt() {
    let letter = Letter(
      id: .random(),
      recipient: .init(
        givenName: Private(mark), familyName: Private(mark), email: Private(mark)),
      language: .english, vacancyTitle: nil, message: .invitation(link: Private(mark)),
      remaining: [])
    for text in ways(of: applicant) + ways(of: letter) {
      #expect(!text.contains("7391"), "\(text)")
    }
  }

  @Test func equalityLooksInside() {
    #expect(Private(mark) == Private(mark))
    #expect(Private(mark) != Private("another"))
    #expect(applicant == applicant)
  }
}
