import Domain
import Records

/// Epochs that were destroyed.
extension Replay {
  /// Only where nothing is under it: the database refuses otherwise, and whatever is still wrapped
  /// so has lost its key.
  static let epochDestroyed = Replay(.other) { office, lost in
    guard let number = lost.detail["epoch"].flatMap({ Int($0) }) else { return .nothingToDo }
    do {
      return try await office.act(as: .console, .keys) { _, rows in
        try Locks.exclusiveEpoch(in: rows)
        guard let epoch = try Epochs.all(in: rows).first(where: { $0.number == number }) else {
          return .nothingToDo
        }
        guard epoch.retiredAt != nil else { return .impossible }
        return try Epochs.destroy(number, in: rows) ? .repeated(1) : .impossible
      }
    } catch  where DatabaseFault(error) == .referenceMissing {
      return .impossible
    }
  }
}
