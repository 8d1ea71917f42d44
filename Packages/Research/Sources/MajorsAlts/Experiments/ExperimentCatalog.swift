internal import ConfigValidation
internal import DataLake
internal import ExperimentRegistry
internal import MarketModel
internal import Regime

/// The table of all runs of a folder: `catalog/catalog.parquet`, one row for each run.
struct ExperimentCatalog {
  let directory: String
  let database: DuckDBDatabase

  private var path: String { "\(directory)/catalog/catalog.parquet" }

  static let schema = TableSchema([
    .init("run_id", .text), .init("title", .text), .init("experiment_id", .text),
    .init("category_path", .text), .init("timestamp", .timestamp), .init("features", .text),
    .init("n_regimes", .int64), .init("target_n", .int64), .init("target_weighting", .text),
    .init("cagr", .double, optional: true), .init("sharpe", .double, optional: true),
    .init("sortino", .double, optional: true), .init("max_drawdown", .double, optional: true),
    .init("calmar", .double, optional: true), .init("hit_rate", .double, optional: true),
    .init("switches_per_year", .double, optional: true),
    .init("avg_regime_duration_days", .double, optional: true),
    .init("regime_distribution", .text),
  ])

  /// Adds the row of a run; a row of the same run and name is replaced in its place.
  func add(
    _ experiment: Experiment,
    _ circumstances: ExperimentCircumstances
  ) throws(ExperimentStoreError) {
    do throws(ParquetError) {
      let row = try Self.table(experiment, circumstances)
      var rows = row
      if (try? AtomicFile.read(path)) != nil {
        let stored = try ParquetFile.read(path, schema: Self.schema, database: database)
        rows = try stored.replacingOrAppending(row)
      }
      try ParquetFile.write(rows, to: path, database: database)
    } catch {
      throw .parquet(error)
    }
  }

  private static func table(
    _ experiment: Experiment,
    _ circumstances: ExperimentCircumstances
  ) throws(ParquetError) -> ColumnTable {
    let (settings, net) = (experiment.settings, experiment.metrics.net)
    let stability = experiment.evaluation?.stability
    let distribution = stability?.json["regime_distribution"] ?? .object([])
    let features = JSONValue.array(settings.weights.features.map { .string($0) })
    let columns = [
      Column("run_id", .text([experiment.identity.runID.hex])),
      Column("title", .text([settings.title])),
      Column("experiment_id", .text([settings.experimentID])),
      Column("category_path", .text([settings.category.rawValue])),
      Column("timestamp", .timestamp([circumstances.now.nanoseconds])),
      Column("features", .text([features.text(pretty: false)])),
      Column("n_regimes", .int64([Int64(settings.states.resolution.rawValue)])),
      Column("target_n", .int64([Int64(settings.basket.size)])),
      Column("target_weighting", .text([settings.basket.weighting.rawValue])),
      Column("cagr", optional: [net.annualGrowth]),
      Column("sharpe", optional: [net.sharpe]),
      Column("sortino", optional: [net.sortino]),
      Column("max_drawdown", optional: [net.maximumDrawdown]),
      Column("calmar", optional: [net.calmar]),
      Column("hit_rate", optional: [net.hitRate]),
      Column("switches_per_year", optional: [stability?.switchesPerYear]),
      Column("avg_regime_duration_days", optional: [stability?.meanRunLength]),
      Column("regime_distribution", .text([distribution.text(pretty: false)])),
    ]
    return try valid(columns)
  }

  static func valid(_ columns: [Column]) throws(ParquetError) -> ColumnTable {
    do throws(ColumnTableError) {
      return try ColumnTable(columns)
    } catch {
      preconditionFailure("columns of one length and distinct names form a table: \(error)")
    }
  }
}

extension ColumnTable {
  /// Lays a single row over the stored one of the same run and experiment, or appends it.
  fileprivate func replacingOrAppending(_ row: ColumnTable) throws(ParquetError) -> ColumnTable {
    let own = key(at: 0, of: row)
    let position = (0..<rowCount).first { key(at: $0, of: self) == own }
    var columns: [Column] = []
    for field in ExperimentCatalog.schema.fields {
      guard let stored = self[field.name], let added = row[field.name] else { continue }
      columns.append(stored.replacingOrAppending(added, at: position))
    }
    return try ExperimentCatalog.valid(columns)
  }

  private func key(at index: Int, of table: ColumnTable) -> [String] {
    ["run_id", "experiment_id"].compactMap { name in
      guard case .text(let values)? = table[name]?.values else { return nil }
      return values[index]
    }
  }
}

extension Column {
  fileprivate func replacingOrAppending(_ other: Column, at position: Int?) -> Column {
    let count = values.count
    let mine = validity ?? [Bool](repeating: true, count: count)
    let theirs = other.validity ?? [true]
    var marks = mine
    if let position { marks[position] = theirs[0] } else { marks.append(theirs[0]) }
    let merged: ColumnValues =
      switch (values, other.values) {
      case (.timestamp(let old), .timestamp(let new)): .timestamp(place(new[0], in: old, position))
      case (.int64(let old), .int64(let new)): .int64(place(new[0], in: old, position))
      case (.double(let old), .double(let new)): .double(place(new[0], in: old, position))
      case (.text(let old), .text(let new)): .text(place(new[0], in: old, position))
      case (.bool(let old), .bool(let new)): .bool(place(new[0], in: old, position))
      default: values
      }
    return Column(name, merged, validity: marks.contains(false) ? marks : nil)
  }

  private func place<Value>(_ value: Value, in values: [Value], _ position: Int?) -> [Value] {
    var copy = values
    if let position { copy[position] = value } else { copy.append(value) }
    return copy
  }
}
