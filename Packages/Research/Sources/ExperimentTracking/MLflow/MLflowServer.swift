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
    if let found = Self.problemFound(inAddress: url) {
      throw .invalidAddress(expected: Self.expectedAddress, found: found)
    }
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

  /// Says what is wrong with an address, or returns `nil`; never shows a password.
  public static func problem(ofAddress url: String) -> String? {
    problemFound(inAddress: url).map { "expected \(expectedAddress), found \($0)" }
  }

  private static let expectedAddress = "http://host:port or https://host:port"

  private static func problemFound(inAddress url: String) -> String? {
    guard url.hasPrefix("http://") || url.hasPrefix("https://"),
      let scheme = url.firstRange(of: "://")
    else { return "another scheme" }
    let rest = url[scheme.upperBound...]
    guard !rest.contains("@") else {
      return
        "a user, which belongs into the credentials (MLFLOW_TRACKING_USERNAME, MLFLOW_TRACKING_PASSWORD)"
    }
    guard !rest.contains(where: { "?#".contains($0) }) else { return "options behind the address" }
    guard let first = rest.first, first != "/",
      rest.utf8.allSatisfy({ (0x21..<0x7F).contains($0) })
    else { return "'\(url)'" }
    return nil
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
