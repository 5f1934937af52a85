import Domain
import Foundation

/// What the layout script prints, read with suspicion: the document has a hand in it.
struct PageList: Sendable, Equatable {
  let sizes: [PageSize]
  let count: Int

  /// `nil` when no page is to be seen.
  init?(printed: ArraySlice<UInt8>, atMost most: Int) {
    var sizes: [Int: PageSize] = [:]
    var turned: Set<Int> = []
    var count = 0
    for line in String(decoding: printed, as: UTF8.self).split(separator: "\n") {
      let words = line.split(separator: " ")
      if words.count == 2, words[0] == "Pages:" {
        count = Int(words[1]) ?? 0
      } else if words.count >= 4, words[0] == "Page", let page = Int(words[1]) {
        if words[2] == "rot:" {
          if words[3] == "90" || words[3] == "270" { turned.insert(page) }
        } else if words.count >= 6, words[2] == "size:", words[4] == "x",
          let width = Double(words[3]), let height = Double(words[5])
        {
          sizes[page] = PageSize(width: width, height: height)
        }
      }
    }
    var list: [PageSize] = []
    while list.count < most, let size = sizes[list.count + 1] {
      list.append(turned.contains(list.count + 1) ? size.turned : size)
    }
    guard !list.isEmpty else { return nil }
    self.sizes = list
    self.count = max(count, list.count)
  }

  /// The texts of the pages, each between form feeds; without what only a terminal understands.
  static func texts(printed: ArraySlice<UInt8>) -> [Private<String>?] {
    printed.split(separator: 0x0C, omittingEmptySubsequences: false).map { page in
      let scalars = String(decoding: page, as: UTF8.self).unicodeScalars
        .filter { $0 == "\n" || $0 == "\t" || $0.properties.generalCategory != .control }
      let text = String(String.UnicodeScalarView(scalars))
        .trimmingCharacters(in: .whitespacesAndNewlines)
      return text.isEmpty ? nil : Private(text)
    }
  }
}
