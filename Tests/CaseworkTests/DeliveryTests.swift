import Casework
import Domain
import Postgres
import Records
import Support
import Testing

/// Letters leave once each, whatever happens on the way.
@Suite(.office) struct DeliveryTests {
  let here = TestOffice.current

  private func notify(_ id: ApplicationID) async throws {
    try await RecordNotice(here.office)(
      id, NoticeRecord(channel: .email, sentOn: here.clock.today, send: true),
      by: here.recruiter)
  }

  @Test func whatCouldNotLeaveWaitsAndLeavesOnceUnderItsOwnID() async throws {
    let id = try await here.rejected()
    here.post.be(ill: true)
    try await notify(id)
    #expect(try await Health(here.office).metrics().mailsWaiting == 1)
    await #expect(throws: TestPost.Ill.self) { try await DeliverMail(here.office)() }
    here.post.be(ill: false)
    #expect(try await DeliverMail(here.office)() == 1)
    #expect(try await DeliverMail(here.office)() == 0)
    #expect(here.post.letters.count == 1)
    let queued = try await here.asSuperuser { rows in
      try rows.first("SELECT id FROM outbox WHERE kind = 'notice'") { MailID(try $0("id")) }
    }
    #expect(here.post.letters.map(\.id) == [queued])
    #expect(try await Health(here.office).metrics().mailsWaiting == 0)
  }

  @Test func moreThanABatchLeavesInOneRound() async throws {
    here.post.be(ill: true)
    for number in 0..<55 { try await notify(here.rejected(.number(number))) }
    here.post.be(ill: false)
    // An acknowledgement and a notice each.
    #expect(try await DeliverMail(here.office)() == 110)
    #expect(Set(here.post.letters.map { $0.recipient.email.reveal() }).count == 55)
  }

  @Test func aLetterGoesToTheAddressThatCountsWhenItLeaves() async throws {
    let id = try await here.receive(.ada)
    here.post.be(ill: true)
    _ = try await InviteToPool(here.office)(id, language: .german, by: here.recruiter)
    try await CorrectApplicant(here.office)(
      id, ApplicantChange(email: .set("new@example.org")), by: here.recruiter)
    here.post.be(ill: false)
    // Its link went useless with the old address, so the invitation is struck.
    #expect(try await DeliverMail(here.office)() == 0)
    #expect(try await Health(here.office).metrics().mailsWaiting == 0)
    try await here.invite(id)
    #expect(here.post.letters.map(\.recipient.email) == ["new@example.org"])
  }

  @Test func anInvitationThatWasAnsweredMeanwhileIsStruck() async throws {
    let id = try await here.rejected()
    here.post.be(ill: true)
    _ = try await InviteToPool(here.office)(id, language: .german, by: here.recruiter)
    try await RecordConsent(here.office)(
      id, PaperConsent(channel: .post, givenOn: here.clock.today, textVersion: "2026-1"),
      by: here.recruiter)
    here.post.be(ill: false)
    try await DeliverMail(here.office)()
    #expect(here.post.kinds == ["confirmation"])
  }

  @Test func theMailLoginMeetsOnlyWhoIsToBeWrittenTo() async throws {
    let (written, other) = (try await here.rejected(.ada), try await here.rejected(.karl))
    here.post.be(ill: true)
    try await notify(written)
    let seen = try await here.as(.mail) { rows in
      try (
        Applicants.addressee(of: written, in: rows) != nil,
        Applicants.addressee(of: other, in: rows) != nil, DataKeys.find(other, in: rows) != nil
      )
    }
    #expect(seen == (true, false, false))
    here.post.be(ill: false)
    try await DeliverMail(here.office)()
    #expect(try await here.as(.mail) { try DataKeys.find(written, in: $0) == nil })
  }

  @Test func withoutAPostmanEverythingWaits() async throws {
    let id = try await here.rejected()
    here.post.be(ill: true)
    try await notify(id)
    #expect(
      try await Checkup(here.office)(isPrivate: true).first { $0.name == "mail queue" }?
        .isFine == false)
  }
}
