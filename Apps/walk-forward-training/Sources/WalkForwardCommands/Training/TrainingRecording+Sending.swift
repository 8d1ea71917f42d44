internal import CommandSupport
internal import ExperimentRegistry
internal import ExperimentTracking

/// Sends what is recorded to the servers that are to have it.
struct RecordSender {
  /// The folder for the folders of runs.
  let output: String

  let context: CommandContext

  /// What came of sending to one server.
  struct Delivery {
    /// What was sent, or `nil` where nothing could be.
    var summary: String?

    /// What a person may want to know.
    var notices: [String] = []

    /// What went wrong, or `nil`.
    var problem: String?
  }

  /// The spool of the folder.
  static func spool(in output: String) -> TrackingSpool {
    TrackingSpool(
      folder: (output.hasSuffix("/") ? String(output.dropLast()) : output) + "/tracking"
    )
  }

  /// Gives a PostgreSQL database the results, models and promotions that it lacks.
  func send(_ registry: RunRegistry, toPostgres url: String) -> Delivery {
    do throws(ModelRecordError) {
      let records = try context.postgresRecords(url)
      let copy = try records.take(from: registry)
      let text =
        copy.isEmpty
        ? "has everything"
        : "\(copy.results) results, \(copy.models) models and \(copy.promotions.count) promotions sent"
      return Delivery(summary: "\(records.server.name): \(text)")
    } catch {
      return Delivery(problem: "PostgreSQL: \(error)")
    }
  }

  /// Gives an MLflow server what the spool holds and it lacks.
  func send(toMLflow uri: String) async -> Delivery {
    do throws(TrackingError) {
      let server = try MLflowServer(
        url: uri,
        credentials: credentials,
        timeoutSeconds: 60,
        attempts: 3,
        firstPauseSeconds: 0.5
      )
      let sync = MLflowSync(spool: Self.spool(in: output), server: server)
      let outcome = try await sync.send(holder: context.processName)
      let text =
        outcome.updatedRuns == 0 && outcome.createdRuns == 0
        ? "has everything"
        : "\(outcome.createdRuns) runs made, \(outcome.values) values and files sent"
      return Delivery(
        summary: outcome.isSuccess ? "\(server.url): \(text)" : nil,
        notices: outcome.notices.map { "note: MLflow: \($0)" },
        problem: outcome.isSuccess
          ? nil
          : "MLflow: " + outcome.failures.map { "\($0.run): \($0.error)" }.joined(separator: "\n")
      )
    } catch {
      return Delivery(problem: "MLflow: \(error)")
    }
  }

  /// Says what came of sending; a server that is away is only a warning, because everything is kept.
  ///
  /// - Parameters:
  ///   - delivery: What came of it.
  ///   - option: The option of `models sync` that names the server.
  func warn(of delivery: Delivery, option: String) {
    for notice in delivery.notices { context.console.error(notice) }
    if let summary = delivery.summary { context.console.error("sent      \(summary)") }
    guard let problem = delivery.problem else { return }
    context.console.error(
      "warning: \(problem)\nwarning: nothing is lost; when the server is back, train again, or run "
        + "'walk-forward-training models sync --output \(output) \(option)'"
    )
  }

  /// Who is asking, by the variables that MLflow's own clients read.
  private var credentials: MLflowServer.Credentials? {
    func variable(_ name: String) -> String? {
      context.environment["MLFLOW_TRACKING_\(name)"].flatMap { $0.isEmpty ? nil : $0 }
    }
    if let token = variable("TOKEN") { return .token(token) }
    return variable("USERNAME").map { .password(user: $0, password: variable("PASSWORD") ?? "") }
  }
}
