package import Domain
import QRCode

/// Labels to be printed and stuck on paper: a code that nobody confuses, a square that a telephone
/// reads, and no name.
package struct LabelSheet: DeskContent {
  package static let template = "labels"
  let labels: [Label]
  let noLabels: Bool

  /// One label.
  struct Label: Sendable {
    let labelCode: String
    let labelCompany: String
    let square: Square?
  }

  /// A code as the path of a drawing.
  struct Square: Sendable {
    let squareSize: String
    let squarePath: String
  }

  /// `address` makes a path of ours into one from outside.
  package init(_ codes: [PaperCode], company: String, address: (String) -> String) {
    labels = codes.map { code in
      Label(
        labelCode: code.description, labelCompany: company,
        square: Self.square(address("/paper/\(code)")))
    }
    noLabels = codes.isEmpty
  }

  /// `nil` for an address that no code holds; then the letters stand alone.
  private static func square(_ address: String) -> Square? {
    do {
      let code = try QRCode(address)
      return Square(squareSize: "\(code.svgSize)", squarePath: code.svgPath)
    } catch {
      return nil
    }
  }
}
