/// One run of a scaling study, as its log keeps it.
public struct ExperimentEntry: Hashable, Sendable {
  /// How a run ended.
  public enum Status: String, Hashable, Sendable, CaseIterable {
    /// It ended as it should.
    case success

    /// An error ended it.
    case failed

    /// Heat ended it.
    case thermalAbort = "thermal_abort"
  }

  /// The names of the columns, in their order.
  public static let columns = [
    "timestamp", "experiment", "phase", "budget", "task", "horizon", "timescale", "script_path",
    "run_type", "status", "duration_seconds", "val_loss", "test_accuracy", "hyperparameters",
    "error_message", "thermal_max_temp", "data_md5", "d_model", "n_layers", "n_heads", "d_ff",
    "param_count",
  ]

  /// The `run_type` of a row of reference: the loss of always forecasting the base rate.
  public static let baseRateRun = "base_rate"

  /// When the run ended, in ISO 8601.
  public var timestamp: String

  /// The name of the experiment.
  public var experiment: String

  /// How it ended.
  public var status: Status

  /// The other columns by name; what is missing stays empty.
  public var values: [String: String]

  /// Creates an entry.
  ///
  /// - Throws: ``ScalingStudyError/badFile(path:line:expected:found:)`` for a value of no column.
  public init(
    timestamp: String,
    experiment: String,
    status: Status,
    values: [String: String]
  ) throws(ScalingStudyError) {
    let own = ["timestamp", "experiment", "status"]
    let other = Self.columns.filter { !own.contains($0) }
    let unknown = values.keys.filter { !other.contains($0) }.sorted()
    guard unknown.isEmpty else {
      throw .badFile(
        path: "experiment entry",
        line: nil,
        expected: "columns among \(other.joined(separator: ", "))",
        found: unknown.joined(separator: ", ")
      )
    }
    self.timestamp = timestamp
    self.experiment = experiment
    self.status = status
    self.values = values.filter { !$0.value.isEmpty }
  }

  /// The value of a column, empty where it is missing.
  public subscript(column: String) -> String {
    switch column {
    case "timestamp": timestamp
    case "experiment": experiment
    case "status": status.rawValue
    default: values[column] ?? ""
    }
  }
}
