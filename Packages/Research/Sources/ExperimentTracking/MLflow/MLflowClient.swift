internal import ConfigValidation
internal import Foundation

#if canImport(FoundationNetworking)
internal import FoundationNetworking
#endif

/// The part of MLflow's REST API (2.0) that tracking needs.
struct MLflowClient: Sendable {
  let server: MLflowServer

  /// Calls the API, again while the reason of a failure may pass.
  ///
  /// - Parameters:
  ///   - method: `GET` or `POST`.
  ///   - request: The path behind `/api/2.0/mlflow/`.
  ///   - query: Names and values behind the path.
  ///   - body: The object that is posted.
  /// - Returns: The object that the server answered.
  /// - Throws: ``TrackingError``.
  func call(
    _ method: String,
    _ request: String,
    query: [(String, String)] = [],
    body: JSONValue? = nil
  ) async throws(TrackingError) -> JSONValue {
    let content = body.map { Data($0.utf8Bytes(pretty: false)) }
    let path = "/api/2.0/mlflow/" + request + Self.queryText(query)
    return try await retrying { () async throws(TrackingError) in
      let answer = try await send(method, path, request, content, "application/json")
      guard let json = try? JSONValue(parsing: Array(answer)), case .object = json else {
        throw .malformedAnswer(
          server: server.url,
          request: request,
          expected: "a JSON object",
          found: Self.beginning(of: answer)
        )
      }
      return json
    }
  }

  /// The same client, which tries everything once: for requests that must not be repeated blindly.
  var once: MLflowClient { MLflowClient(server: MLflowServer(server, attempts: 1)) }

  /// Puts a file into the server's store of artifacts.
  ///
  /// - Parameters:
  ///   - bytes: The file.
  ///   - path: The path in the store, not escaped.
  /// - Throws: ``TrackingError``.
  func put(_ bytes: [UInt8], at path: String) async throws(TrackingError) {
    let request = "/api/2.0/mlflow-artifacts/artifacts/" + Self.escaped(path, keeping: "/")
    let content = Data(bytes)
    try await retrying { () async throws(TrackingError) in
      _ = try await send(
        "PUT",
        request,
        "artifact \(path)",
        content,
        "application/octet-stream"
      )
    }
  }

  /// Runs a body again while the reason of its failure may pass.
  func retrying<Value>(
    _ body: () async throws(TrackingError) -> Value
  ) async throws(TrackingError) -> Value {
    var failures = 0
    while true {
      do {
        return try await body()
      } catch {
        failures += 1
        guard error.mayPass, failures < server.attempts else { throw error }
        try await pause(server.pause(afterFailures: failures))
      }
    }
  }

  private func pause(_ seconds: Double) async throws(TrackingError) {
    do { try await Task.sleep(for: .seconds(seconds)) } catch {
      throw .unreachable(server: server.url, reason: "cancelled")
    }
  }

  private func send(
    _ method: String,
    _ path: String,
    _ name: String,
    _ content: Data?,
    _ contentType: String
  ) async throws(TrackingError) -> Data {
    guard let url = URL(string: server.url + path) else {
      throw .invalidAddress(expected: "an http:// or https:// address", found: "'\(server.url)'")
    }
    var request = URLRequest(url: url)
    request.httpMethod = method
    request.httpBody = content
    if content != nil { request.setValue(contentType, forHTTPHeaderField: "Content-Type") }
    if let authorization = server.authorization {
      request.setValue(authorization, forHTTPHeaderField: "Authorization")
    }
    let (data, response): (Data, URLResponse)
    do {
      (data, response) = try await exchange(request)
    } catch {
      throw .unreachable(server: server.url, reason: Self.reason(of: error))
    }
    guard let answer = response as? HTTPURLResponse else {
      throw .malformedAnswer(
        server: server.url,
        request: name,
        expected: "an HTTP answer",
        found: "another protocol"
      )
    }
    guard (200..<300).contains(answer.statusCode) else {
      throw refusal(name, answer.statusCode, data)
    }
    return data
  }

  /// Exchanges a request for its answer, within the time that the server is given.
  private func exchange(_ request: URLRequest) async throws -> (Data, URLResponse) {
    let session = URLSession(configuration: .ephemeral)
    defer { session.finishTasksAndInvalidate() }
    // The timeout of a request is not kept everywhere: a server that never answers was waited for.
    return try await withThrowingTaskGroup(of: (Data, URLResponse).self) { group in
      group.addTask { try await session.data(for: request) }
      group.addTask {
        try await Task.sleep(for: .seconds(server.timeoutSeconds))
        throw URLError(.timedOut)
      }
      defer { group.cancelAll() }
      guard let first = try await group.next() else { throw URLError(.unknown) }
      return first
    }
  }

  private func refusal(_ name: String, _ status: Int, _ data: Data) -> TrackingError {
    let json = try? JSONValue(parsing: Array(data))
    return .refused(
      server: server.url,
      request: name,
      status: status,
      code: json?["error_code"]?.stringValue ?? "",
      message: json.map { String(($0["message"]?.stringValue ?? "").prefix(500)) }
        ?? (data.isEmpty ? "" : Self.beginning(of: data))
    )
  }

  private static func reason(of error: any Error) -> String {
    guard let error = error as? URLError else { return "the connection failed" }
    return switch error.code {
    case .timedOut: "no answer in time"
    case .cannotConnectToHost: "connection refused"
    case .cannotFindHost, .dnsLookupFailed: "no such host"
    case .networkConnectionLost: "the connection was lost"
    default: "network error \(error.errorCode)"
    }
  }

  private static func beginning(of data: Data) -> String {
    let text = String(decoding: data.prefix(120), as: UTF8.self)
    return data.isEmpty
      ? "nothing" : "'\(text.split(whereSeparator: \.isNewline).joined(separator: " "))'"
  }

  private static func queryText(_ query: [(String, String)]) -> String {
    guard !query.isEmpty else { return "" }
    return "?" + query.map { "\($0.0)=\(escaped($0.1, keeping: ""))" }.joined(separator: "&")
  }

  private static func escaped(_ text: String, keeping kept: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      if byte.isLetterOrDigit || "-._~".utf8.contains(byte) || kept.utf8.contains(byte) {
        bytes.append(byte)
      } else {
        bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension MLflowServer {
  /// The value of the header that says who is asking.
  fileprivate var authorization: String? {
    switch credentials {
    case nil: nil
    case .token(let token): "Bearer \(token)"
    case .password(let user, let password):
      "Basic \(Data("\(user):\(password)".utf8).base64EncodedString())"
    }
  }
}

extension TrackingError {
  /// Whether the same request may succeed later.
  fileprivate var mayPass: Bool {
    switch self {
    case .unreachable: true
    case .refused(_, _, let status, _, _): isTransient(status)
    default: false
    }
  }
}
