/// Processing that is restricted (Art. 18 GDPR): kept whatever stands, met by the privacy officer
/// alone, changed by nobody.
extension LifeModel {
  struct Restriction {
    /// The day from which it is lifted, once the applicant was told one.
    var liftOn: Int?
  }

  mutating func restrict() -> String? {
    if isRestricted { return "restricted" }
    restriction = Restriction()
    return nil
  }

  /// The applicant is told: by mail, or by somebody.
  mutating func announce(inDays days: Int, told: Bool, _ moment: LifeMoment) -> String? {
    if !isRestricted { return "notRestricted" }
    if days < 0 { return "invalid" }
    if !told && !isMailable { return "noAddress" }
    restriction?.liftOn = moment.today + days
    return nil
  }

  /// Whoever has an address is told by mail in the same step.
  mutating func lift(_ moment: LifeMoment) -> String? {
    guard let restriction else { return "notRestricted" }
    guard let liftOn = restriction.liftOn ?? (isMailable ? moment.today : nil) else {
      return "notTold"
    }
    if liftOn > moment.today { return "liftedFrom" }
    self.restriction = nil
    // Rules that changed meanwhile had left it alone.
    shorten(moment)
    return nil
  }
}
