internal import ConfigValidation
internal import GRDB
internal import MarketModel
public import Optimizer

extension RunRegistry {
  /// The studies, the newest first.
  ///
  /// - Throws: ``RegistryError/damagedRow(path:table:key:column:)``, otherwise the errors of any read.
  public func studies() throws(RegistryError) -> [StudyRecord] {
    try read { database in
      try Row.fetchAll(database, sql: "SELECT * FROM studies ORDER BY begun_at DESC, study_id DESC")
        .map { try StoredStudy($0, path: path).record }
    }
  }

  /// Returns a study by its name.
  ///
  /// - Throws: ``RegistryError/noSuchStudy(name:suggestion:)``, otherwise the errors of any read.
  public func study(named name: String) throws(RegistryError) -> StudyRecord {
    try read { database in try stored(name, database).record }
  }

  /// Returns a study with its trials.
  ///
  /// - Throws: As ``study(named:)``, and ``RegistryError/damagedRow(path:table:key:column:)``.
  /// - Complexity: O(trials).
  public func archive(ofStudy name: String) throws(RegistryError) -> StudyArchive {
    try read { database in
      let study = try stored(name, database)
      return StudyArchive(
        definition: study.record.definition,
        history: try StoredStudy.history(
          study.key,
          space: study.record.definition.space,
          database,
          path: path
        )
      )
    }
  }

  /// When the trials of a study were asked for and told, by number.
  ///
  /// - Throws: As ``study(named:)``.
  public func times(ofStudy name: String) throws(RegistryError) -> [TrialTimes] {
    try read { database in
      let study = try stored(name, database)
      return try Row.fetchAll(
        database,
        sql: "SELECT asked_at, told_at FROM study_trials WHERE study_id = ? ORDER BY number",
        arguments: [study.key]
      ).map { row in
        TrialTimes(
          asked: Timestamp(nanoseconds: row[0]),
          told: (row[1] as Int64?).map { Timestamp(nanoseconds: $0) }
        )
      }
    }
  }

  private func stored(_ name: String, _ database: Database) throws -> StoredStudy {
    if let study = try StoredStudy.fetch(named: name, database, path: path) { return study }
    let names = try String.fetchAll(database, sql: "SELECT name FROM studies ORDER BY name")
    // Names end with a hash that nobody types.
    let suggestion =
      nearestName(to: name, among: names) ?? names.first { !name.isEmpty && $0.hasPrefix(name) }
    throw RegistryError.noSuchStudy(name: name, suggestion: suggestion)
  }
}
