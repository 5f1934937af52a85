extension LedgerEntry.Action {
  /// Whether the act protects somebody, so that it is answered only once the journal has it, and
  /// is repeated after a restore: what was erased, taken back, restricted or kept for a claim, who
  /// lost access, and the ends of all this.
  package var isProtective: Bool {
    switch self {
    case .applicationErased, .erasureRequested, .documentDeleted, .paperDestroyed,
      .consentWithdrawn, .consentDeclined,
      .restrictionPlaced, .restrictionAnnounced, .restrictionLifted,
      .objectionReceived, .objectionDecided,
      .holdPlaced, .holdReviewed, .holdReleased, .vacancyHoldPlaced, .vacancyHoldReleased,
      .obligationPlaced, .obligationEnded,
      .staffDisabled, .staffEnabled, .roleGranted, .roleRevoked, .sessionsEnded,
      .teamChanged, .teamLeft, .tokenRevoked,
      .epochRotated, .epochDestroyed, .reconciled:
      true
    default: false
    }
  }
}
