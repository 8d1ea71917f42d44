internal import ConfigValidation
internal import GRDB
internal import Optimizer

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

extension OptunaExport {
  /// Writes the study as a database of Optuna (`sqlite:///…`); a file at the path is replaced.
  ///
  /// The file is whole or not there: it is built beside its place and moved.
  ///
  /// - Throws: ``RegistryError`` when the file cannot be written.
  public func writeDatabase(to path: String) throws(RegistryError) {
    let temporary = path + ".new"
    do {
      try? FileManager.default.removeItem(atPath: temporary)
      let memory = try DatabaseQueue()
      try memory.write { database in
        try database.execute(sql: optunaTables)
        try fill(database)
      }
      // A fresh copy holds nothing of how it was built, so equal studies give equal bytes.
      try memory.writeWithoutTransaction { database in
        try database.execute(sql: "VACUUM INTO ?", arguments: [temporary])
      }
      try memory.close()
    } catch {
      try? FileManager.default.removeItem(atPath: temporary)
      throw RegistryError(error, path: path, operation: .write, waitedSeconds: 0)
    }
    guard rename(temporary, path) == 0 else {
      let reason = String(cString: strerror(errno))
      try? FileManager.default.removeItem(atPath: temporary)
      throw .cannotOpen(path: path, reason: reason)
    }
  }

  private func fill(_ database: Database) throws {
    try database.execute(
      sql: "INSERT INTO version_info VALUES (1, 12, ?)",
      arguments: [Self.optunaVersion]
    )
    try database.execute(sql: "INSERT INTO alembic_version VALUES ('v3.2.0.a')")
    try database.execute(
      sql: "INSERT INTO studies VALUES (1, ?)",
      arguments: [archive.definition.name]
    )
    for (place, direction) in archive.definition.directions.enumerated() {
      try database.execute(
        sql: "INSERT INTO study_directions VALUES (?, ?, 1, ?)",
        arguments: [place + 1, direction.rawValue.uppercased(), place]
      )
    }
    for (place, attribute) in attributes.enumerated() {
      try database.execute(
        sql: "INSERT INTO study_user_attributes VALUES (?, 1, ?, ?)",
        arguments: [place + 1, attribute.name, attribute.value.text(pretty: false)]
      )
    }
    for trial in trials { try insert(trial, database) }
  }

  private func insert(_ trial: OptunaTrial, _ database: Database) throws {
    let key = trial.number + 1
    try database.cachedStatement(sql: "INSERT INTO trials VALUES (?, ?, 1, ?, ?, ?)").execute(
      arguments: [
        key, trial.number, trial.state.name, trial.started.optunaText(mark: " "),
        trial.ended?.optunaText(mark: " "),
      ]
    )
    let parameter = try database.cachedStatement(
      sql: """
        INSERT INTO trial_params (trial_id, param_name, param_value, distribution_json)
        VALUES (?, ?, ?, ?)
        """
    )
    for given in trial.parameters {
      try parameter.execute(arguments: [key, given.name, given.stored, given.distribution.text])
    }
    let value = try database.cachedStatement(
      sql: """
        INSERT INTO trial_values (trial_id, objective, value, value_type) VALUES (?, ?, ?, 'FINITE')
        """
    )
    for (place, number) in trial.values.enumerated() {
      try value.execute(arguments: [key, place, number])
    }
    let report = try database.cachedStatement(
      sql: """
        INSERT INTO trial_intermediate_values
          (trial_id, step, intermediate_value, intermediate_value_type)
        VALUES (?, ?, ?, 'FINITE')
        """
    )
    for given in trial.reports { try report.execute(arguments: [key, given.step, given.value]) }
    let attribute = try database.cachedStatement(
      sql: "INSERT INTO trial_user_attributes (trial_id, \"key\", value_json) VALUES (?, ?, ?)"
    )
    for given in trial.attributes {
      try attribute.execute(arguments: [key, given.name, given.value.text(pretty: false)])
    }
  }
}
