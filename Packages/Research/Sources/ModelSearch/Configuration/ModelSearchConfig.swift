public import Features
public import ModelTraining
public import NeuralForecasting

/// A search document: which data, which networks, which parameters are tried, and how long.
public struct ModelSearchConfig: Sendable {
  /// The name of the experiment, of which every budget is a study.
  public var experiment: String

  /// The part of a larger plan that the experiment belongs to, for its log; may be empty.
  public var phase: String

  /// The number of parameters that models may have.
  public var budget: ParameterBudget

  /// Whether sizes are searched; otherwise ``architecture`` has them.
  public var isArchitectural: Bool

  /// The sizes that architectures are made from.
  public var grid: ArchitectureGrid

  /// Data, features, target, context and seed.
  public var training: TrainingConfig

  /// Which network; its sizes are replaced when sizes are searched.
  public var architecture: NeuralArchitecture

  /// How networks are taught where the search says nothing.
  public var settings: TrainingSettings

  /// How samples are divided.
  public var split: SearchSplit

  /// The share of training samples that trials are taught on, above 0 and at most 1.
  public var subset: Double

  /// The number of trials.
  public var trialCount: Int

  /// The number of trials that are spread over the space before the search learns from them.
  public var startupTrials: Int

  /// The number of trials that are chosen together; at most so many run at the same time.
  public var trialsAtOnce: Int

  /// The seconds after which no further trial begins, or `nil` for no limit.
  public var timeout: Double?

  /// Which trials are given up early, or `nil` for none.
  public var pruning: SearchPruning?

  /// What is tried.
  public var space: TrainingSearchSpace
}

/// The section `split`.
public struct SearchSplit: Hashable, Sendable {
  /// The way to divide samples.
  public var method: SplitMethod

  /// The share of samples that the search chooses on.
  public var validationShare: Double

  /// The share of samples that only the winner is measured on.
  public var testShare: Double
}

/// The section `pruner`: a trial is given up whose best loss is above the median of others at the same epoch.
public struct SearchPruning: Hashable, Sendable {
  /// The number of complete trials before any is given up.
  public var startupTrials: Int

  /// The first epoch after which a trial may be given up.
  public var firstEpoch: Int

  /// The number of epochs from one judgement to the next.
  public var interval: Int
}
