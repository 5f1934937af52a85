import Testing

/// What the source must look like, read from the source.
@Suite struct SourceTests {
  private let tree = SourceTree.project

  @Test func theTreeIsRead() throws {
    #expect(tree.sources.count > 50 && tree.migrations.count > 5)
    #expect(try tree.file("Package.swift").lines.count > 10)
  }

  @Test func roomsImportOnlyWhomTheyMay() {
    expectNone(tree.sources.flatMap(ImportRules.findings))
  }

  @Test func headersLiveInRoomsOfC() {
    let ofC = /\.(h|c|cc|cpp|m|modulemap)$/
    expectNone(
      tree.files.filter { $0.path.contains(ofC) && ImportRules.c[$0.room ?? ""] == nil }
        .map { Finding($0.path, 1, "C lives in \(ImportRules.c.keys.sorted())") })
  }

  @Test func filesFunctionsAndLinesStayShort() {
    expectNone(tree.allSwift.flatMap(SizeRules.findings))
  }

  @Test func namesSayWhatAThingIs() {
    expectNone(tree.files.flatMap { WordRules.names(of: $0.path) })
  }

  @Test func nothingHidesAnError() { expectNone(tree.sources.flatMap(WordRules.constructs)) }

  @Test func nothingIsPublic() { expectNone(tree.allSwift.flatMap(WordRules.openness)) }

  @Test func noWorkIsLeftInComments() { expectNone(tree.files.flatMap(WordRules.leftovers)) }

  @Test func pointersStayInTheirRooms() { expectNone(tree.sources.flatMap(WordRules.unsafety)) }

  @Test func uncheckedClaimsHaveTheirProofBesideThem() {
    expectNone(tree.allSwift.flatMap(WordRules.proofs))
  }

  @Test func onlyMigrationsAreRunAsScripts() {
    expectNone(tree.sources.flatMap(WordRules.scripts))
  }

  @Test func templatesEscapeEveryValue() { expectNone(tree.files.flatMap(WordRules.templates)) }

  @Test func everyPhraseOfTheDeskHasItsGerman() {
    expectNone(PhraseRules.findings(in: tree.files))
  }

  @Test func noTextNamesAPlaceOnOneMachine() {
    expectNone(tree.files.flatMap(WordRules.workplaces))
  }
}

/// `Package.swift` holds every target to the same settings.
@Suite struct PackageTests {
  private let package: SourceFile

  init() throws { package = try SourceTree.project.file("Package.swift") }

  @Test(arguments: [
    #".enableUpcomingFeature("InternalImportsByDefault"),"#,
    #".enableUpcomingFeature("MemberImportVisibility"),"#,
    #".enableUpcomingFeature("ExistentialAny"),"#,
    #".enableUpcomingFeature("NonisolatedNonsendingByDefault"),"#,
    ".strictMemorySafety(),", ".treatAllWarnings(as: .error),",
  ])
  func everyTargetHasTheSetting(setting: String) throws {
    let lines = package.lines.map { $0.trimmingPrefix(/\s*/) }
    let loop = try #require(
      lines.firstIndex(of: "for target in package.targets where target.type != .system {"))
    #expect(lines[loop...].filter { $0 == setting }.count == 1)
    // The loop adds to what a target has; nothing takes away.
    #expect(lines[loop...].contains("(target.swiftSettings ?? []) + ["))
    #expect(lines.contains("swiftLanguageModes: [.v6]"))
  }

  @Test func noTargetHasSettingsOfItsOwn() {
    let banned = /swiftSettings:|cSettings:|unsafeFlags|disableWarning|\.treatWarning\(/
    expectNone(package.findings(banned, "settings are shared by all targets"))
  }

  @Test func everyFolderIsATarget() {
    let named = Set(
      package.lines.flatMap { $0.matches(of: /[nN]ame: "(\w+)"/).map { String($0.1) } })
    // Journeys are told in Python, from outside the package.
    let outside: Set = ["Journeys"]
    let folders = SourceTree.project.files.compactMap { file -> String? in
      let parts = file.path.split(separator: "/")
      return parts.count > 2 && ["Sources", "Tests"].contains(parts[0]) ? String(parts[1]) : nil
    }
    #expect(Set(folders).subtracting(named).subtracting(outside).isEmpty)
    #expect(Set(ImportRules.rooms.keys).isSubset(of: named))
  }
}
