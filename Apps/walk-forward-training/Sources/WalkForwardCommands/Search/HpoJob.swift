internal import CommandSupport
internal import ConfigValidation
internal import DataLake
internal import Forecasting
internal import Foundation
internal import MarketModel
internal import ModelSearch
internal import ModelTraining
internal import Optimizer
internal import TorchEngine

/// What a command line asks a search of networks to do.
struct HpoJob {
  let options: HpoCommand
  let context: CommandContext
  private let search: LoadedModelSearch

  /// Reads the document.
  init(_ options: HpoCommand, _ context: CommandContext) throws(CommandFailure) {
    self.options = options
    self.context = context
    let given = [
      ("data.symbol", options.symbol), ("budget", options.budget),
      ("trials", options.trials.map { "\($0)" }), ("timeout", options.timeout),
    ]
    let overrides = given.compactMap { name, value in value.map { "\(name)=\($0)" } }
    do throws(ConfigurationError) {
      search = try LoadedModelSearch(
        path: options.config,
        overrides: options.assignments + overrides
      )
    } catch {
      throw .usage(error)
    }
  }

  private var device: TorchDevice { TorchDevice(options.device) ?? .cpu }

  private var workers: Int { options.workers ?? context.processorCount }

  /// The bytes that trials may take, or `nil` where they are not known.
  private var memory: Int? {
    if let stated = options.memory.flatMap(byteCount) { return stated }
    // How much a CUDA device has is its own affair: what does not fit fails as a trial.
    return device == .cpu ? MachineMemory.bytes : nil
  }

  /// Runs the search, or shows what it would do.
  func run() throws {
    let plan = try plan()
    for warning in plan.warnings { context.console.error("warning: \(warning)") }
    let report = HpoReport(context.console)
    if options.dryRun {
      report.show(plan, memory: memory, workers: workers)
      return
    }
    if let memory {
      try orFail { () throws(ModelSearchError) in
        try plan.checkMemory(limit: memory, workers: workers)
      }
    }
    let run = try prepared(plan)
    let display = HpoDisplay(context, plan)
    let outcome = try orFail { () throws(ModelSearchError) in
      try run.run(progress: { display.show($0) })
    }
    let result = try orFail { () throws(ModelSearchError) in
      try outcome.write(
        ModelSearchOutcome.Occasion(
          timestamp: options.now ?? "\(context.now())",
          isStated: options.now != nil,
          documentPath: options.config
        )
      )
    }
    guard let result else {
      throw CommandFailure.failed(
        "the machine is too hot (\(outcome.hottest ?? 0) °C): \(outcome.study.trials.count) trials are kept; "
          + "give the same command again to go on"
      )
    }
    if options.json {
      context.console.print(result.json.text(pretty: true))
    } else {
      report.show(outcome, result)
    }
  }

  private func plan() throws -> ModelSearchPlan {
    let lake = try context.openExistingLake(options.lake.directory)
    let snapshot = try orFail { () throws(LakeError) in try lake.pin() }
    let data = try orFail { () throws(TrainingError) in
      try search.config.training.data(in: snapshot)
    }
    do throws(ModelSearchError) {
      return try ModelSearchPlan(search, data: data)
    } catch {
      if case .document = error { throw CommandFailure.usage(error) }
      throw CommandFailure.failed(error)
    }
  }

  private func prepared(_ plan: ModelSearchPlan) throws(CommandFailure) -> ModelSearchRun {
    let engine = try orFail { () throws(ForecastError) in
      try SearchEngine(
        TorchLocation(explicit: nil, projectDirectories: context.projectDirectories),
        device: device
      )
    }
    let clock = context.now
    let run = ModelSearchRun(
      plan,
      engine: engine,
      output: options.output,
      surroundings: ModelSearchRun.Surroundings(
        workers: workers,
        thermalFiles: SystemThermalFiles(root: "/"),
        pause: { Thread.sleep(forTimeInterval: $0) },
        clock: { Double(clock().nanoseconds) / 1e9 }
      )
    )
    let isBegun = try orFail { () throws(ModelSearchError) in try run.isBegun() }
    if options.resume, !isBegun {
      throw .failed(
        "--resume: expected a search that was begun before, found none at \(run.folder)"
      )
    }
    return run
  }
}
