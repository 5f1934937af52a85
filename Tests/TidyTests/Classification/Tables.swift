/// Every table there is. A new one is added here with the class of each of its columns, in the
/// same change that makes it.
enum Tables {
  static let all = installation + people + signIn + work + applications + outcomes + leftBehind

  private static let installation = [
    ClassifiedTable(
      "installation", .holdsNobody, public: "id only_one sandbox time_zone created_at"),
    ClassifiedTable(
      "epoch", .holdsNobody, key: "fingerprint",
      public: "number created_at retired_at emptied_at"),
    ClassifiedTable("key_file", .holdsNobody, key: "fingerprint", public: "name"),
    ClassifiedTable(
      "retention_rules", .holdsNobody,
      public: """
        version hired_months rejected_months withdrawn_months offer_declined_months pool_months
        set_at reason applied_at
        """),
    ClassifiedTable(
      "timer", .holdsNobody, public: "name claimed_until finished_at succeeded_at"),
    ClassifiedTable("purge_run", .holdsNobody, public: "number at erased failed held_back"),
    ClassifiedTable("clock_reading", .holdsNobody, public: "boot wall since_boot_ms"),
    ClassifiedTable("clock_doubt", .holdsNobody, public: "only_one kind seconds since"),
    ClassifiedTable("privacy_notice", .holdsNobody, public: "version digest"),
    ClassifiedTable("privacy_notice_text", .holdsNobody, public: "version language text"),
    ClassifiedTable("privacy_notice_use", .holdsNobody, public: "number version since"),
  ]

  private static let people = [
    ClassifiedTable(
      "staff", .ofItsOwn("stays while the ledger names the id"), sealed: "email name",
      pseudonymous: "id email_index added_at disabled_at language"),
    ClassifiedTable(
      "staff_key", .ofItsOwn("goes with the member of staff"), key: "wrapped",
      pseudonymous: "staff_id", public: "epoch"),
    ClassifiedTable(
      "staff_role", .ofItsOwn("goes with the member of staff"),
      pseudonymous: "staff_id role granted_at"),
    ClassifiedTable(
      "staff_mail", .ofItsOwn("forgotten after 30 days"),
      pseudonymous: """
        id staff_id kind day queued_at claim claimed_until attempts first_tried_at due_at problem
        sent_at given_up_at
        """),
    ClassifiedTable(
      "digest_day", .holdsNobody, public: "day queued_at"),
    ClassifiedTable(
      "token", .ofItsOwn("goes with the member of staff"), key: "hash",
      pseudonymous: "id staff_id created_at expires_at revoked_at"),
    ClassifiedTable(
      "first_answer", .ofItsOwn("the purge clears what is a day old"), key: "key_hash",
      pseudonymous: "staff_id created_id number given_at", public: "call"),
  ]

  private static let signIn = [
    ClassifiedTable(
      "account", .ofItsOwn("goes with the member of staff"), sealed: "password",
      pseudonymous: "staff_id password_set_at short_password"),
    ClassifiedTable(
      "second_factor", .ofItsOwn("goes with the member of staff"), sealed: "secret",
      pseudonymous: "staff_id enrolled_at last_step"),
    ClassifiedTable(
      "recovery_code", .ofItsOwn("goes once it is used"), key: "hash", pseudonymous: "staff_id"),
    ClassifiedTable(
      "session", .ofItsOwn("the purge clears what is over"), sealed: "enrolling", key: "hash",
      pseudonymous: """
        id staff_id begun_at seen_at awaits_code wrong_codes confirmed_at role language
        """),
    ClassifiedTable(
      "set_up_link", .ofItsOwn("goes once it is used, or after seven days"), key: "hash",
      pseudonymous: "id staff_id made_at expires_at"),
    ClassifiedTable(
      "attempt", .ofItsOwn("the purge clears it after 30 days"),
      pseudonymous: "bucket failures tried_at succeeded_at"),
  ]

  private static let work = [
    ClassifiedTable(
      "vacancy", .ofItsOwn("is about a job"), pseudonymous: "opened_by closed_by",
      public: "id title location opened_at closed_at"),
    ClassifiedTable(
      "team", .ofItsOwn("goes with the vacancy or the member of staff"),
      pseudonymous: "staff_id part until added_at added_by", public: "vacancy_id"),
    ClassifiedTable(
      "vacancy_hold", .ofItsOwn("is about a matter and a job"),
      sealed: "matter reason reviewed_because released_because",
      pseudonymous: "placed_at placed_by released_at released_by words_gone_at",
      public: "id vacancy_id review_on erase_from"),
  ]

  private static let applications = [
    ClassifiedTable(
      "application",
      pseudonymous: """
        id vacancy_id channel source stage received_at created_at created_by recipient mailable
        standing
        """),
    ClassifiedTable("data_key", key: "wrapped", pseudonymous: "application_id", public: "epoch"),
    ClassifiedTable(
      "applicant", sealed: "given_name family_name email phone address language external_id",
      pseudonymous: "application_id"),
    ClassifiedTable("search_token", pseudonymous: "application_id token", public: "epoch"),
    ClassifiedTable(
      "document", sealed: "name", key: "header",
      pseudonymous: "id application_id kind media_type bytes file received_at stored_by"),
    ClassifiedTable("rekeying", pseudonymous: "application_id asked_at"),
    ClassifiedTable(
      "note", sealed: "text verdict",
      pseudonymous: "id application_id kind written_at written_by"),
    ClassifiedTable("stated_reason", sealed: "text", pseudonymous: "entry_id application_id"),
    ClassifiedTable(
      "outbox",
      pseudonymous: """
        id application_id kind consent_id link_id objection_id queued_at sent_at claim claimed_until
        attempts first_tried_at due_at problem given_up_at
        """),
    ClassifiedTable(
      "informed", pseudonymous: "id application_id article language channel at",
      public: "version"),
    ClassifiedTable(
      "paper_letter",
      pseudonymous: "id application_id kind consent_id link_id made_at made_by through"),
    ClassifiedTable("renewal_letter", pseudonymous: "consent_id application_id days queued_at"),
  ]

  private static let outcomes = [
    ClassifiedTable(
      "ground",
      pseudonymous: "id application_id kind since erase_from rules_version ended_at ended_by"),
    ClassifiedTable("announcement", pseudonymous: "application_id due_on announced_on"),
    ClassifiedTable(
      "ending", sealed: "given_name family_name",
      pseudonymous: """
        application_id vacancy_id stage received_at mailable restricted opened_at through
        """),
    ClassifiedTable(
      "outcome", sealed: "superseded_because",
      pseudonymous: """
        id application_id kind ended_on recorded_at recorded_by superseded_at superseded_by
        """),
    ClassifiedTable(
      "notice", sealed: "proof",
      pseudonymous: """
        id application_id outcome_id channel sent_on received_on recorded_at recorded_by
        """),
    ClassifiedTable(
      "hold", sealed: "matter reason released_because",
      pseudonymous: """
        id application_id ground_id vacancy_hold_id review_on placed_at placed_by released_at
        released_by
        """),
    ClassifiedTable(
      "restriction", sealed: "reason",
      pseudonymous: """
        id application_id placed_at placed_by announced_at announced_by lift_on told_on
        told_channel ended_at ended_by
        """),
    ClassifiedTable(
      "objection", sealed: "text reason",
      pseudonymous: """
        id application_id against received_on channel answer_by recorded_at recorded_by
        decided_at decision decided_by
        """),
    ClassifiedTable(
      "legal_obligation", sealed: "law reason ended_because",
      pseudonymous: "id application_id ground_id placed_at placed_by ended_at ended_by"),
    ClassifiedTable(
      "hand_over", sealed: "reference",
      pseudonymous: "application_id documents recorded_at recorded_by"),
    ClassifiedTable(
      "hand_over_export",
      pseudonymous: "application_id document_id exported_at exported_by"),
    ClassifiedTable(
      "consent",
      pseudonymous: """
        id application_id language asked_at asked_by given_at given_on given_channel
        given_recorded_by document_id declined_at withdrawn_at withdrawn_channel
        withdrawal_received_at withdrawn_recorded_by receipt_at renews purpose until
        """, public: "text_version"),
    ClassifiedTable(
      "link", key: "hash",
      pseudonymous: """
        id application_id consent_id proposal_id language created_at expires_at voided_at
        """),
    ClassifiedTable(
      "proposal",
      pseudonymous: """
        id application_id vacancy_id proposed_at proposed_by answered_at answer
        new_application_id carried_out_at
        """),
  ]

  /// What outlives an application: receipts and queues that point at nobody any more.
  private static let leftBehind = [
    ClassifiedTable(
      "spent_link", .ofItsOwn("the purge clears it after 30 days"), key: "hash",
      pseudonymous: "withdrawn_at erased_at final_on language shown_through application_id"),
    ClassifiedTable(
      "joint_receipt", .ofItsOwn("the purge clears it after 30 days"), key: "hash",
      pseudonymous: """
        id application_id given_on withdrawn_at erased_at final_on shown_through
        """),
    ClassifiedTable(
      "doomed_file", .ofItsOwn("struck once the file is unlinked"), pseudonymous: "file doomed_at"),
    ClassifiedTable(
      "last_mail", .ofItsOwn("deleted on delivery or after 3 days"), sealed: "envelope",
      key: "wrapped",
      pseudonymous: """
        id queued_at discard_at claim claimed_until attempts first_tried_at due_at problem
        """, public: "epoch"),
    ClassifiedTable(
      "paper", .ofItsOwn("emptied once the paper is gone"), sealed: "location", key: "wrapped",
      pseudonymous: """
        id code application_id plan class recorded_at recorded_by erased_at done_at done_on
        done_by how
        """, public: "epoch"),
    ClassifiedTable(
      "ledger", .ofItsOwn("is the record of what was done"),
      pseudonymous: "id at actor applications",
      public: "number function action detail index hash"),
    ClassifiedTable(
      "erasure", .ofItsOwn("is the receipt"),
      pseudonymous: "application_id erased_at cause documents final_on late_days entry_id"),
  ]
}
