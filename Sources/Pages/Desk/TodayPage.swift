package import Domain

/// What waits today, part by part; every figure leads to its list.
package struct TodayPage: DeskContent {
  package static let template = "today"
  let heading: String
  let parts: [Part]
  /// Where nothing waits: what would be here, and what comes next.
  let nothing: String?

  /// One kind of work.
  package struct Part: Sendable {
    let partTitle: String
    let partCount: String
    let partAddress: String?
    let partItems: [Item]
    /// How many more there are than are shown.
    let partRest: Int?
    let isAlarm: Bool

    /// A day's work, not a list: what comes after these is on the list.
    private static let mostItems = 20

    /// `count` is said beside the title; `address` is where all of it is listed, if anywhere.
    package init(
      _ title: String, count: String, address: String?, items: [Item], isAlarm: Bool = false
    ) {
      partTitle = title
      partCount = count
      partAddress = address
      partItems = Array(items.prefix(Self.mostItems))
      partRest = items.count > Self.mostItems ? items.count - Self.mostItems : nil
      self.isAlarm = isAlarm
    }
  }

  /// One thing to do, with a link to where it is done.
  package struct Item: Sendable {
    let itemBadge: String?
    let itemLink: String
    let itemAddress: String
    let itemText: String

    package init(_ link: String, _ address: String, text: String = "", badge: String? = nil) {
      itemBadge = badge
      itemLink = link
      itemAddress = address
      itemText = text
    }
  }

  package init(parts: [Part], nextErasure: Day?, _ phrases: Phrases) {
    heading = phrases("Today")
    self.parts = parts.filter { !$0.partItems.isEmpty }
    guard self.parts.isEmpty else {
      nothing = nil
      return
    }
    let next = nextErasure.map {
      phrases("Next erasure: {day}.", ["day": phrases.inWords($0)])
    }
    nothing = [phrases("Nothing waits."), next].compactMap(\.self).joined(separator: " ")
  }
}
