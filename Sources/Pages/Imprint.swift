/// Who answers for what is kept, and who helps (Art. 13(1)(a), (b), (2)(d) GDPR).
struct Imprint {
  let lines: [(term: String, details: String)]

  init(house: House, labels: Labels) {
    var lines = [
      (term: labels.controller, details: house.controller ?? house.company),
      (term: labels.contact, details: house.contact),
    ]
    if let officer = house.privacyOfficer { lines.append((labels.privacyOfficer, officer)) }
    if let authority = house.authority { lines.append((labels.authority, authority)) }
    self.lines = lines
  }
}
