internal import ConfigValidation
internal import ExperimentRegistry
internal import Features
public import Forecasting
internal import ModelTraining
internal import NeuralForecasting
public import Optimizer

/// What came of a search.
public struct ModelSearchOutcome: Sendable {
  /// The run.
  public let run: ModelSearchRun

  /// The study with its trials.
  public let study: Study

  /// Why the search ended before it had all its trials, or `nil`.
  public let stop: ModelSearchStop?

  /// What the best trial did on samples that the search never saw, or `nil`.
  public let test: TestMeasure?

  /// Why there is no ``test`` although there is a best trial, or `nil`.
  public let testProblem: String?

  /// The hottest reading in degrees Celsius, or `nil` where no sensor can be read.
  public let hottest: Double?

  /// How long the run took, without what earlier runs did.
  public let seconds: Double

  /// The complete trial with the smallest loss, or `nil`.
  public var best: TrialRecord? { study.best }

  /// The number of trials that ended in a way.
  public func count(_ isMeant: (TrialState) -> Bool) -> Int {
    study.trials.count { isMeant($0.state) }
  }

  /// The number of trials that failed.
  public var failedCount: Int {
    count { if case .failed = $0 { true } else { false } }
  }

  /// The number of parameters of a trial, by formula.
  public func parameterCount(_ trial: TrialRecord) -> Int {
    run.plan.settings(trial.parameters).architecture.parameterCount(of: run.plan.data.table)
  }

  /// The result as a scaling study reads it.
  ///
  /// - Parameter timestamp: When the search ended, in ISO 8601.
  /// - Returns: The result, or `nil` when no trial is complete.
  public func result(timestamp: String) -> SearchResult? {
    guard let best, let value = best.values.first else { return nil }
    let plan = run.plan
    let config = plan.search.config
    return SearchResult(
      experiment: config.experiment,
      budget: config.budget.description,
      bestParameters: plan.space.parameters.compactMap { parameter in
        best.parameters[parameter.name].map { JSONMember(parameter.name, $0.json) }
      },
      bestValue: value,
      completedTrials: count { $0 == .complete },
      prunedTrials: count { $0 == .pruned },
      timestamp: timestamp,
      versions: [JSONMember("torch", .string(run.engine.version))],
      architecture: architecture(of: best),
      task: SearchTask(
        target: config.training.target.name,
        horizon: plan.data.table.layout.horizon,
        model: config.architecture.name,
        baseRateLoss: plan.baseRateLoss,
        dataDigest: plan.dataDigest,
        failedTrials: failedCount,
        test: test
      )
    )
  }

  private func architecture(of trial: TrialRecord) -> SearchResult.Architecture {
    let architecture = run.plan.settings(trial.parameters).architecture
    var sizes = SearchResult.Architecture(
      modelSize: 0,
      layerCount: 0,
      headCount: 0,
      feedForwardSize: 0,
      parameterCount: parameterCount(trial)
    )
    if case .temporalFusion(let size, let heads, _, _) = architecture {
      (sizes.modelSize, sizes.headCount) = (size, heads)
    } else if let shape = architecture.transformer {
      (sizes.modelSize, sizes.layerCount) = (shape.modelSize, shape.layerCount)
      (sizes.headCount, sizes.feedForwardSize) = (shape.headCount, shape.feedForwardSize)
    }
    return sizes
  }
}

extension TrialState {
  /// The name in tables.
  public var name: String {
    switch self {
    case .running: "running"
    case .complete: "complete"
    case .pruned: "pruned"
    case .failed: "failed"
    }
  }

  /// Why a trial failed, or `nil`.
  public var reason: String? { if case .failed(let reason) = self { reason } else { nil } }
}
