import Casework
import Domain
import Hummingbird

extension Route {
  /// Vacancies and their teams.
  static let vacancies: [Route] = [
    Route(.post, "/vacancies", OpenVacancy.roles) { office, call in
      let input = try await call.input("title", "location", "confidential")
      let title = try input.line("title", atMost: InputText.title)
      let location = try input.optionalLine("location", atMost: InputText.title)
      if try input.flag("confidential") { throw Refusal.notOffered("confidential") }
      let vacancy = try await OpenVacancy(office)(
        title: title, location: location, by: call.caller)
      var json = JSONText()
      Printer(office.time).vacancy(vacancy, into: &json)
      return .json(json.bytes, status: .created)
    },
    Route(.get, "/vacancies", ListVacancies.roles) { office, call in
      _ = try call.query()
      let vacancies = try await ListVacancies(office)(by: call.caller)
      let printer = Printer(office.time)
      return .json(
        JSONText.object { json in
          json.array("items", vacancies) { printer.vacancy($1, into: &$0) }
          json.null("next")
        })
    },
    Route(.post, "/vacancies/{id}/close", CloseVacancy.roles) { office, call in
      try await CloseVacancy(office)(call.vacancy, by: call.caller)
      return .done
    },
    Route(.put, "/vacancies/{id}/team/{staffId}", SetTeamPart.roles) { office, call in
      let (vacancy, staff) = (try call.vacancy, try call.staff)
      let input = try await call.input("part", "until")
      let part = try input.choice("part", TeamPart.self)
      let until = try input.optionalDay("until")
      if part == .worksCouncil || part == .disabilityRepresentative {
        throw Refusal.notOffered(part.rawValue)
      }
      try await SetTeamPart(office)(
        vacancy: vacancy, staff: staff, part: part, until: until, by: call.caller)
      return .done
    },
    Route(.delete, "/vacancies/{id}/team/{staffId}", RemoveTeamPart.roles) { office, call in
      try await RemoveTeamPart(office)(
        vacancy: call.vacancy, staff: call.staff, by: call.caller)
      return .done
    },
  ]
}

extension Call {
  fileprivate var vacancy: VacancyID {
    get throws(Refusal) { try id("id", of: Subject.Vacancy.self) }
  }

  fileprivate var staff: StaffID {
    get throws(Refusal) { try id("staffId", of: Subject.Staff.self) }
  }
}
