internal import GRDB

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// The record of every run, its documents and every trial ever counted, in one SQLite file.
///
/// One registry belongs to one lake. Several processes may use it at once: readers never wait, a
/// writer waits for another for the given time and then throws ``RegistryError/busy(path:waitedSeconds:)``.
/// Every write is one transaction that is on the disk when the call returns (`synchronous=FULL`), so
/// a process killed at any instant leaves either all of it or nothing.
///
/// The registry knows no clock: each instant that it stores is given by the caller.
public final class RunRegistry: Sendable {
  /// What to do when there is no file.
  public enum Opening: Hashable, Sendable {
    /// Creates the folder and the file.
    case createIfMissing

    /// Throws ``RegistryError/notFound(path:)``.
    case existingOnly
  }

  /// The path of the SQLite file.
  public let path: String

  /// How long a writer waits for another one, in seconds.
  public let busyTimeoutSeconds: Double

  let pool: DatabasePool

  /// Opens a registry, and creates or migrates its tables.
  ///
  /// - Parameters:
  ///   - path: The path of the SQLite file.
  ///   - opening: What to do when there is no file.
  ///   - busyTimeoutSeconds: How long to wait for another writer; results do not depend on it.
  /// - Throws: ``RegistryError`` when the file cannot be opened, is no registry, was written by a
  ///   newer version, or stays locked.
  public init(
    path: String,
    opening: Opening = .createIfMissing,
    busyTimeoutSeconds: Double = 10
  ) throws(RegistryError) {
    self.path = path
    self.busyTimeoutSeconds = busyTimeoutSeconds
    try Self.prepareFolder(of: path, opening: opening)
    var configuration = Configuration()
    configuration.busyMode = .timeout(busyTimeoutSeconds)
    configuration.foreignKeysEnabled = true
    do {
      pool = try DatabasePool(path: path, configuration: configuration)
      // A commit that was reported must survive a power cut; the pool's own setting is NORMAL.
      try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
    } catch {
      throw RegistryError(
        error,
        path: path,
        operation: .open,
        waitedSeconds: busyTimeoutSeconds
      )
    }
    try migrate()
  }

  private func migrate() throws(RegistryError) {
    let migrator = registryMigrator()
    do {
      guard try !pool.read({ try migrator.hasBeenSuperseded($0) }) else {
        throw RegistryError.newerSchema(path: path)
      }
      guard try !pool.read({ try migrator.hasCompletedMigrations($0) }) else { return }
      try migrator.migrate(pool)
    } catch {
      throw RegistryError(
        error,
        path: path,
        operation: .migrate,
        waitedSeconds: busyTimeoutSeconds
      )
    }
  }

  private static func prepareFolder(of path: String, opening: Opening) throws(RegistryError) {
    let files = FileManager.default
    switch opening {
    case .existingOnly:
      guard files.fileExists(atPath: path) else { throw .notFound(path: path) }
    case .createIfMissing:
      let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        .joined(separator: "/")
      guard !folder.isEmpty, !files.fileExists(atPath: folder) else { return }
      do {
        try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
      } catch {
        throw .cannotOpen(path: path, reason: "its folder cannot be created")
      }
    }
  }

  /// Runs a body on a consistent view of the last committed state.
  func read<Value>(_ body: (Database) throws -> Value) throws(RegistryError) -> Value {
    do {
      return try pool.read(body)
    } catch {
      throw RegistryError(error, path: path, operation: .read, waitedSeconds: busyTimeoutSeconds)
    }
  }

  /// Runs a body in one transaction, which is on the disk when this returns.
  func write<Value>(_ body: (Database) throws -> Value) throws(RegistryError) -> Value {
    do {
      return try pool.writeWithoutTransaction { database in
        var result: Value?
        // Immediate: a deferred transaction that turns writer late fails without waiting.
        try database.inTransaction(.immediate) {
          result = try body(database)
          return .commit
        }
        guard let result else { throw DatabaseError(resultCode: .SQLITE_ABORT) }
        return result
      }
    } catch {
      throw RegistryError(error, path: path, operation: .write, waitedSeconds: busyTimeoutSeconds)
    }
  }
}

extension RegistryError {
  /// Turns what SQLite reported into a case that says what to do.
  init(
    _ error: any Error,
    path: String,
    operation: Operation,
    waitedSeconds: Double
  ) {
    if let known = error as? RegistryError {
      self = known
      return
    }
    guard let failure = error as? DatabaseError else {
      self = .sqlite(path: path, operation: operation, code: 1, message: "\(error)")
      return
    }
    let message = failure.message ?? "no message"
    switch failure.resultCode {
    case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy(path: path, waitedSeconds: waitedSeconds)
    case .SQLITE_FULL: self = .diskFull(path: path)
    case .SQLITE_READONLY: self = .readOnly(path: path)
    case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH:
      self = .cannotOpen(path: path, reason: message)
    case .SQLITE_NOTADB, .SQLITE_CORRUPT: self = .notARegistry(path: path, detail: message)
    default:
      self = .sqlite(
        path: path,
        operation: operation,
        code: Int(failure.extendedResultCode.rawValue),
        message: message
      )
    }
  }
}
