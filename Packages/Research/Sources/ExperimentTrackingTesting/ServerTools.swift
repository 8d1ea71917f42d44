public import Foundation

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Why a server for tests cannot be used.
public struct ServerProcessError: Error, CustomStringConvertible {
  /// The sentence shown to a person.
  public let description: String
}

/// Returns a value that must be there.
func required<Value>(_ value: Value?, _ what: String) throws -> Value {
  guard let value else { throw ServerProcessError(description: "expected \(what), found none") }
  return value
}

/// Refuses a condition that does not hold.
func demand(_ condition: Bool, _ problem: String) throws {
  if !condition { throw ServerProcessError(description: problem) }
}

/// Where a program is on the search path, or `nil` when it is not on this machine.
public func tool(_ name: String) -> String? {
  let shell = Process()
  shell.executableURL = URL(fileURLWithPath: "/bin/sh")
  shell.arguments = ["-c", "command -v \"$1\"", "sh", name]
  let pipe = Pipe()
  shell.standardOutput = pipe
  guard (try? shell.run()) != nil else { return nil }
  let answer = pipe.fileHandleForReading.readDataToEndOfFile()
  shell.waitUntilExit()
  let path = String(decoding: answer, as: UTF8.self).prefix { !$0.isNewline }
  return shell.terminationStatus == 0 && path.hasPrefix("/") ? String(path) : nil
}

/// A port of the loopback interface that nobody listens on at the moment.
public func freePort() throws -> Int {
  let descriptor = try loopbackSocket()
  defer { close(descriptor) }
  var address = loopback(port: 0)
  var length = socklen_t(MemoryLayout<sockaddr_in>.size)
  let bound = withUnsafeMutablePointer(to: &address) { pointer in
    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
    }
  }
  guard bound else { throw POSIXError(.EADDRNOTAVAIL) }
  return Int(UInt16(bigEndian: address.sin_port))
}

/// Waits until somebody listens on a port.
public func waitForPort(_ port: Int, seconds: Int) throws -> Bool {
  for _ in 0..<(seconds * 10) {
    let descriptor = try loopbackSocket()
    defer { close(descriptor) }
    var address = loopback(port: port)
    let connected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    if connected { return true }
    usleep(100_000)
  }
  return false
}

/// A socket for the loopback interface.
public func loopbackSocket() throws -> Int32 {
  #if canImport(Darwin)
  let stream = SOCK_STREAM
  #else
  let stream = Int32(SOCK_STREAM.rawValue)
  #endif
  let descriptor = socket(AF_INET, stream, 0)
  guard descriptor >= 0 else { throw POSIXError(.EMFILE) }
  return descriptor
}

/// An address of the loopback interface.
public func loopback(port: Int) -> sockaddr_in {
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_port = UInt16(port).bigEndian
  address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
  return address
}
