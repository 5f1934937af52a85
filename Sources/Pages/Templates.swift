import Domain
import Mustache

/// The templates, read once. Whatever is put into one is escaped.
struct Templates: Sendable {
  private let library: MustacheLibrary

  /// Reads every template, the desk's in the language of `phrases`.
  init(phrases: Phrases = .of(.english)) throws {
    MustacheContentTypes.register(MarkupText(), named: MarkupText.name)
    var library = MustacheLibrary()
    for (name, bytes) in Self.applicants { library.register(try Self.read(bytes), named: name) }
    for (name, bytes) in Self.desk {
      library.register(try Self.read(bytes, translatedBy: phrases), named: name)
    }
    self.library = library
  }

  private static let applicants: [(String, [UInt8])] = [
    ("runs", PackageResources.runs_mustache),
    ("paragraph", PackageResources.paragraph_mustache),
    ("choice", PackageResources.choice_mustache),
    ("page", PackageResources.page_mustache),
    ("letter", PackageResources.letter_mustache),
    ("letterPrint", PackageResources.letter_print_mustache),
  ]

  /// A template's name is that of its file, without `desk-`, in camel case.
  private static let desk: [(String, [UInt8])] = [
    ("deskHead", PackageResources.desk_head_mustache),
    ("deskFoot", PackageResources.desk_foot_mustache),
    ("field", PackageResources.desk_field_mustache),
    ("notice", PackageResources.desk_notice_mustache),
    ("application", PackageResources.desk_application_mustache),
    ("applicationEnd", PackageResources.desk_application_end_mustache),
    ("applicationNew", PackageResources.desk_application_new_mustache),
    ("document", PackageResources.desk_document_mustache),
    ("documentDelete", PackageResources.desk_document_delete_mustache),
    ("matter", PackageResources.desk_matter_mustache),
    ("move", PackageResources.desk_move_mustache),
    ("person", PackageResources.desk_person_mustache),
    ("upload", PackageResources.desk_upload_mustache),
    ("form", PackageResources.desk_form_mustache),
    ("secondFactor", PackageResources.desk_second_factor_mustache),
    ("recoveryCodes", PackageResources.desk_recovery_codes_mustache),
    ("account", PackageResources.desk_account_mustache),
    ("staff", PackageResources.desk_staff_mustache),
    ("staffMember", PackageResources.desk_staff_member_mustache),
    ("setUpLink", PackageResources.desk_set_up_link_mustache),
    ("sheets", PackageResources.desk_sheets_mustache),
    ("documentHead", PackageResources.desk_document_head_mustache),
    ("lines", PackageResources.desk_lines_mustache),
    ("nextPage", PackageResources.desk_next_page_mustache),
    ("today", PackageResources.desk_today_mustache),
    ("vacancies", PackageResources.desk_vacancies_mustache),
    ("newVacancy", PackageResources.desk_new_vacancy_mustache),
    ("vacancy", PackageResources.desk_vacancy_mustache),
    ("search", PackageResources.desk_search_mustache),
    ("pool", PackageResources.desk_pool_mustache),
    ("propose", PackageResources.desk_propose_mustache),
    ("board", PackageResources.desk_board_mustache),
    ("deadlineChart", PackageResources.desk_deadline_chart_mustache),
    ("receiptTable", PackageResources.desk_receipt_table_mustache),
    ("receipts", PackageResources.desk_receipts_mustache),
    ("deadlines", PackageResources.desk_deadlines_mustache),
    ("yearTable", PackageResources.desk_year_table_mustache),
    ("figures", PackageResources.desk_figures_mustache),
    ("report", PackageResources.desk_report_mustache),
    ("requests", PackageResources.desk_requests_mustache),
    ("ledger", PackageResources.desk_ledger_mustache),
    ("undelivered", PackageResources.desk_undelivered_mustache),
    ("mail", PackageResources.desk_mail_mustache),
    ("outcomeForm", PackageResources.desk_outcome_form_mustache),
    ("outcomeCheck", PackageResources.desk_outcome_check_mustache),
    ("outcomeDone", PackageResources.desk_outcome_done_mustache),
    ("endings", PackageResources.desk_endings_mustache),
    ("deskLetter", PackageResources.desk_letter_mustache),
    ("correction", PackageResources.desk_correction_mustache),
    ("correctionCheck", PackageResources.desk_correction_check_mustache),
    ("reopening", PackageResources.desk_reopening_mustache),
    ("handOver", PackageResources.desk_hand_over_mustache),
    ("closing", PackageResources.desk_closing_mustache),
    ("paper", PackageResources.desk_paper_mustache),
    ("originals", PackageResources.desk_originals_mustache),
    ("original", PackageResources.desk_original_mustache),
    ("labels", PackageResources.desk_labels_mustache),
    ("renewals", PackageResources.desk_renewals_mustache),
    ("matters", PackageResources.desk_matters_mustache),
    ("holds", PackageResources.desk_holds_mustache),
    ("holdVacancies", PackageResources.desk_hold_vacancies_mustache),
  ]

  func page(_ view: PageView) -> String { render(view, "page") }

  func letter(_ view: LetterView) -> String { render(view, "letter") }

  func paper(_ view: PaperView) -> String { render(view, "letterPrint") }

  /// A piece of the desk; `nil` when there is no such template.
  func desk(_ view: Any, _ name: String) -> String? {
    library.render(view, withTemplate: name)
  }

  private func render(_ view: Any, _ name: String) -> String {
    guard let text = library.render(view, withTemplate: name) else {
      preconditionFailure("there is no template \(name)")
    }
    return text
  }

  /// Every template begins by choosing our escaping; a partial would otherwise fall back to the
  /// library's own.
  private static func read(
    _ bytes: [UInt8], translatedBy phrases: Phrases? = nil
  ) throws -> MustacheTemplate {
    let text = String(decoding: bytes, as: UTF8.self)
    return try MustacheTemplate(
      string: "{{% CONTENT_TYPE:\(MarkupText.name)}}\n" + (phrases?.translated(text) ?? text))
  }
}

/// Escapes by Unicode scalar. The library's own escaping compares whole characters, and a `<`
/// that shares its character with a neighbour (U+0600 before it, U+0301 after it) passes it.
struct MarkupText: MustacheContentType {
  static let name = "MARKUP"

  func escapeText(_ text: String) -> String {
    var escaped = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "<": escaped.append(contentsOf: "&lt;".unicodeScalars)
      case ">": escaped.append(contentsOf: "&gt;".unicodeScalars)
      case "&": escaped.append(contentsOf: "&amp;".unicodeScalars)
      case "\"": escaped.append(contentsOf: "&quot;".unicodeScalars)
      case "'": escaped.append(contentsOf: "&#39;".unicodeScalars)
      default: escaped.append(scalar)
      }
    }
    return String(escaped)
  }
}
