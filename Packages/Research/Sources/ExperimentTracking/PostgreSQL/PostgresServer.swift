/// A PostgreSQL database, and how long to wait for it.
public struct PostgresServer: Hashable, Sendable {
  /// The address, such as `postgresql://user@host:5432/assay?sslmode=verify-full`; may hold a password.
  public let url: String

  /// The longest wait for a connection, in seconds; `connect_timeout` of the address goes before it.
  public let connectTimeoutSeconds: Int

  /// The longest wait for the answer to one statement, in seconds.
  public let statementTimeoutSeconds: Int

  /// Creates a server.
  public init(url: String, connectTimeoutSeconds: Int, statementTimeoutSeconds: Int) {
    self.url = url
    self.connectTimeoutSeconds = connectTimeoutSeconds
    self.statementTimeoutSeconds = statementTimeoutSeconds
  }

  /// Says what is wrong with an address that a person wrote down, or returns `nil`; never shows a password.
  ///
  /// An address with a password is refused: documents and command lines are read by others.
  public static func problem(ofAddress url: String) -> String? {
    let expected = "expected postgresql://user@host:port/database, found "
    let server = PostgresServer(url: url, connectTimeoutSeconds: 0, statementTimeoutSeconds: 0)
    guard server.hasScheme else { return expected + "another scheme" }
    guard url.utf8.allSatisfy({ (0x21..<0x7F).contains($0) }) else {
      return expected + "spaces or characters that are not escaped"
    }
    guard server.passwords.isEmpty else {
      return expected + "a password, which belongs into PGPASSWORD or ~/.pgpass"
    }
    return nil
  }

  /// Whether the address is one of PostgreSQL.
  var hasScheme: Bool { url.hasPrefix("postgresql://") || url.hasPrefix("postgres://") }

  /// The address for messages, without user, password and options.
  public var name: String {
    guard let scheme = url.firstRange(of: "://") else { return "PostgreSQL" }
    let rest = url[scheme.upperBound...].prefix { $0 != "?" && $0 != "#" }
    let place = rest.lastIndex(of: "@").map { rest[rest.index(after: $0)...] } ?? rest
    return "postgresql://\(place)"
  }

  /// The passwords in the address.
  private var passwords: [String] {
    var secrets: [String] = []
    if let scheme = url.firstRange(of: "://") {
      let authority = url[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" }
      if let at = authority.lastIndex(of: "@") {
        let user = authority[..<at]
        if let colon = user.firstIndex(of: ":") {
          secrets.append(String(user[user.index(after: colon)...]))
        }
      }
    }
    for option in url.split(separator: "?").dropFirst().joined().split(separator: "&")
    where option.hasPrefix("password=") || option.hasPrefix("sslpassword=") {
      secrets.append(String(option.drop { $0 != "=" }.dropFirst()))
    }
    return secrets
  }

  /// Takes the address and its password out of a message of the library.
  func redacted(_ message: String, password: String?) -> String {
    var secrets = [url] + passwords
    if let password { secrets.append(password) }
    var text = message
    for secret in secrets where !secret.isEmpty {
      text = text.replacing(secret, with: "***")
    }
    return text.split(whereSeparator: \.isNewline)
      .map { $0.trimmingPrefix(while: \.isWhitespace) }
      .joined(separator: "; ")
  }
}
