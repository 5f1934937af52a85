package import Domain

/// The pages of the desk, ready to be filled.
package struct DeskPages: Sendable {
  private let house: House
  private let templates: [Language: Templates]
  private let letters: Letters

  /// What every page of the desk is sent with: our own stylesheet, script and page images, forms
  /// to where they came from, in no frame.
  package static let contentSecurityPolicy =
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    + "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

  /// Reads the templates; throws when one of them cannot be read.
  package init(house: House) throws {
    self.house = house
    letters = try Letters(house: house)
    templates = try Dictionary(
      uniqueKeysWithValues: Language.allCases.map { ($0, try Templates(phrases: .of($0))) })
  }

  /// Whom the pages speak for.
  package var company: String { house.company }

  /// Where a path of ours is, from outside.
  package func address(_ path: String) -> String {
    (house.publicURL.hasSuffix("/") ? String(house.publicURL.dropLast()) : house.publicURL) + path
  }

  /// One page whole.
  package func page<Content: DeskContent>(_ frame: DeskFrame, _ content: Content) -> String {
    head(frame) + part(content, frame.language) + foot(frame)
  }

  /// A letter to be printed, a page without anything around it.
  package func sheet(_ letter: PaperLetter) -> String { letters.page(for: letter) }

  /// Everything above a page's content, for a page that leaves in pieces.
  package func head(_ frame: DeskFrame) -> String {
    render(
      FrameView(frame, company: house.company, phrases: .of(frame.language)), "deskHead",
      frame.language)
  }

  /// One piece of a page.
  package func part<Content: DeskContent>(_ content: Content, _ language: Language) -> String {
    render(content, Content.template, language)
  }

  /// Everything below a page's content.
  package func foot(_ frame: DeskFrame) -> String {
    render(
      FrameView(frame, company: house.company, phrases: .of(frame.language)), "deskFoot",
      frame.language)
  }

  /// A letter as it would be sent, to be read before.
  package func text(of letter: Letter) -> RenderedLetter { letters.text(for: letter) }

  private func render(_ view: Any, _ name: String, _ language: Language) -> String {
    guard let page = templates[language]?.desk(view, name) else {
      preconditionFailure("there is no template \(name)")
    }
    return page
  }
}

/// What stands on a page of the desk. Its stored properties are what the template can name;
/// names are unique across nested views, as a name that a view lacks is looked up around it.
package protocol DeskContent: Sendable {
  /// The template's name: that of its file, without `desk-` and `.mustache`, in camel case.
  static var template: String { get }
}
