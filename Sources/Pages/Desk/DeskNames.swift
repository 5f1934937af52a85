package import Domain

/// What the desk calls the things of the domain.
extension Phrases {
  /// Such as `Recruiter`.
  package func name(of role: Role) -> String {
    switch role {
    case .administrator: self("Administrator")
    case .recruiter: self("Recruiter")
    case .reviewer: self("Reviewer")
    case .legal: self("Legal")
    case .privacyOfficer: self("Privacy officer")
    case .auditor: self("Auditor")
    case .intake: self("Intake")
    }
  }

  /// Such as `Interview`.
  package func name(of stage: Stage) -> String {
    switch stage {
    case .received: self("Received")
    case .screening: self("Screening")
    case .interview: self("Interview")
    case .offer: self("Offer")
    }
  }

  /// Such as `Rejected`.
  package func name(of outcome: OutcomeKind) -> String {
    switch outcome {
    case .hired: self("Hired")
    case .rejected: self("Rejected")
    case .withdrawn: self("Withdrawn")
    case .offerDeclined: self("Offer declined")
    }
  }

  /// Such as `CV`.
  package func name(of kind: DocumentKind) -> String {
    switch kind {
    case .cv: self("CV")
    case .coverLetter: self("Cover letter")
    case .certificate: self("Certificate")
    case .photo: self("Photo")
    case .portfolio: self("Portfolio")
    case .other: self("Other document")
    }
  }

  /// Such as `Recommendation`.
  package func name(of kind: NoteKind) -> String {
    switch kind {
    case .interview: self("Interview note")
    case .general: self("Note")
    case .recommendation: self("Recommendation")
    }
  }

  /// Such as `Yes`.
  package func name(of verdict: Verdict) -> String {
    switch verdict {
    case .yes: self("Yes")
    case .no: self("No")
    case .undecided: self("Undecided")
    }
  }

  /// Such as `By post`.
  package func name(of channel: Channel) -> String {
    switch channel {
    case .form: self("Form")
    case .email: self("By e-mail")
    case .post: self("By post")
    case .upload: self("Upload")
    }
  }

  /// Such as `By telephone`.
  package func name(of channel: NoticeChannel) -> String {
    switch channel {
    case .email: self("By e-mail")
    case .post: self("By post")
    case .phone: self("By telephone")
    case .inPerson: self("In person")
    }
  }

  /// Such as `with a mail`.
  package func name(of channel: Information.Channel) -> String {
    switch channel {
    case .email: self("with a mail")
    case .link: self("on the applicant's page")
    case .post: self("on paper")
    }
  }

  /// Such as `Agency`.
  package func name(of source: Source) -> String {
    switch source {
    case .applicant: self("Applicant")
    case .agency: self("Agency")
    case .referral: self("Referral")
    }
  }

  /// Such as `Interviewer`.
  package func name(of part: TeamPart) -> String {
    switch part {
    case .hiringManager: self("Hiring manager")
    case .interviewer: self("Interviewer")
    case .worksCouncil: self("Works council")
    case .disabilityRepresentative: self("Disability representative")
    }
  }

  /// A language's own name.
  package func name(of language: Language) -> String { Wording.words(in: language).ownName }
}
