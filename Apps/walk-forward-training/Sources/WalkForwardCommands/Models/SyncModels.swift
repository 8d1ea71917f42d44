internal import ArgumentParser
internal import CommandSupport
internal import ConfigValidation
internal import ExperimentTracking
internal import ModelTraining

/// Sends what servers lack.
struct SyncModels: TrainingCommand {
  static let configuration = CommandConfiguration(
    commandName: "sync",
    abstract: "Send results, models and tracked runs to servers that were away.",
    discussion: """
      Only what a server lacks is sent, so giving the command again is safe. PostgreSQL gets what registry.sqlite
      holds, MLflow what lies under tracking. A password for PostgreSQL comes from PGPASSWORD or ~/.pgpass, one for
      MLflow from MLFLOW_TRACKING_TOKEN, or MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD.

      EXAMPLES:
        walk-forward-training models sync --output reports --mlflow http://127.0.0.1:5000
        walk-forward-training models sync --output reports --config configs/training.yaml

      EXIT CODES:
        0  the servers have everything
        1  a server is away or refused something
        2  the document or the command line is wrong
      """
  )

  @OptionGroup var options: ModelRecordOptions

  @Option(help: "The address of an MLflow server, such as http://127.0.0.1:5000.")
  var mlflow: String?

  @Option(help: "The training document that names the servers, where the options do not.")
  var config: String?

  func validate() throws {
    if let problem = mlflow.flatMap(MLflowServer.problem(ofAddress:)) {
      throw ValidationError("--mlflow: \(problem)")
    }
    if mlflow == nil, options.postgres == nil, config == nil {
      throw ValidationError("expected --mlflow, --postgres or --config, found none")
    }
  }

  func run(context: CommandContext) async throws {
    let tracking = try config.map { path throws(CommandFailure) in
      try trackingConfig(path)
    }
    let registry = try options.registry()
    let sender = RecordSender(output: options.output, context: context)
    var deliveries: [RecordSender.Delivery] = []
    if let url = options.postgres ?? tracking?.postgresURL {
      deliveries.append(sender.send(registry, toPostgres: url))
    }
    if let uri = mlflow ?? tracking?.mlflowTrackingURI {
      deliveries.append(await sender.send(toMLflow: uri))
    }
    guard !deliveries.isEmpty else {
      throw CommandFailure.usage(
        "\(config ?? ""): expected training.mlflow_tracking_uri or training.postgres_url, found none"
      )
    }
    for delivery in deliveries {
      for notice in delivery.notices { context.console.error(notice) }
      if let summary = delivery.summary { context.console.print(summary) }
    }
    let problems = deliveries.compactMap(\.problem)
    guard problems.isEmpty else {
      throw CommandFailure.failed(problems.joined(separator: "\n"))
    }
  }

  private func trackingConfig(_ path: String) throws(CommandFailure) -> TrackingConfig {
    do throws(ConfigurationError) {
      return try LoadedTraining(
        path: path,
        overrides: .init(assignments: [], symbol: nil, maximumFolds: nil)
      ).config.tracking
    } catch {
      throw .usage(error)
    }
  }
}
