import Casework
import Domain
import Foundation
import Postgres
import Records
import Support
import Testing
import Vault

/// A new epoch, and everything under it: while people work, and when it is cut short.
@Suite(.office) struct RotationTests {
  let here = TestOffice.current

  /// Lets updates of data keys come to nothing, without an error.
  private static let swallowing: StaticString = """
    CREATE FUNCTION swallow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
    CREATE TRIGGER swallowed BEFORE UPDATE ON data_key FOR EACH ROW EXECUTE FUNCTION swallow()
    """

  private struct Cut: Error {}

  /// Runs a statement of the schema.
  private func change(_ statement: StaticString) async throws {
    try await here.asSuperuser { rows in
      try rows.script(MigrationScript(contentsOfMigration: statement.description))
    }
  }

  /// A rotation that dies right after the new epoch is open.
  private func cutRightAfterTheFlip() async throws {
    try await change(Self.swallowing)
    await #expect(throws: RewrapRefused.self) { _ = try await RotateKeys(here.office)() }
    try await change("DROP TRIGGER swallowed ON data_key; DROP FUNCTION swallow")
  }

  /// Everything that is or hangs under an epoch, by table.
  private func left(under epoch: Int) async throws -> [String: Int] {
    try await here.asSuperuser { rows in
      let counts = try rows.all(
        """
        SELECT 'data_key' AS name, count(*) AS n FROM data_key WHERE epoch = \(epoch)
        UNION ALL SELECT 'staff_key', count(*) FROM staff_key WHERE epoch = \(epoch)
        UNION ALL SELECT 'last_mail', count(*) FROM last_mail WHERE epoch = \(epoch)
        UNION ALL SELECT 'paper', count(*) FROM paper WHERE epoch = \(epoch)
        UNION ALL SELECT 'search_token', count(*) FROM search_token WHERE epoch = \(epoch)
        """
      ) { (try $0("name", as: String.self), try $0("n", as: Int.self)) }
      return Dictionary(uniqueKeysWithValues: counts.filter { $0.1 > 0 })
    }
  }

  private func found(_ question: Private<String>) async throws -> Set<ApplicationID> {
    let lines = try await ListApplications(here.office)(
      ApplicationFilter(question: question), by: here.recruiter)
    return Set(lines.items.map(\.id))
  }

  private func wrapped(_ id: ApplicationID) async throws -> WrappedKey {
    let row = try await here.asSuperuser { rows in try DataKeys.find(id, in: rows) }
    let key = try #require(row)
    return WrappedKey(epoch: key.epoch, bytes: key.wrapped)
  }

  @Test func everythingIsUnderTheNewEpochAndOpensAsBefore() async throws {
    let id = try await here.receiveForVacancy()
    let document = try await here.store(in: id)
    try await here.note("punctual", on: id)
    _ = try await here.setUp(here.add())
    let before = try await KeysStatus(here.office)()
    let report = try await RotateKeys(here.office)()
    #expect(report.epoch == 2 && report.failed == 0 && report.rewrapped == before[0].dataKeys)
    #expect(try await left(under: 1) == [:])
    let after = try await KeysStatus(here.office)()
    #expect(after.map(\.number) == [1, 2] && after.map(\.dataKeys) == [0, before[0].dataKeys])
    #expect(after[0].emptiedAt == here.clock.now && after[1].retiredAt == nil)
    #expect(try await here.read(document, of: id) == SampleDocument.pdf())
    let view = try await OpenApplication(here.office)(id, by: here.recruiter)
    #expect(view.applicant == .ada && view.notes.map(\.text) == ["punctual"])
    #expect(try await found("ada@example.org") == [id])
    #expect(try await found("lovel ada") == [id])
    _ = try here.letIn(try await here.signIn())
    #expect(try await here.everyEntry(of: nil).contains("timer epochRotated epoch=2"))
    // The copy has the new key.
    let copy = try #require(here.office.keysCopy)
    #expect(try copy.holdsSame(.epoch(2), as: here.keys))
  }

  @Test func whatIsKeptForPeopleWhoAreErasedMovesAsWell() async throws {
    let id = try await here.receive()
    here.post.be(ill: true)
    try await EraseOnRequest(here.office)(
      id, confirm: id.text, reason: "asked", by: here.privacyOfficer)
    #expect(try await left(under: 1)["last_mail"] == 1)
    _ = try await RotateKeys(here.office)()
    #expect(try await left(under: 1) == [:])
    here.post.be(ill: false)
    here.watch.pass(seconds: 86_400)
    try await DeliverMail(here.office)()
    #expect(here.post.kinds.last == "erasureReceipt")
  }

  @Test func whileItIsUnderWayEverybodyIsFoundAndNobodyIsTwice() async throws {
    let old = try await here.receive(.number(1))
    _ = try await here.setUp(here.add())
    try await cutRightAfterTheFlip()
    let new = try await here.receive(.number(1))
    #expect(try await wrapped(old).epoch == 1)
    #expect(try await wrapped(new).epoch == 2)
    #expect(try await found("nora1@example.org") == [old, new])
    #expect(try await found("nora1 numb") == [old, new])
    #expect(try await found("nora2") == [])
    _ = try here.letIn(try await here.signIn())
    await #expect(throws: Refusal.alreadyThere) { _ = try await here.add("NEW@example.org") }
    let another = try await here.add("another@example.org")
    _ = try await here.setUp(another)
    _ = try here.letIn(try await here.signIn("another@example.org"))
    // The next run finishes this one and opens no third epoch.
    #expect(try await RotateKeys(here.office)().epoch == 2)
    #expect(try await left(under: 1) == [:])
    #expect(try await found("nora1@example.org") == [old, new])
    await #expect(throws: Refusal.alreadyThere) { _ = try await here.add("another@example.org") }
    _ = try here.letIn(try await here.signIn("another@example.org"))
    _ = try here.letIn(try await here.signIn())
  }

  @Test func entriesOfOneAddressFindEachOtherAcrossEpochs() async throws {
    let (one, token) = try await here.onlyInPool()
    try await cutRightAfterTheFlip()
    let other = try await here.rejected()
    try await here.answer(here.invite(other), .give)
    #expect(try await wrapped(one).epoch == 1)
    #expect(try await wrapped(other).epoch == 2)
    let matter = try #require(try await ShowLink(here.office)(token: token))
    #expect(matter.others.count == 1)
    _ = try await AnswerLink(here.office)(token: token, .withdraw, scope: .all)
    #expect(try await here.isErased(one))
    #expect(try await here.standing(other) == [.evidence])
  }

  @Test func aRotationThatDiesBetweenBatchesIsFinishedByTheNext() async throws {
    var ids: [ApplicationID] = []
    for number in 0..<20 { ids.append(try await here.receive(.number(number))) }
    await #expect(throws: Cut.self) {
      _ = try await RotateKeys(here.office)(afterEachBatch: { throw Cut() })
    }
    #expect(try await left(under: 1)["staff_key"] ?? 0 > 0)
    #expect(try await left(under: 1)["data_key"] == nil)
    let report = try await RotateKeys(here.office)()
    #expect(report.epoch == 2 && report.failed == 0)
    #expect(try await left(under: 1) == [:])
    for (number, id) in ids.enumerated() {
      #expect(try await found(Private("nora\(number)@example.org")) == [id])
    }
  }

  @Test func rowsThatAPolicyHidesAreToldAndNothingIsLost() async throws {
    let id = try await here.receive()
    try await cutRightAfterTheFlip()
    #expect(try await left(under: 1)["data_key"] == 1)
    #expect(try await KeysStatus(here.office)()[0].emptiedAt == nil)
    _ = try await OpenApplication(here.office)(id, by: here.recruiter)

    // Hidden from the update, which is no error to the database.
    try await change(
      "CREATE POLICY hidden ON data_key AS RESTRICTIVE FOR UPDATE TO lethe_keys USING (false)")
    #expect(try await RotateKeys(here.office)().failed == 1)
    #expect(try await KeysStatus(here.office)()[0].emptiedAt == nil)
    try await change("DROP POLICY hidden ON data_key")

    // Hidden even from the count: the database's own references still know.
    try await change(
      "CREATE POLICY unseen ON data_key AS RESTRICTIVE FOR SELECT TO lethe_keys USING (false)")
    await #expect(throws: RewrapRefused.self) { _ = try await RotateKeys(here.office)() }
    #expect(try await KeysStatus(here.office)()[0].emptiedAt == nil)
    try await change("DROP POLICY unseen ON data_key")
    #expect(try await RotateKeys(here.office)().failed == 0)
    #expect(try await left(under: 1) == [:])
  }

  @Test func whatDoesNotOpenStaysWhereItIsAndKeepsItsEpoch() async throws {
    let (good, bad) = (try await here.receive(.number(1)), try await here.receive(.number(2)))
    try await here.asSuperuser { rows in
      try rows.run(
        """
        UPDATE data_key SET wrapped = decode(repeat('01', 73), 'hex')
        WHERE application_id = \(bad.uuid)
        """)
    }
    let report = try await RotateKeys(here.office)()
    #expect(report.failed == 1)
    #expect(try await wrapped(good).epoch == 2)
    #expect(try await wrapped(bad).epoch == 1)
    #expect(try await KeysStatus(here.office)()[0].emptiedAt == nil)
    let verified = try await VerifyKeys(here.office, besides: [])()
    #expect(verified.problems.contains { $0.contains(bad.text) })
    #expect(!verified.problems.contains { $0.contains(good.text) })
  }

  @Test func anInsertBegunBeforeTheFlipLeavesNoStraggler() async throws {
    let office = here.office
    for turn in 0..<20 {
      var chance = Chance(salt: UInt64(100 + turn))
      let recruiter = here.recruiter
      let (received, rotated) = await Race.run(
        &chance,
        {
          try await ReceiveApplication(office)(
            NewApplication(vacancy: nil, channel: .form, applicant: .number(turn)), by: recruiter)
        }, { try await RotateKeys(office)() })
      let id = try received.get()
      #expect(try rotated.get().failed == 0)
      let epochs = try await KeysStatus(here.office)()
      #expect(epochs.dropLast().allSatisfy { $0.dataKeys == 0 && $0.emptiedAt != nil })
      #expect(try await found(Private("nora\(turn)@example.org")) == [id])
    }
  }

  /// Receiving, correcting, deleting, erasing and signing in while epochs come and go.
  @Test func nothingThatPeopleDoMeanwhileIsLostOrLeftBehind() async throws {
    let office = here.office
    let (recruiter, officer) = (here.recruiter, here.privacyOfficer)
    _ = try await here.setUp(here.add())
    let rotating = Task {
      for _ in 0..<5 { _ = try await RotateKeys(office)() }
    }
    var chance = Chance(salt: 7)
    var alive: [ApplicationID: Int] = [:]
    for turn in 0..<60 {
      let id = try await here.receive(.number(turn))
      alive[id] = turn
      let document = try await here.store(in: id)
      guard let some = alive.keys.randomElement(using: &chance) else { continue }
      switch Int.random(in: 0..<4, using: &chance) {
      case 0:
        try await EraseOnRequest(office)(some, confirm: some.text, reason: "asked", by: officer)
        alive[some] = nil
      case 1:
        try await CorrectApplicant(office)(
          some, ApplicantChange(familyName: "Different"), by: recruiter)
      case 2: try await DeleteDocument(office)(document, of: id, by: recruiter)
      default: _ = try here.letIn(try await here.signIn())
      }
      guard let (asked, number) = alive.randomElement(using: &chance) else { continue }
      #expect(try await found(Private("nora\(number)@example.org")) == [asked])
    }
    try await rotating.value
    _ = try await RotateKeys(office)()
    let epochs = try await KeysStatus(office)()
    #expect(epochs.count == 7)
    #expect(epochs.dropLast().allSatisfy { $0.dataKeys == 0 && $0.emptiedAt != nil })
    for (id, number) in alive {
      let view = try await OpenApplication(office)(id, by: recruiter)
      for document in view.documents { _ = try await here.read(document.id, of: id) }
      #expect(try await found(Private("nora\(number)@example.org")) == [id])
    }
    #expect(try await VerifyDocuments(office)().damaged == [])
  }

  @Test func twoRotationsAtOnceOpenOneEpochEachAtMost() async throws {
    _ = try await here.receive()
    let office = here.office
    var chance = Chance(salt: 8)
    let (one, other) = await Race.run(
      &chance, { try await RotateKeys(office)() }, { try await RotateKeys(office)() })
    #expect(try one.get().failed == 0 && other.get().failed == 0)
    let epochs = try await KeysStatus(here.office)()
    #expect(epochs.dropLast().allSatisfy { $0.dataKeys == 0 && $0.emptiedAt != nil })
    // No key file stays that no epoch has.
    #expect(try here.keys.epochs() == epochs.map(\.number))
    #expect(try await StrayKeyFiles(here.office)().unknown == [])
  }
}
