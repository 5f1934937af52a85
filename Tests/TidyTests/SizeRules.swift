/// How long things may get. When one grows past this, a noun is missing.
enum SizeRules {
  static let fileLines = 300
  static let functionLines = 50
  static let columns = 100

  static func findings(in file: SourceFile) -> [Finding] {
    var findings: [Finding] = []
    let count = file.lines.last == "" ? file.lines.count - 1 : file.lines.count
    if count > fileLines {
      findings.append(Finding(file.path, count, "a file of \(count) lines; at most \(fileLines)"))
    }
    for (number, line) in file.lines.enumerated() where line.count > columns {
      findings.append(
        Finding(file.path, number + 1, "a line of \(line.count) columns; at most \(columns)"))
    }
    for (number, length) in BodyReader.bodies(in: file.code) where length > functionLines {
      findings.append(
        Finding(file.path, number, "a function of \(length) lines; at most \(functionLines)"))
    }
    return findings
  }
}
