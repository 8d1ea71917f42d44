internal import CommandSupport
internal import ExperimentRegistry
internal import ExperimentTracking
internal import MarketModel
internal import ModelTraining

/// Records what a training does: while it goes on in the spool, at its end in the tables, then on servers.
struct TrainingRecording {
  private let output: String
  private let config: TrackingConfig
  private let context: CommandContext
  private let clock: @Sendable () -> Timestamp
  private let registry: RunRegistry

  /// Opens the registry, so that a folder that cannot take it is known before anything is trained.
  ///
  /// - Parameters:
  ///   - output: The folder for the folders of runs.
  ///   - config: The servers.
  ///   - context: The surroundings.
  ///   - clock: The instants to record.
  /// - Throws: ``CommandFailure`` when the registry cannot be opened.
  init(
    output: String,
    _ config: TrackingConfig,
    _ context: CommandContext,
    clock: @escaping @Sendable () -> Timestamp
  ) throws(CommandFailure) {
    self.output = output
    self.config = config
    self.context = context
    self.clock = clock
    registry = try orFail { () throws(RegistryError) in
      try RunRegistry(path: RegistryFile.path(in: output))
    }
  }

  /// Begins to track a run; `nil` where the spool cannot be used, which is only a warning.
  ///
  /// - Throws: ``CommandFailure`` while another process trains the same run.
  func tracker(of run: TrainingRun) throws(CommandFailure) -> TrainingTracker? {
    do throws(TrackingError) {
      return try TrainingTracker(
        run,
        experiment: config.mlflowExperimentName,
        spool: RecordSender.spool(in: output),
        clock: clock
      )
    } catch {
      if case .runHeld = error { throw .failed(error) }
      context.console.error("warning: this training is not tracked: \(error)")
      return nil
    }
  }

  /// Stores results and models, promotes what passed, and ends the tracking.
  func record(
    _ outcome: TrainingOutcome,
    _ tracker: TrainingTracker?
  ) throws(CommandFailure) {
    let record = try orFail { () throws(TrainingError) in
      try TrainingRecord(outcome, at: clock())
    }
    let promotions = try orFail { () throws(ModelRecordError) in
      try record.store(in: registry, at: clock())
    }
    for promotion in promotions {
      let before = promotion.replaced.map { "; \($0) is deprecated" } ?? ""
      context.console.error(
        "promoted  \(promotion.model.versionedName) (\(promotion.model.id))\(before)"
      )
    }
    do throws(TrackingError) { try tracker?.finish(record, outcome) } catch {
      context.console.error("warning: this training is not tracked to its end: \(error)")
    }
  }

  /// Sends everything that the servers of the document lack; one that is away is only a warning.
  func send() async {
    context.console.error("recorded  \(registry.path)")
    let sender = RecordSender(output: output, context: context)
    if let url = config.postgresURL {
      sender.warn(of: sender.send(registry, toPostgres: url), option: "--postgres \(url)")
    }
    if let uri = config.mlflowTrackingURI {
      sender.warn(of: await sender.send(toMLflow: uri), option: "--mlflow \(uri)")
    }
  }
}
