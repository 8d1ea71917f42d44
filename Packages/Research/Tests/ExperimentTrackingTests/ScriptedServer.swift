import ExperimentTrackingTesting
import Foundation
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A server on the loopback interface that answers each request as a closure says.
final class ScriptedServer: Sendable {
  struct Request: Sendable {
    var method: String
    var target: String
    var body: [UInt8]
    var head: [String]

    /// What is asked of MLflow, such as `runs/create`.
    var call: String {
      let path = target.split(separator: "?").first.map(String.init) ?? ""
      return path.replacingOccurrences(of: "/api/2.0/mlflow/", with: "")
    }
  }

  enum Answer: Sendable {
    case status(Int, String)
    /// Closes the connection without an answer.
    case nothing
    /// Keeps the client waiting.
    case silence(seconds: Double)
  }

  let port: Int
  private let listener: Int32
  private let received = Mutex<[Request]>([])
  private let answer: @Sendable (Int, Request) -> Answer

  /// Serves until the value is released; the closure is told the number of the request, from 0.
  init(_ answer: @escaping @Sendable (Int, Request) -> Answer) throws {
    self.answer = answer
    let descriptor = try loopbackSocket()
    listener = descriptor
    var address = loopback(port: 0)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        bind(descriptor, generic, length) == 0 && listen(descriptor, 16) == 0
          && getsockname(descriptor, generic, &length) == 0
      }
    }
    guard bound else { throw POSIXError(.EADDRNOTAVAIL) }
    port = Int(UInt16(bigEndian: address.sin_port))
    Thread.detachNewThread { [weak self] in
      while true {
        let client = accept(descriptor, nil, nil)
        guard client >= 0, let server = self else { return }
        Thread.detachNewThread { server.serve(client) }
      }
    }
  }

  deinit {
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }

  var url: String { "http://127.0.0.1:\(port)" }
  var requests: [Request] { received.withLock { $0 } }
  var calls: [String] { requests.map(\.call) }

  private func serve(_ client: Int32) {
    defer { close(client) }
    guard let request = read(client) else { return }
    let number = received.withLock { requests in
      requests.append(request)
      return requests.count - 1
    }
    switch answer(number, request) {
    case .nothing: break
    case .silence(let seconds): usleep(UInt32(seconds * 1e6))
    case .status(let status, let body):
      let text =
        "HTTP/1.1 \(status) Answer\r\nContent-Type: application/json\r\n"
        + "Content-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)"
      _ = Array(text.utf8).withUnsafeBytes { write(client, $0.baseAddress, $0.count) }
    }
  }

  private func read(_ client: Int32) -> Request? {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    let mark = Array("\r\n\r\n".utf8)
    var head: (lines: [String], end: Int, length: Int)?
    while true {
      if head == nil, let end = bytes.firstRange(of: mark) {
        let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
          .components(separatedBy: "\r\n")
        let length = lines.lazy.map { $0.lowercased() }
          .first { $0.hasPrefix("content-length:") }
          .flatMap { Int($0.dropFirst(15).trimmingCharacters(in: .whitespaces)) }
        head = (lines, end.upperBound, length ?? 0)
      }
      if let head, bytes.count >= head.end + head.length {
        let first = head.lines[0].split(separator: " ").map(String.init)
        return Request(
          method: first[0],
          target: first[1],
          body: Array(bytes[head.end...]),
          head: Array(head.lines.dropFirst())
        )
      }
      let count = recv(client, &chunk, chunk.count, 0)
      guard count > 0 else { return nil }
      bytes += chunk[..<count]
    }
  }
}

/// Passes a request on to another server of the loopback interface, and returns its answer.
func forward(_ request: ScriptedServer.Request, to url: String) -> ScriptedServer.Answer {
  guard let port = url.split(separator: ":").last.flatMap({ Int($0) }),
    let descriptor = try? loopbackSocket()
  else { return .nothing }
  defer { close(descriptor) }
  var address = loopback(port: port)
  let connected = withUnsafePointer(to: &address) { pointer in
    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
    }
  }
  guard connected else { return .nothing }
  let kept = request.head.filter { line in
    ["content-type:", "authorization:"].contains { line.lowercased().hasPrefix($0) }
  }
  let lines =
    ["\(request.method) \(request.target) HTTP/1.1", "Host: 127.0.0.1:\(port)"] + kept
    + ["Content-Length: \(request.body.count)", "Connection: close", "", ""]
  let bytes = Array(lines.joined(separator: "\r\n").utf8) + request.body
  var sent = 0
  while sent < bytes.count {
    let count = bytes.withUnsafeBytes {
      send(descriptor, $0.baseAddress.map { $0 + sent }, bytes.count - sent, 0)
    }
    guard count > 0 else { return .nothing }
    sent += count
  }
  var answer: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 65_536)
  while true {
    let count = recv(descriptor, &chunk, chunk.count, 0)
    guard count > 0 else { break }
    answer += chunk[..<count]
  }
  let text = String(decoding: answer, as: UTF8.self)
  guard let split = text.range(of: "\r\n\r\n"),
    let status = text.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
  else { return .nothing }
  return .status(status, String(text[split.upperBound...]))
}
