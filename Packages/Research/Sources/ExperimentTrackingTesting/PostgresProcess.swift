public import Foundation

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// A real PostgreSQL server on the loopback interface, in a folder of its own.
public final class PostgresProcess {
  /// The port on the loopback interface.
  public let port: Int

  /// The certificate that the server shows, or `nil` where none could be made.
  public let certificate: String?

  private let folder: String
  private let process: Process

  /// Whether the programs of a server are on this machine.
  public static var isAvailable: Bool { tool("initdb") != nil && tool("postgres") != nil }

  /// Makes and starts a server.
  public init() throws {
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
    try demand(try Self.finish(initdb) == 0, "initdb failed")
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
    try demand(try waitForPort(port, seconds: 60), "the server did not start")
  }

  /// The address of a schema of its own for each test.
  public func url(schema: String, password: String = "s3cret%20word") -> String {
    "postgresql://assay:\(password)@127.0.0.1:\(port)/postgres?options=-csearch_path%3D\(schema)"
  }

  /// The address of the database without a password, which stands in a file beside the server's.
  public func url() throws -> String {
    let path = folder + "/pgpass"
    try "127.0.0.1:\(port):*:assay:s3cret word\n"
      .write(toFile: path, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    return "postgresql://assay@127.0.0.1:\(port)/postgres?passfile=\(path)"
  }

  /// Stops the processes of the server without ending them, or lets them go on.
  public func freeze(_ isFrozen: Bool) {
    kill(process.processIdentifier, isFrozen ? SIGSTOP : SIGCONT)
  }

  /// Runs statements as the owner.
  public func psql(_ sql: String) throws -> String {
    let psql = try client(sql)
    let pipe = Pipe()
    psql.standardOutput = pipe
    try psql.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    psql.waitUntilExit()
    try demand(psql.terminationStatus == 0, "psql failed")
    return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .newlines)
  }

  /// Begins a transaction with a statement and keeps it open for a while, in the background.
  public func hold(_ sql: String, seconds: Int) throws -> Process {
    let psql = try client("BEGIN; \(sql); SELECT pg_sleep(\(seconds)); COMMIT")
    try psql.run()
    while try self.psql("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'") == "0"
    {
      usleep(100_000)
    }
    return psql
  }

  /// Waits until a connection of ours waits for a lock, and returns the process that serves it.
  public func waitingWorker() throws -> Int32 {
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
      try required(tool("psql"), "psql"),
      ["-h", "127.0.0.1", "-p", "\(port)", "-U", "assay", "-At", "-c", sql, "postgres"]
    )
    psql.environment = ["PGPASSWORD": "s3cret word"]
    return psql
  }

  /// Stops the server; its data stay until the value is gone.
  public func stop() {
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
    let path = try required(tool(name), name)
    guard getuid() == 0 else { return try command(path, arguments) }
    return try command(
      try required(tool("setpriv"), "setpriv"),
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
