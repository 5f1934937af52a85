/// Every table whose rows are about one application: they go when it is erased, but for what says
/// that it was, and an export of a matter takes them along or says why not. A test compares the
/// list with the schema.
package enum ApplicationTable: String, CaseIterable, Sendable {
  case application, applicant, document, note, ground, outcome, notice, consent, hold, informed
  case outbox, proposal, rekeying, ending, link, paper, erasure
  case announcement, restriction, objection
  case legalObligation = "legal_obligation"
  case dataKey = "data_key"
  case searchToken = "search_token"
  case statedReason = "stated_reason"
  case paperLetter = "paper_letter"
  case renewalLetter = "renewal_letter"
  case handOver = "hand_over"
  case handOverExport = "hand_over_export"
  case jointReceipt = "joint_receipt"
  case spentLink = "spent_link"

  /// What an export of a matter makes of the rows of a table.
  package enum Fate: Sendable, Equatable {
    /// They are rows of a file's section.
    case section(ExportFile, String)
    /// They are the documents themselves.
    case documents
    /// They stay here, and why.
    case leftOut(String)
  }

  /// A file of an export, a folder for each application.
  package enum ExportFile: String, CaseIterable, Sendable {
    /// All that is held about the application.
    case application
    /// How and when the applicant was told.
    case notice
  }

  /// Where the rows go.
  package var fate: Fate {
    switch self {
    case .application: .section(.application, "application")
    case .applicant: .section(.application, "applicant")
    case .document: .documents
    case .note: .section(.application, "notes")
    case .ground: .section(.application, "grounds")
    case .outcome: .section(.application, "outcomes")
    case .consent: .section(.application, "consents")
    case .hold: .section(.application, "holds")
    case .legalObligation: .section(.application, "obligations")
    case .objection: .section(.application, "objections")
    case .proposal: .section(.application, "proposals")
    case .handOver: .section(.application, "handOver")
    case .handOverExport: .section(.application, "handOverExports")
    case .paper: .section(.application, "paper")
    case .notice: .section(.notice, "notices")
    case .outbox: .section(.notice, "mails")
    case .paperLetter: .section(.notice, "letters")
    case .informed: .section(.notice, "privacyNotices")
    case .dataKey: .leftOut("opens everything else")
    case .searchToken: .leftOut("keyed hashes of what stands in applicant")
    case .statedReason: .leftOut("why others opened it, which the privacy officer answers for")
    case .link: .leftOut("hashes of the applicant's own keys to their page")
    case .ending: .leftOut("a copy of name and outcome, for a fortnight")
    case .rekeying: .leftOut("a queue of ours, without a fact")
    case .renewalLetter: .leftOut("a queue of ours; the letters themselves are taken along")
    case .restriction: .leftOut("is over where this can be exported; the privacy officer's own")
    case .announcement: .leftOut("that its erasure came near, for those who run the purge")
    case .erasure, .spentLink: .leftOut("is written when nothing is left to export")
    case .jointReceipt: .leftOut("a receipt the applicant's page shows; consents say the same")
    }
  }
}
