import Domain

/// A day as it is read; one that doesn't exist is a mistake of the test.
func day(_ text: String) -> Day {
  guard let day = Day(text) else { preconditionFailure("\(text) is not a day") }
  return day
}
