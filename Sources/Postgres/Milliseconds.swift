extension Duration {
  /// Whole milliseconds from 0 to a day, rounded up: who waits so may look again too late, never
  /// too early.
  var milliseconds: Int {
    let bounded = min(max(self, .zero), .seconds(86_400))
    return Int((bounded / .milliseconds(1)).rounded(.up))
  }
}
