internal import ConfigValidation
internal import Foundation

#if canImport(FoundationNetworking)
internal import FoundationNetworking
#endif

/// Posts notices over HTTP.
public struct NoticeSender: Sendable {
  /// The longest wait for an answer, in seconds.
  public let timeoutSeconds: Double

  /// Creates a sender.
  public init(timeoutSeconds: Double) {
    self.timeoutSeconds = timeoutSeconds
  }

  /// Posts a notice to every target, and returns what went wrong, in the order of the targets.
  ///
  /// A notice that does not arrive is never worth a cycle, so nothing is thrown.
  public func send(_ notice: CycleNotice, to targets: [NoticeTarget]) async -> [NoticeError] {
    var failures: [NoticeError] = []
    for target in targets {
      do {
        try await post(target.body(for: notice), to: target)
      } catch {
        failures.append(error)
      }
    }
    return failures
  }

  private func post(_ body: JSONValue, to target: NoticeTarget) async throws(NoticeError) {
    guard let url = URL(string: target.address), let scheme = url.scheme?.lowercased(),
      ["http", "https"].contains(scheme), url.host != nil
    else { throw .invalidAddress(target: target.name) }
    var request = URLRequest(url: url, timeoutInterval: timeoutSeconds)
    request.httpMethod = "POST"
    request.setValue("application/json", forHTTPHeaderField: "Content-Type")
    request.httpBody = Data(body.canonicalText.utf8)
    let response: URLResponse
    do {
      response = try await answer(to: request)
    } catch {
      throw .unreachable(target: target.name, code: (error as? URLError)?.errorCode ?? 0)
    }
    let status = (response as? HTTPURLResponse)?.statusCode ?? 0
    guard (200..<300).contains(status) else { throw .refused(target: target.name, status: status) }
  }

  /// Exchanges a request for its answer, within the time that the sender has.
  private func answer(to request: URLRequest) async throws -> URLResponse {
    let session = URLSession(configuration: .ephemeral)
    defer { session.finishTasksAndInvalidate() }
    // The timeout of a request is not kept everywhere: a server that never answers was waited for.
    return try await withThrowingTaskGroup(of: URLResponse.self) { group in
      group.addTask { try await session.data(for: request).1 }
      group.addTask {
        try await Task.sleep(for: .seconds(timeoutSeconds))
        throw URLError(.timedOut)
      }
      defer { group.cancelAll() }
      guard let first = try await group.next() else { throw URLError(.unknown) }
      return first
    }
  }
}
