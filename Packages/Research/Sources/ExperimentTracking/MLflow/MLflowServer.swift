/// An MLflow tracking server, and how long and how often to try it.
public struct MLflowServer: Hashable, Sendable {
  /// How the server knows who is asking.
  public enum Credentials: Hashable, Sendable {
    /// A token, sent as a bearer.
    case token(String)

    /// A user with a password.
    case password(user: String, password: String)
  }

  /// The address, such as `http://127.0.0.1:5000`, without user or password.
  public let url: String

  /// Who is asking, or `nil` for a server that does not want to know.
  public let credentials: Credentials?

  /// The longest wait for a whole answer, the sending of a file included, in seconds.
  public let timeoutSeconds: Double

  /// How often a request is tried that fails for a reason that may pass, 1 or more.
  public let attempts: Int

  /// The pause after the first failure, in seconds; doubled after each further one, up to 30 s.
  public let firstPauseSeconds: Double

  /// Creates a server.
  ///
  /// - Throws: ``TrackingError/invalidAddress(expected:found:)``, which never shows a password.
  public init(
    url: String,
    credentials: Credentials?,
    timeoutSeconds: Double,
    attempts: Int,
    firstPauseSeconds: Double
  ) throws(TrackingError) {
    let expected = "http://host:port or https://host:port"
    guard url.hasPrefix("http://") || url.hasPrefix("https://"),
      let scheme = url.firstRange(of: "://")
    else { throw .invalidAddress(expected: expected, found: "another scheme") }
    let rest = url[scheme.upperBound...]
    guard !rest.contains("@") else {
      throw .invalidAddress(expected: expected, found: "a user, which belongs into the credentials")
    }
    guard let first = rest.first, first != "/", !rest.contains(where: { "?#".contains($0) }),
      rest.utf8.allSatisfy({ (0x21..<0x7F).contains($0) })
    else { throw .invalidAddress(expected: expected, found: "'\(url)'") }
    guard attempts >= 1, timeoutSeconds > 0, firstPauseSeconds >= 0 else {
      throw .invalid(["tracking server: expected one attempt or more and positive times"])
    }
    var trimmed = url
    while trimmed.hasSuffix("/") { trimmed.removeLast() }
    self.url = trimmed
    self.credentials = credentials
    self.timeoutSeconds = timeoutSeconds
    self.attempts = attempts
    self.firstPauseSeconds = firstPauseSeconds
  }

  /// The same server, tried another number of times.
  init(_ other: MLflowServer, attempts: Int) {
    url = other.url
    credentials = other.credentials
    timeoutSeconds = other.timeoutSeconds
    self.attempts = attempts
    firstPauseSeconds = other.firstPauseSeconds
  }

  /// The pause after a number of failures, in seconds.
  func pause(afterFailures count: Int) -> Double {
    var pause = firstPauseSeconds
    for _ in 1..<max(count, 1) { pause = min(pause * 2, 30) }
    return pause
  }
}
