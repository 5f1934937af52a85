import ArgumentParser
import Hummingbird

@main struct Lethe: AsyncParsableCommand {
  func run() async throws {
    let router = Router()
    router.get("/") { _, _ in "x" }
    try await Application(router: router).runService()
  }
}
