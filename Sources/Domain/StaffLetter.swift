/// What somebody on the staff is written, as facts. Nothing in it is about an applicant.
package struct StaffLetter: Sendable, Equatable {
  package let id: MailID
  package let address: Private<String>
  package let language: Language
  package let message: Message

  package init(id: MailID, address: Private<String>, language: Language, message: Message) {
    self.id = id
    self.address = address
    self.language = language
    self.message = message
  }

  /// What it says.
  package enum Message: Sendable, Equatable {
    /// What waits for a reviewer, by vacancy.
    case digest([Waiting])
  }

  /// How many applications of a vacancy wait for somebody's recommendation.
  package struct Waiting: Sendable, Equatable {
    package let vacancyTitle: String
    package let applications: Int

    package init(vacancyTitle: String, applications: Int) {
      self.vacancyTitle = vacancyTitle
      self.applications = applications
    }
  }
}
