/// Why a server didn't take a mail. Holds the server's reply codes, never its words: they quote
/// addresses.
package enum SMTPError: Error, Sendable, Equatable {
  /// Trying again later may help.
  case temporary(Delay)
  /// The server refuses this recipient or this mail, with this reply, for good.
  case permanent(reply: Int)
  /// Server and settings don't fit; no mail would leave.
  case misconfigured(Misfit)
  /// We were told to stop before the server had the mail.
  case stopped

  /// What came between.
  package enum Delay: Sendable, Equatable {
    case unknownHost, noConnection, timeout, brokenOff
    /// It takes no mail at all just now.
    case busy(reply: Int)
    /// It puts this mail off.
    case putOff(reply: Int)
  }

  /// What doesn't fit.
  package enum Misfit: Sendable, Equatable {
    /// We want STARTTLS and it doesn't offer that.
    case notEncrypted
    case encryptionFailed
    case certificateNotTrusted
    /// The file of trusted authorities can't be read.
    case authoritiesUnreadable
    case loginRefused
    /// It offers no way to log in that we know.
    case loginNotOffered
    case senderRefused(reply: Int)
    case refusedFromTheStart(reply: Int)
  }
}

extension SMTPError {
  /// One sentence for the person who set it up.
  package var sentence: String {
    switch self {
    case .temporary(let delay): delay.sentence
    case .permanent(let reply): "The server refuses this recipient or this mail (\(reply))."
    case .misconfigured(let misfit): misfit.sentence
    case .stopped: "It was stopped."
    }
  }
}

extension SMTPError.Delay {
  fileprivate var sentence: String {
    switch self {
    case .unknownHost: "There is no server of that name, or names can't be looked up."
    case .noConnection: "Nothing answers there; is the port right, and open in the firewall?"
    case .timeout: "The server took too long to answer."
    case .brokenOff: "The server broke off the conversation."
    case .busy(let reply): "The server takes no mail just now (\(reply))."
    case .putOff(let reply): "The server puts this mail off (\(reply))."
    }
  }
}

extension SMTPError.Misfit {
  fileprivate var sentence: String {
    switch self {
    case .notEncrypted:
      "The server offers no STARTTLS. Try smtps:// and port 465, or another server."
    case .encryptionFailed: "No encrypted connection came about; is the port right?"
    case .certificateNotTrusted:
      "The server's certificate is not trusted: it has expired, bears another name, or comes from"
        + " an authority of your own (LETHE_SMTP_CA)."
    case .authoritiesUnreadable: "The file LETHE_SMTP_CA can't be read, or holds no certificate."
    case .loginRefused: "The server refuses user or password."
    case .loginNotOffered: "The server offers no login, at least none that is known here."
    case .senderRefused(let reply):
      "The server refuses the sender (\(reply)); look at LETHE_MAIL_FROM and at the login."
    case .refusedFromTheStart(let reply): "The server wants no mail from here (\(reply))."
    }
  }
}
