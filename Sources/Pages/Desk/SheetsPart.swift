/// The pages of one document, each an image with its text beside it; or the sentence that stands
/// in their place.
package struct SheetsPart: DeskContent {
  package static let template = "sheets"
  package let leaves: [Leaf]
  /// Why nothing is shown; ``SheetsPart/unshown(_:)`` when there is no better word.
  package let obstacle: String?
  /// That there are more pages than these.
  package let rest: String?
  package let original: String

  /// One page of the document.
  package struct Leaf: Sendable {
    package let leafAddress: String
    package let leafName: String
    package let leafWidth: Int
    package let leafHeight: Int
    package let leafText: String?

    package init(address: String, name: String, width: Int, height: Int, text: String?) {
      leafAddress = address
      leafName = name
      leafWidth = width
      leafHeight = height
      leafText = text
    }
  }

  /// `original` is where the document itself can be downloaded.
  package init(leaves: [Leaf], rest: String? = nil, original: String) {
    self.leaves = leaves
    self.rest = rest
    self.original = original
    obstacle = nil
  }

  package init(obstacle: String, original: String) {
    leaves = []
    rest = nil
    self.obstacle = obstacle
    self.original = original
  }

  /// What stands where an image would be.
  package static func unshown(_ phrases: Phrases) -> String {
    phrases("Can't be shown. Download the original.")
  }
}

/// What stands above the pages of a document that has a page of its own.
package struct DocumentHead: DeskContent {
  package static let template = "documentHead"
  package let heading: String
  package let fileName: String
  package let back: String

  /// `back` leads to the application.
  package init(heading: String, fileName: String, back: String) {
    self.heading = heading
    self.fileName = fileName
    self.back = back
  }
}
