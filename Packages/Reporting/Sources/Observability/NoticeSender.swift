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
    let session = URLSession(configuration: .ephemeral)
    defer { session.finishTasksAndInvalidate() }
    let response: URLResponse
    do {
      (_, response) = try await session.data(for: request)
    } catch {
      throw .unreachable(target: target.name, code: (error as? URLError)?.errorCode ?? 0)
    }
    let status = (response as? HTTPURLResponse)?.statusCode ?? 0
    guard (200..<300).contains(status) else { throw .refused(target: target.name, status: status) }
  }
}
