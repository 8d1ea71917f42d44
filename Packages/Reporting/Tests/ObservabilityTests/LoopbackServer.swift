import Foundation
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A server on the loopback interface that answers one request with a fixed status.
final class LoopbackServer: Sendable {
  /// What a client sent.
  struct Request: Hashable, Sendable {
    var firstLine: String
    var body: String
  }

  let port: UInt16
  private let listener: Int32
  private let status: Int
  private let received = Mutex<Request?>(nil)

  init(status: Int) throws {
    #if canImport(Darwin)
    let stream = SOCK_STREAM
    #else
    let stream = Int32(SOCK_STREAM.rawValue)
    #endif
    let descriptor = socket(AF_INET, stream, 0)
    listener = descriptor
    self.status = status
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        bind(descriptor, generic, length) == 0 && listen(descriptor, 4) == 0
          && getsockname(descriptor, generic, &length) == 0
      }
    }
    guard bound else { throw POSIXError(.EADDRNOTAVAIL) }
    port = UInt16(bigEndian: address.sin_port)
  }

  deinit { close(listener) }

  /// What the client sent; there once it has its answer.
  var request: Request? { received.withLock { $0 } }

  /// Serves one client on a thread of its own: the tests' shared threads may all be busy for long.
  func start() {
    Thread.detachNewThread { self.serveOne() }
  }

  private func serveOne() {
    let client = accept(listener, nil, nil)
    defer { close(client) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4_096)
    while true {
      let count = read(client, &chunk, chunk.count)
      guard count > 0 else { break }
      bytes += chunk[..<count]
      if let request = complete(bytes) {
        received.withLock { $0 = request }
        let answer = "HTTP/1.1 \(status) Answer\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        _ = Array(answer.utf8).withUnsafeBytes { write(client, $0.baseAddress, $0.count) }
        return
      }
    }
  }

  private func complete(_ bytes: [UInt8]) -> Request? {
    let text = String(decoding: bytes, as: UTF8.self)
    guard let split = text.range(of: "\r\n\r\n") else { return nil }
    let lines = text[..<split.lowerBound].components(separatedBy: "\r\n")
    let lengths = lines.compactMap { line -> Int? in
      let parts = line.components(separatedBy: ": ")
      return parts[0].lowercased() == "content-length" ? Int(parts[1]) : nil
    }
    let body = String(text[split.upperBound...])
    guard body.utf8.count >= lengths.first ?? 0 else { return nil }
    return Request(firstLine: lines[0], body: body)
  }
}
