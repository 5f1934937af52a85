import Domain
import Records

/// A consent that was taken back, or never given, stays so. No receipt is sent: the one that
/// followed the act has gone out.
extension Replay {
  static let consentWithdrawn = Replay(.withdrawal) { office, lost in
    guard let id = lost.applications.first else { return .nothingToDo }
    return try await office.act(as: .console, .privacy) { act, rows in
      try Locks.exclusive(id, in: rows)
      guard try Applications.find(id, in: rows) != nil else { return .nothingToDo }
      let purpose: ConsentPurpose = lost.word("purpose") ?? .pool
      let all = try Consents.all(of: id, for: purpose, in: rows)
      // Then nothing new is written of it; nobody asks either.
      let isRestricted = try Restrictions.open(of: id, office.time, in: rows) != nil
      // Of a renewal the older state knows only the consent before it: everything goes.
      let given = all.filter { $0.state == .given }
      let channel: ConsentChannel = lost.word("channel") ?? .link
      for consent in given {
        try Consents.withdraw(
          consent.id, channel: channel,
          receivedAt: lost.detail["at"].flatMap(Instant.read) ?? lost.at, at: lost.at, in: rows)
        try Consents.noteReceipt(of: consent.id, at: lost.at, in: rows)
      }
      var isNew = !given.isEmpty
      if let consent: ConsentID = lost.id("consent") {
        // Whoever took a yes back isn't asked again, nor can they say it a second time.
        switch all.first(where: { $0.id == consent })?.state {
        case .asked:
          try Consents.decline(consent, at: lost.at, in: rows)
          isNew = true
        case nil where purpose == .pool && !isRestricted:
          try Consents.bringBack(consent, of: id, .withdrawn, at: lost.at, in: rows)
          isNew = true
        default: break
        }
      }
      let pool = try Grounds.all(of: id, in: rows).filter {
        $0.kind == purpose.ground && $0.endedAt == nil
      }
      try Grounds.end(
        pool.map(\.id), at: lost.at, cause: ErasureCause.consentWithdrawn.rawValue, in: rows)
      return isNew || !pool.isEmpty ? .repeated(1) : .nothingToDo
    }
  }

  static let consentDeclined = Replay(.other) { office, lost in
    guard let id = lost.applications.first, let consent: ConsentID = lost.id("consent") else {
      return .nothingToDo
    }
    return try await office.act(as: .console, .privacy) { act, rows in
      try Locks.exclusive(id, in: rows)
      guard try Applications.find(id, in: rows) != nil else { return .nothingToDo }
      let purpose: ConsentPurpose = lost.word("purpose") ?? .pool
      let all = try Consents.all(of: id, for: purpose, in: rows)
      let isRestricted = try Restrictions.open(of: id, office.time, in: rows) != nil
      switch all.first(where: { $0.id == consent })?.state {
      case .asked: try Consents.decline(consent, at: lost.at, in: rows)
      case nil where isRestricted: return .impossible
      case nil where purpose == .longerStorage: return .impossible
      case nil:
        // What it would have followed isn't asked about again; but only what is still known.
        let renewed: ConsentID? = lost.id("renews")
        let isKnown =
          all.contains { $0.id == renewed } && !all.contains { $0.renews == renewed }
        try Consents.bringBack(
          consent, of: id, .declined, renewing: isKnown ? renewed : nil, at: lost.at, in: rows)
      default: return .nothingToDo
      }
      return .repeated(1)
    }
  }
}
