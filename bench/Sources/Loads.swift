import ArgumentParser
import Foundation
import Vault

/// Whom to ask, and as whom.
struct Target: ParsableArguments {
  @Option var port: Int
  @Option(help: "A bearer token.") var token: String?
  @Option(help: "Each client takes the next one; repeatable. {uuid} becomes a new id each time.")
  var path: [String]

  func head(_ method: String, _ path: String, _ fields: String = "") -> [UInt8] {
    let path = path.replacingOccurrences(of: "{uuid}", with: UUID().uuidString)
    let authorization = token.map { "Authorization: Bearer \($0)\r\n" } ?? ""
    return Array(
      "\(method) \(path) HTTP/1.1\r\nHost: localhost\r\n\(authorization)\(fields)\r\n".utf8)
  }
}

/// Sends documents.
struct Put: ParsableCommand {
  @OptionGroup var effort: Effort
  @OptionGroup var target: Target
  @Option var method = "POST"
  @Option var bytes: Int

  func run() throws {
    let (body, target, method) = (document(bytes: bytes), target, method)
    let fields = "Content-Type: application/pdf\r\nContent-Length: \(bytes)\r\n"
    try Bench.print(
      Crowd.run(effort) { client in
        let connection = try Client(port: target.port)
        let path = target.path[client % target.path.count]
        return {
          _ = try connection.exchange(head: target.head(method, path, fields), body: body)
          return body.count
        }
      })
  }
}

/// Fetches lists or documents.
struct Get: ParsableCommand {
  @OptionGroup var effort: Effort
  @OptionGroup var target: Target

  func run() throws {
    let target = target
    try Bench.print(
      Crowd.run(effort) { client in
        let connection = try Client(port: target.port)
        let head = target.head("GET", target.path[client % target.path.count])
        return { try connection.exchange(head: head, body: []) }
      })
  }
}
