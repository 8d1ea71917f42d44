public import ConfigValidation
internal import Crypto
internal import GRDB
public import MarketModel

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// A file that was written for a run.
public struct ArtifactFile: Hashable, Sendable {
  /// The run.
  public let run: RunID

  /// What it is, such as `run`, `regime_stress` or `equity`.
  public let kind: String

  /// Where it lies.
  public let path: String

  /// The SHA-256 of its bytes, in hexadecimal digits.
  public let digest: String

  /// The number of its bytes.
  public let byteCount: Int

  /// Creates a record of a file from its bytes.
  public init(run: RunID, kind: String, path: String, content: [UInt8]) {
    self.init(
      run: run,
      kind: kind,
      path: path,
      digest: hexText(SHA256.hash(data: content)),
      byteCount: content.count
    )
  }

  init(run: RunID, kind: String, path: String, digest: String, byteCount: Int) {
    self.run = run
    self.kind = kind
    self.path = path
    self.digest = digest
    self.byteCount = byteCount
  }
}

extension RunRegistry {
  /// Stores a document under a run's identifier; the run itself need not be registered.
  ///
  /// So a result that belongs to a strategy rather than to one run, such as a regime stress test,
  /// is kept under the identity of its base parameters.
  public func store(_ document: RunDocument, run: RunID) throws(RegistryError) {
    try write { database in try upsert(document, run: run, database) }
  }

  /// Stores documents of several runs, all in one transaction; see ``store(_:run:)``.
  public func store(
    _ documents: [(run: RunID, document: RunDocument)]
  ) throws(RegistryError) {
    try write { database in
      for entry in documents { try upsert(entry.document, run: entry.run, database) }
    }
  }

  /// Returns a stored document, or `nil` when there is none of the kind.
  ///
  /// - Throws: ``RegistryError/damagedDocument(run:kind:)`` when the bytes do not fit their digest.
  public func document(_ kind: String, of run: RunID) throws(RegistryError) -> RunDocument? {
    try read { database in
      guard
        let row = try Row.fetchOne(
          database,
          sql: "SELECT digest, content FROM documents WHERE run_id = ? AND kind = ?",
          arguments: [run.hex, kind]
        )
      else { return nil }
      let content = Array(row["content"] as Data)
      guard hexText(SHA256.hash(data: content)) == row["digest"] as String else {
        throw RegistryError.damagedDocument(run: run, kind: kind)
      }
      return RunDocument(kind: kind, content: content)
    }
  }

  /// Records files that were written; a file recorded before is updated.
  public func record(_ files: [ArtifactFile], at now: Timestamp) throws(RegistryError) {
    try write { database in
      for file in files {
        try database.execute(
          sql: """
            INSERT INTO artifacts (run_id, kind, path, digest, byte_count, recorded_at)
            VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (run_id, kind, path) DO UPDATE SET
              digest = excluded.digest, byte_count = excluded.byte_count,
              recorded_at = excluded.recorded_at
            """,
          arguments: [
            file.run.hex, file.kind, file.path, file.digest, file.byteCount, now.nanoseconds,
          ]
        )
      }
    }
  }

  /// The files written for a run, by kind and path.
  public func artifacts(of run: RunID) throws(RegistryError) -> [ArtifactFile] {
    try read { database in
      try Row.fetchAll(
        database,
        sql: "SELECT * FROM artifacts WHERE run_id = ? ORDER BY kind, path",
        arguments: [run.hex]
      ).map {
        ArtifactFile(
          run: run,
          kind: $0["kind"],
          path: $0["path"],
          digest: $0["digest"],
          byteCount: $0["byte_count"]
        )
      }
    }
  }

  /// Stores what was asked for, once, and returns its identifier: SHA-256 of the canonical text.
  public func recordSpec(
    _ spec: JSONValue,
    at now: Timestamp
  ) throws(RegistryError) -> String {
    let text = spec.canonicalText
    let id = sha256Hex(text)
    try write { database in
      try database.execute(
        sql: """
          INSERT INTO specs (spec_id, content, recorded_at) VALUES (?, ?, ?)
          ON CONFLICT (spec_id) DO NOTHING
          """,
        arguments: [id, text, now.nanoseconds]
      )
    }
    return id
  }

  /// Returns a specification, or `nil` when there is none.
  public func spec(_ id: String) throws(RegistryError) -> JSONValue? {
    try read { database in
      guard
        let text = try String.fetchOne(
          database,
          sql: "SELECT content FROM specs WHERE spec_id = ?",
          arguments: [id]
        )
      else { return nil }
      guard let value = try? JSONValue(parsing: text) else {
        throw RegistryError.damagedRow(path: self.path, table: "specs", key: id, column: "content")
      }
      return value
    }
  }
}

func upsert(_ document: RunDocument, run: RunID, _ database: Database) throws {
  try database.execute(
    sql: """
      INSERT INTO documents (run_id, kind, digest, content) VALUES (?, ?, ?, ?)
      ON CONFLICT (run_id, kind) DO UPDATE SET digest = excluded.digest, content = excluded.content
      """,
    arguments: [
      run.hex, document.kind, hexText(SHA256.hash(data: document.content)),
      Data(document.content),
    ]
  )
}
