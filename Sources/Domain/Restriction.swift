/// That processing of an application is restricted (Art. 18 GDPR), and what the applicant was told
/// of its end.
package struct Restriction: Sendable, Equatable {
  package let id: RestrictionID
  package let placedOn: Day
  package let announcement: Announcement?

  package init(id: RestrictionID, placedOn: Day, announcement: Announcement? = nil) {
    self.id = id
    self.placedOn = placedOn
    self.announcement = announcement
  }

  /// That the applicant was told, or a letter to them was queued, before it is lifted.
  package struct Announcement: Sendable, Equatable {
    /// The day from which it is lifted.
    package let liftOn: Day
    /// How they were told by somebody; `nil` where it was by mail.
    package let told: Told?
    /// Whether the letter was given up, so that nobody was told.
    package let isUndelivered: Bool

    package init(liftOn: Day, told: Told? = nil, isUndelivered: Bool = false) {
      self.liftOn = liftOn
      self.told = told
      self.isUndelivered = isUndelivered
    }
  }

  /// When and how somebody told the applicant.
  package struct Told: Sendable, Equatable {
    package let on: Day
    package let channel: NoticeChannel

    package init(on: Day, channel: NoticeChannel) {
      self.on = on
      self.channel = channel
    }
  }

  /// Refuses to lift it before the applicant was told (Art. 18(3) GDPR), and before the day they
  /// were told.
  package func mayBeLifted(on today: Day) throws(Refusal) {
    guard let announcement, !announcement.isUndelivered else { throw .notTold }
    guard announcement.liftOn <= today else { throw .liftedFrom(announcement.liftOn) }
  }
}
