import Domain
import Foundation
import Postgres
import Records
import Support
import Synchronization
import Testing
import Vault

@testable import Casework

/// Two processes on one database never carry the same letter.
@Suite(.office) struct ClaimTests {
  let here = TestOffice.current

  /// Counts what its postmen are given. Each holds their first letter until all have one.
  private final class Counting: Sendable {
    private let seen = Mutex<[MailID]>([])
    private let begun = Mutex(Set<Int>())
    private let postmen: Int
    var letters: [MailID] { seen.withLock { $0 } }

    init(postmen: Int = 1) { self.postmen = postmen }

    func postman(_ number: Int = 0) -> Postman {
      Postman(isAtHand: false) { [self] letter in
        seen.withLock { $0.append(letter.id) }
        begun.withLock { _ = $0.insert(number) }
        let start = ContinuousClock.now
        while begun.withLock({ $0.count }) < postmen, start.duration(to: .now) < .seconds(20) {
          try await Task.sleep(for: .milliseconds(1))
        }
      } toStaff: { _ in
      }
    }
  }

  private func office(_ postman: Postman) throws -> Office {
    Office(
      archive: Archive(here.target) { _ in TestServer.passwordOfLogins }, ring: here.ring,
      links: try LinkKey(here.keys), journal: here.journal, clock: here.clock.legal,
      time: TestClock.zone, documents: DocumentFiles(folder: here.folder.path("documents")),
      postman: postman)
  }

  private func queue(_ count: Int) async throws -> [ApplicationID] {
    var all: [ApplicationID] = []
    for number in 0..<count { all.append(try await here.rejected(.number(number))) }
    here.post.be(ill: true)
    for id in all {
      try await RecordNotice(here.office)(
        id, NoticeRecord(channel: .email, sentOn: here.clock.today, send: true),
        by: here.recruiter)
    }
    here.post.be(ill: false)
    return all
  }

  private var moment: MailMoment { MailMoment(now: Date(), end: Date().addingTimeInterval(30)) }

  private func claim(at moment: MailMoment) async throws -> MailClaim {
    let found = try await here.as(.mail) { try Outbox.claim(after: nil, at: moment, in: $0)?.claim }
    return try #require(found)
  }

  @Test func twoProcessesCarryEachLetterOnce() async throws {
    _ = try await queue(20)
    let counting = Counting(postmen: 2)
    let (one, other) = (try office(counting.postman(1)), try office(counting.postman(2)))
    async let first = DeliverMail(one)()
    async let second = DeliverMail(other)()
    let (sent, sentToo) = try await (first, second)
    #expect(sent + sentToo == 20)
    #expect(counting.letters.count == 20 && Set(counting.letters).count == 20)
    #expect(sent > 0 && sentToo > 0, "both had some to carry")
    await one.archive.close()
    await other.archive.close()
  }

  @Test func whatSomebodyCarriesIsLeftToThemUntilTheirClaimRunsOut() async throws {
    _ = try await queue(1)
    let claim = try await claim(at: moment)
    #expect(try await DeliverMail(here.office)() == 0)
    try await here.asSuperuser { rows in
      try rows.run("UPDATE outbox SET claimed_until = now() - interval '1 second'")
    }
    #expect(try await DeliverMail(here.office)() == 1)
    #expect(here.post.letters.map(\.id) == [claim.mail])
  }

  @Test func whoeverComesBackLateChangesNothingForTheNextOne() async throws {
    _ = try await queue(1)
    let late = try await claim(
      at: MailMoment(now: Date(), end: Date().addingTimeInterval(-1)))
    let next = try await claim(at: moment)
    let fates: [MailFate] = [
      .returned, .postponed(.deferred, until: Date()), .givenUp(.refused, at: Date()),
    ]
    for fate in fates {
      #expect(try await !here.as(.mail) { try Outbox.settle(late, fate, in: $0) })
    }
    #expect(try await here.as(.mail) { try Outbox.holds(next, in: $0) })
    try await here.as(.mail) { try Outbox.renew(late, until: .distantPast, in: $0) }
    #expect(try await DeliverMail(here.office)() == 0, "the next one still has it")
    // But if it was taken after all, that counts whoever says so.
    #expect(try await here.as(.mail) { try Outbox.settle(late, .settled(at: Date()), in: $0) })
    #expect(try await !here.as(.mail) { try Outbox.settle(next, .settled(at: Date()), in: $0) })
  }

  @Test func thePersonIsLookedForOnceMoreRightBeforeTheConnection() async throws {
    let id = try #require(try await queue(1).first)
    let moment = moment
    let found = try await here.as(.mail) { try Outbox.claim(after: nil, at: moment, in: $0) }
    let (claim, mail) = try #require(found)
    here.clock.pass(days: 200)
    _ = try await here.purge()
    #expect(try await here.isErased(id))
    let left = try await ApplicantMail(office: here.office).carry(
      mail, under: claim, by: here.post.postman)
    #expect(left == nil && here.post.letters.isEmpty)
  }

  @Test func whatHasLeftLeavesNoSecondTimeAlthoughTheLedgerCouldNotBeWritten() async throws {
    _ = try await queue(2)
    try await here.asSuperuser { rows in
      try rows.run("REVOKE INSERT ON ledger FROM lethe_mail")
    }
    let counting = Counting()
    let office = try office(counting.postman())
    await #expect(throws: (any Error).self) { try await DeliverMail(office)() }
    #expect(counting.letters.count == 2)
    #expect(try await DeliverMail(office)() == 0)
    #expect(counting.letters.count == 2)
    await office.archive.close()
  }

  @Test func aRoundThatIsToldToStopStillNotesWhatHasLeft() async throws {
    _ = try await queue(2)
    let post = here.post
    let (begun, beginning) = AsyncStream<Void>.makeStream()
    let slow = Postman(isAtHand: false) { letter in
      beginning.yield()
      // The server says yes only once the round has been told to stop.
      do { try await Task.sleep(for: .seconds(600)) } catch {}
      try await post.postman.deliver(letter)
    } toStaff: { _ in
    }
    let office = try office(slow)
    let round = Task { try await DeliverMail(office).round().sent }
    for await _ in begun { break }
    round.cancel()
    #expect(try await round.value == 1)
    #expect(here.post.letters.count == 1)
    #expect(try await Health(here.office).metrics().mailsWaiting == 1)
    await office.archive.close()
  }
}
