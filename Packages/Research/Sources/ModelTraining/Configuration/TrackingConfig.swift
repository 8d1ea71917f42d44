internal import ConfigValidation
internal import ExperimentTracking

/// Where a training is recorded beside its own folder: keys of the section `training`.
///
/// None of them decides a number, so they are no part of a run's identity.
public struct TrackingConfig: Hashable, Sendable {
  /// The address of the MLflow server, without user or password; `nil` keeps everything in the spool.
  public var mlflowTrackingURI: String?

  /// The name under which MLflow groups runs.
  public var mlflowExperimentName: String

  /// The address of the PostgreSQL database, without a password; `nil` keeps everything in the registry.
  public var postgresURL: String?

  /// Creates a configuration; nothing is checked.
  public init(mlflowTrackingURI: String?, mlflowExperimentName: String, postgresURL: String?) {
    self.mlflowTrackingURI = mlflowTrackingURI
    self.mlflowExperimentName = mlflowExperimentName
    self.postgresURL = postgresURL
  }

  /// The name under which MLflow groups runs where a document has none.
  public static let defaultExperimentName = "unified_tft"
}

extension TrackingConfig {
  /// Reads the keys; addresses with passwords are refused without showing them.
  static func read(_ section: ConfigMapping) -> TrackingConfig {
    func address(_ name: String, _ problem: (String) -> String?) -> String? {
      guard let text = section.optional(name, .text) else { return nil }
      if let problem = problem(text) { section.refuse(name, .conflict(rule: problem)) }
      return text
    }
    let uri = address("mlflow_tracking_uri", MLflowServer.problem(ofAddress:))
    let postgres = address("postgres_url", PostgresServer.problem(ofAddress:))
    let name = section.value("mlflow_experiment_name", .text, default: defaultExperimentName)
    if let problem = TrackingSpool.problem(ofExperiment: name) {
      section.refuse("mlflow_experiment_name", .conflict(rule: problem))
    }
    return TrackingConfig(
      mlflowTrackingURI: uri,
      mlflowExperimentName: name,
      postgresURL: postgres
    )
  }
}
