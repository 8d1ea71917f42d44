import Foundation
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A real PostgreSQL server on the loopback interface, in a folder of its own.
final class PostgresProcess {
  let port: Int

  /// The certificate that the server shows, or `nil` where none could be made.
  let certificate: String?

  private let folder: String
  private let process: Process

  /// Whether the programs of a server are on this machine.
  static var isAvailable: Bool { tool("initdb") != nil && tool("postgres") != nil }

  init() throws {
    folder = "/tmp/assay-postgres-" + UUID().uuidString
    port = try freePort()
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let password = folder + "/password"
    try "s3cret word".write(toFile: password, atomically: true, encoding: .utf8)
    certificate = try Self.makeCertificate(in: folder)
    if getuid() == 0 {
      _ = try Self.finish(Self.command("/bin/chown", ["-R", "postgres", folder]))
    }
    let initdb = try Self.serverCommand(
      "initdb",
      [
        "-D", folder + "/data", "-U", "assay", "--pwfile", password, "-A", "scram-sha-256",
        "-E", "UTF8", "--no-sync",
      ]
    )
    try #require(try Self.finish(initdb) == 0, "initdb failed")
    var encryption: [String] = []
    if let certificate {
      encryption = [
        "-c", "ssl=on", "-c", "ssl_cert_file=\(certificate)", "-c",
        "ssl_key_file=\(folder)/server.key",
      ]
    }
    process = try Self.serverCommand(
      "postgres",
      ["-D", folder + "/data", "-h", "127.0.0.1", "-p", "\(port)", "-k", folder, "-F"]
        + encryption
    )
    try process.run()
    try #require(try waitForPort(port, seconds: 60), "the server did not start")
  }

  /// The address of a schema of its own for each test.
  func url(schema: String, password: String = "s3cret%20word") -> String {
    "postgresql://assay:\(password)@127.0.0.1:\(port)/postgres?options=-csearch_path%3D\(schema)"
  }

  /// Stops the processes of the server without ending them, or lets them go on.
  func freeze(_ isFrozen: Bool) {
    kill(process.processIdentifier, isFrozen ? SIGSTOP : SIGCONT)
  }

  /// Runs statements as the owner.
  func psql(_ sql: String) throws -> String {
    let psql = try client(sql)
    let pipe = Pipe()
    psql.standardOutput = pipe
    try psql.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    psql.waitUntilExit()
    try #require(psql.terminationStatus == 0)
    return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .newlines)
  }

  /// Begins a transaction with a statement and keeps it open for a while, in the background.
  func hold(_ sql: String, seconds: Int) throws -> Process {
    let psql = try client("BEGIN; \(sql); SELECT pg_sleep(\(seconds)); COMMIT")
    try psql.run()
    while try self.psql("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'") == "0"
    {
      usleep(100_000)
    }
    return psql
  }

  /// Waits until a connection of ours waits for a lock, and returns the process that serves it.
  func waitingWorker() throws -> Int32 {
    while true {
      let text = try psql(
        "SELECT pid FROM pg_stat_activity WHERE application_name = 'assay' AND wait_event_type = 'Lock'"
      )
      if let worker = Int32(text) { return worker }
      usleep(100_000)
    }
  }

  private func client(_ sql: String) throws -> Process {
    let psql = try Self.command(
      try #require(tool("psql")),
      ["-h", "127.0.0.1", "-p", "\(port)", "-U", "assay", "-At", "-c", sql, "postgres"]
    )
    psql.environment = ["PGPASSWORD": "s3cret word"]
    return psql
  }

  func stop() {
    // SIGINT: a fast shutdown.
    kill(process.processIdentifier, SIGINT)
    process.waitUntilExit()
  }

  deinit {
    if process.isRunning { stop() }
    try? FileManager.default.removeItem(atPath: folder)
  }

  private static func makeCertificate(in folder: String) throws -> String? {
    guard let openssl = tool("openssl") else { return nil }
    let path = folder + "/server.crt"
    let made = try command(
      openssl,
      [
        "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
        "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", folder + "/server.key", "-out", path,
      ]
    )
    guard try finish(made) == 0 else { return nil }
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o600],
      ofItemAtPath: folder + "/server.key"
    )
    return path
  }

  /// A program of the server; it refuses to run as root.
  private static func serverCommand(_ name: String, _ arguments: [String]) throws -> Process {
    let path = try #require(tool(name))
    guard getuid() == 0 else { return try command(path, arguments) }
    return try command(
      try #require(tool("setpriv")),
      ["--reuid=postgres", "--regid=postgres", "--clear-groups", path] + arguments
    )
  }

  private static func command(_ path: String, _ arguments: [String]) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: "/tmp")
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    return process
  }

  private static func finish(_ process: Process) throws -> Int32 {
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }
}

/// Where a program is, or `nil` when it is not on this machine.
func tool(_ name: String) -> String? {
  let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
  return path.split(separator: ":").map { "\($0)/\(name)" }
    .first { FileManager.default.isExecutableFile(atPath: $0) }
}

/// A port of the loopback interface that nobody listens on at the moment.
func freePort() throws -> Int {
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
func waitForPort(_ port: Int, seconds: Int) throws -> Bool {
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

func loopbackSocket() throws -> Int32 {
  #if canImport(Darwin)
  let stream = SOCK_STREAM
  #else
  let stream = Int32(SOCK_STREAM.rawValue)
  #endif
  let descriptor = socket(AF_INET, stream, 0)
  guard descriptor >= 0 else { throw POSIXError(.EMFILE) }
  return descriptor
}

func loopback(port: Int) -> sockaddr_in {
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_port = UInt16(port).bigEndian
  address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
  return address
}
