import CLibpq

/// Where to connect and as whom. Never prints its password.
package struct ConnectionTarget: Sendable {
  /// A host name, an address, or the directory of a Unix socket.
  package var host: String
  /// The port; it names the Unix socket as well.
  package var port: Int
  /// The database.
  package var database: String
  /// The database role that logs in.
  package var user: String
  /// Nil where the server trusts the socket.
  package var password: String?
  /// libpq's `sslmode`; nil leaves libpq's default.
  package var sslMode: String?
  /// What `pg_stat_activity` shows.
  package var applicationName: String
  /// A statement that runs longer is cancelled by the server; 0 never.
  package var statementTimeoutSeconds = 60
  /// Waiting for a lock ends with SQLSTATE 55P03 after this.
  package var lockTimeoutSeconds = 5
  /// An open transaction that asks nothing for longer is ended by the server.
  package var idleInTransactionTimeoutSeconds = 60
  /// Where unqualified names are looked up.
  package var searchPath = "public,pg_temp"
  /// How long the server may keep silent beyond its statements' time-out before it is given up.
  var silenceGraceSeconds = 15
  /// Whatever else a URL named, such as `sslrootcert`.
  private var others: [String: String] = [:]

  /// Names the target piece by piece.
  package init(
    host: String, port: Int = 5432, database: String, user: String, password: String? = nil,
    sslMode: String? = nil, applicationName: String = "lethe"
  ) {
    self.host = host
    self.port = port
    self.database = database
    self.user = user
    self.password = password
    self.sslMode = sslMode
    self.applicationName = applicationName
  }

  /// The text is neither a `postgres://` URL nor a conninfo string. Says no more: it may hold a
  /// password.
  package struct Unreadable: Error, Equatable {}

  /// Reads a `postgres://` URL or a conninfo string.
  package init(url: String) throws(Unreadable) {
    guard !url.utf8.contains(0) else { throw Unreadable() }
    guard let first = unsafe PQconninfoParse(url, nil) else { throw Unreadable() }
    defer { unsafe PQconninfoFree(first) }
    var found: [String: String] = [:]
    var option = unsafe first
    while let keyword = unsafe option.pointee.keyword {
      if let value = unsafe option.pointee.val {
        unsafe found[String(cString: keyword)] = unsafe String(cString: value)
      }
      unsafe option += 1
    }
    guard let port = Int(found.removeValue(forKey: "port") ?? "5432") else { throw Unreadable() }
    let user = found.removeValue(forKey: "user") ?? ""
    self.init(
      host: found.removeValue(forKey: "host") ?? "", port: port,
      database: found.removeValue(forKey: "dbname") ?? user, user: user,
      password: found.removeValue(forKey: "password"),
      sslMode: found.removeValue(forKey: "sslmode"),
      applicationName: found.removeValue(forKey: "application_name") ?? "lethe")
    others = found
  }

  /// The same place for another login.
  package func with(user: String, password: String?) -> ConnectionTarget {
    var other = self
    other.user = user
    other.password = password
    return other
  }

  /// The same for PostgreSQL's own programs, as a connection service file with one service of this
  /// name. Holds the password.
  package func serviceFile(naming service: String) -> String {
    var all = others
    all["host"] = host
    all["port"] = String(port)
    all["dbname"] = database
    all["user"] = user
    all["password"] = password
    all["sslmode"] = sslMode
    let lines = all.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }
    return "[\(service)]\n" + lines.map { "\($0.key)=\($0.value)\n" }.joined()
  }

  /// What libpq is told; an empty value leaves its default.
  var parameters: [String: String] {
    var all = others
    all["host"] = host
    all["port"] = String(port)
    all["dbname"] = database
    all["user"] = user
    all["password"] = password
    all["sslmode"] = sslMode
    all["application_name"] = applicationName
    all["client_encoding"] = "UTF8"
    all["options"] = [others["options"] ?? "", sessionOptions].joined(separator: " ")
    // A peer that vanished without a word is noticed after half a minute.
    all["keepalives_idle"] = others["keepalives_idle"] ?? "15"
    all["keepalives_interval"] = others["keepalives_interval"] ?? "5"
    all["keepalives_count"] = others["keepalives_count"] ?? "3"
    all["tcp_user_timeout"] = others["tcp_user_timeout"] ?? "30000"
    return all.filter { !$0.value.isEmpty }
  }

  private var sessionOptions: String {
    let settings = [
      ("lock_timeout", "\(lockTimeoutSeconds)s"),
      ("statement_timeout", "\(statementTimeoutSeconds)s"),
      ("idle_in_transaction_session_timeout", "\(idleInTransactionTimeoutSeconds)s"),
      ("TimeZone", "UTC"),
      ("search_path", searchPath),
      ("client_min_messages", "warning"),
    ]
    return settings.map { "-c \($0.0)=\(Self.escaped($0.1))" }.joined(separator: " ")
  }

  /// In `options`, a space ends a word and a backslash escapes.
  private static func escaped(_ value: String) -> String {
    value.reduce(into: "") { text, character in
      if character == " " || character == "\\" { text.append("\\") }
      text.append(character)
    }
  }
}

extension ConnectionTarget: CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  /// User, host, port and database.
  package var description: String { "\(user)@\(host):\(port)/\(database)" }
  /// The same.
  package var debugDescription: String { description }
  /// Without children: `dump` would show the password.
  package var customMirror: Mirror { Mirror(self, children: []) }
}
