internal import CommandSupport
internal import ConfigValidation
internal import DataLake
internal import Forecasting
internal import MarketModel
internal import ModelSearch
internal import ModelTraining
internal import TorchEngine

/// What a command line asks to be trained.
struct TrainJob {
  let options: TrainCommand
  let context: CommandContext

  /// The document, of one or more horizons.
  let training: LoadedTraining
  private let lake: Lake

  /// The rows and folds of one horizon.
  struct Horizon {
    let training: LoadedTraining
    let data: TrainingData
    let plan: FoldPlan
  }

  /// Reads the document and opens the lake.
  init(_ options: TrainCommand, _ context: CommandContext) throws(CommandFailure) {
    self.options = options
    self.context = context
    do throws(ConfigurationError) {
      training = try LoadedTraining(
        path: options.config,
        overrides: .init(
          assignments: options.assignments,
          symbol: options.symbol,
          maximumFolds: options.maxFolds
        )
      )
    } catch {
      throw .usage(error)
    }
    lake = try context.openExistingLake(options.lake.directory)
  }

  var workers: Int { options.workers ?? context.processorCount }

  /// The clock, or the instant that the command line names.
  var now: @Sendable () -> Timestamp {
    guard let instant = options.now.flatMap({ Timestamp($0) }) else { return context.now }
    return { instant }
  }

  // MARK: Preparing

  /// Makes rows and folds of every horizon.
  ///
  /// - Throws: ``CommandFailure`` naming every horizon that cannot be laid over the data.
  func preparedHorizons() throws(CommandFailure) -> [Horizon] {
    let snapshot = try orFail { () throws(LakeError) in try lake.pin() }
    var (horizons, problems): ([Horizon], [(horizon: Int, text: String)]) = ([], [])
    for training in training.runs {
      do throws(TrainingError) {
        let data = try training.config.data(in: snapshot)
        let plan = try training.config.plan(over: data)
        horizons.append(Horizon(training: training, data: data, plan: plan))
      } catch {
        problems.append((training.config.horizon, "\(error)"))
      }
    }
    guard problems.isEmpty else {
      // What is wrong with the data is the same for every horizon.
      let isShared = problems.count == training.runs.count && Set(problems.map(\.text)).count == 1
      throw .failed(
        isShared
          ? problems[0].text
          : problems.map { "horizon \($0.horizon): \($0.text)" }.joined(separator: "\n")
      )
    }
    return horizons
  }

  private var torch: TorchLocation {
    TorchLocation(explicit: nil, projectDirectories: context.projectDirectories)
  }

  private var boosting: LightGBMLocation {
    LightGBMLocation(explicit: nil, projectDirectories: context.projectDirectories)
  }

  private var device: TorchDevice { TorchDevice(options.device) ?? .cpu }

  /// Loads what the models need, and makes a run of each horizon.
  func runs(of horizons: [Horizon]) throws(CommandFailure) -> [TrainingRun] {
    let engines = try orFail { () throws(ForecastError) in
      try TrainingEngines(
        for: training.config.models,
        torch: torch,
        boosting: boosting,
        device: device
      )
    }
    return try orFail { () throws(TrainingError) in
      var runs: [TrainingRun] = []
      for horizon in horizons {
        runs.append(
          try TrainingRun(
            horizon.training,
            data: horizon.data,
            plan: horizon.plan,
            engines: engines
          )
        )
      }
      return runs
    }
  }

  /// Refuses runs of which nothing was begun.
  func checkResume(_ runs: [TrainingRun]) throws(CommandFailure) {
    let missing = runs.map { $0.modelFolder(in: options.output) }.filter { !fileExists($0) }
    // A run whose other horizons were never begun goes on with those that were.
    guard missing.count < runs.count else {
      throw .failed(
        "--resume: expected a training that was begun, found none at "
          + missing.joined(separator: ", ")
      )
    }
  }

  // MARK: Training

  /// Shows what would be trained.
  func describe(_ horizons: [Horizon]) {
    let engines = TrainingEngines(
      availableFor: training.config.models,
      torch: torch,
      boosting: boosting,
      device: device
    )
    var documents: [JSONValue] = []
    for horizon in horizons {
      let efforts = horizon.training.config.efforts(
        horizon.plan,
        over: horizon.data,
        engines: engines,
        now: context.now
      )
      let report = TrainingPlanReport(horizon: horizon, efforts: efforts, workers: workers)
      documents.append(report.json)
      if !options.json { report.show(on: context.console) }
    }
    show(documents)
  }

  /// Trains the horizons one after another, and shows what came of each.
  func train(_ runs: [TrainingRun]) async throws(CommandFailure) {
    try orFail { () throws(FileError) in try AtomicFile.prepareFolder(options.output) }
    let recording = try TrainingRecording(
      output: options.output,
      training.config.tracking,
      context,
      clock: now
    )
    for note in training.config.notes { context.console.error("note: \(note)") }
    var (documents, hasForecasts): ([JSONValue], Bool) = ([], false)
    for run in runs {
      let tracker = try recording.tracker(of: run)
      let report = TrainingReport(outcome: try train(run, tracker))
      try recording.record(report.outcome, tracker)
      if report.outcome.evaluations.contains(where: { $0.overall != nil }) { hasForecasts = true }
      documents.append(report.json)
      if !options.json { report.show(on: context.console) }
    }
    show(documents)
    if let bytes = MachineMemory.peakUse {
      context.console.error("peak memory \(memoryText(bytes))")
    }
    await recording.send()
    if !hasForecasts {
      throw .failed("no model could be fitted on any fold; the reasons are above")
    }
  }

  private func show(_ documents: [JSONValue]) {
    guard options.json else { return }
    let document: JSONValue = ["horizons": .array(documents)]
    context.console.print(document.text(pretty: true))
  }

  /// Trains one horizon, and writes its folder.
  private func train(
    _ run: TrainingRun,
    _ tracker: TrainingTracker?
  ) throws(CommandFailure) -> TrainingOutcome {
    let display = TrainingDisplay(context, run, workers: workers)
    defer { display.finish() }
    do throws(TrainingError) {
      let outcome = try run.run(
        output: options.output,
        workers: workers,
        progress: { event in
          display.show(event)
          tracker?.note(event)
        }
      )
      try outcome.write(database: lake.database)
      return outcome
    } catch {
      tracker?.fail()
      throw .failed(error)
    }
  }
}
