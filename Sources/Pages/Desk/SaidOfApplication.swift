/// What is said of an application after a form was sent.
extension Phrases {
  /// The sentence for a code; `nil` for one that isn't ours.
  package func saidOfApplication(_ code: String?) -> String? {
    switch code {
    case "noteSaved": self("The note is saved.")
    case "recommendationSaved": self("Your recommendation is saved.")
    case "stageChanged": self("The stage is changed.")
    case "moved": self("The application is moved.")
    case "corrected": self("The corrections are saved.")
    case "documentDeleted": self("The document is deleted.")
    case "consentRecorded": self("The consent is recorded.")
    case "storageAsked": self("The question leaves by mail.")
    case "objectionRecorded": self("The objection is recorded.")
    case "noticeSent": self("The notice leaves by mail.")
    case "toldRecorded": self("It is recorded that they were told.")
    default: nil
    }
  }
}
