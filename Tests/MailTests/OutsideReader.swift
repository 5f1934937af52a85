import Foundation

/// Reads a mail with a library that isn't ours: the `email` package of Python.
struct OutsideReader: Decodable {
  let headers: [[String]]
  let rawHeaders: [[String]]
  let defects: [String]
  let type: String
  let parts: [Part]
  let from: [[String]]
  let to: [[String]]
  let date: Double

  struct Part: Decodable {
    let type: String
    let charset: String
    let encoding: String
    let text: String
    /// Under which name it would be saved.
    let name: String?
    /// Its bytes as they would be saved, in base64.
    let bytes: Data
  }

  func all(_ name: String) -> [String] {
    headers.filter { $0[0].lowercased() == name.lowercased() }.map { $0[1] }
  }

  func raw(_ name: String) -> String? {
    rawHeaders.first { $0[0].lowercased() == name.lowercased() }?[1]
  }

  static func read(_ mail: [UInt8]) throws -> OutsideReader {
    let python = Process()
    python.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    python.arguments = ["python3", "-c", script]
    let (input, output) = (Pipe(), Pipe())
    python.standardInput = input
    python.standardOutput = output
    try python.run()
    try input.fileHandleForWriting.write(contentsOf: Data(mail))
    try input.fileHandleForWriting.close()
    let answer = try output.fileHandleForReading.readToEnd() ?? Data()
    python.waitUntilExit()
    return try JSONDecoder().decode(OutsideReader.self, from: answer)
  }

  private static let script = """
    import base64, email, email.policy, json, sys
    data = sys.stdin.buffer.read()
    mail = email.message_from_bytes(data, policy=email.policy.default)
    raw = email.message_from_bytes(data, policy=email.policy.compat32)
    def people(header):
        return [[a.display_name, a.addr_spec] for a in mail[header].addresses]
    print(json.dumps({
        "headers": [[k, str(v)] for k, v in mail.items()],
        "rawHeaders": [[k, str(v)] for k, v in raw.items()],
        "defects": [str(d) for p in mail.walk() for d in p.defects]
            + [str(d) for v in mail.values() for d in v.defects],
        "type": mail.get_content_type(),
        "parts": [{"type": p.get_content_type(), "charset": p.get_content_charset() or "",
                   "encoding": p["Content-Transfer-Encoding"],
                   "text": p.get_content().replace("\\r\\n", "\\n"),
                   "name": p.get_filename(),
                   "bytes": base64.b64encode(p.get_payload(decode=True)).decode()}
                  for p in mail.walk() if not p.is_multipart()],
        "from": people("From"), "to": people("To"), "date": mail["Date"].datetime.timestamp(),
    }))
    """
}
