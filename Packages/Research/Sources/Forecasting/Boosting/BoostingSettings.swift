public import ConfigValidation

/// What decides how trees are grown.
public struct BoostingSettings: Hashable, Sendable {
  /// The largest number of rounds.
  public var rounds: Int

  /// How many rounds without a smaller validation loss end the fit; unused without validation samples.
  public var patience: Int

  /// The share of each tree that is added.
  public var learningRate: Double

  /// The largest number of leaves of a tree.
  public var leafCount: Int

  /// The smallest number of samples in a leaf.
  public var minimumLeafSamples: Int

  /// The share of columns that each tree may use.
  public var columnShare: Double

  /// The share of samples that each tree is grown on.
  public var sampleShare: Double

  /// The penalty on the squares of leaf values.
  public var penalty: Double

  /// Creates settings.
  public init(
    rounds: Int,
    patience: Int,
    learningRate: Double,
    leafCount: Int,
    minimumLeafSamples: Int,
    columnShare: Double,
    sampleShare: Double,
    penalty: Double
  ) {
    self.rounds = rounds
    self.patience = patience
    self.learningRate = learningRate
    self.leafCount = leafCount
    self.minimumLeafSamples = minimumLeafSamples
    self.columnShare = columnShare
    self.sampleShare = sampleShare
    self.penalty = penalty
  }

  /// The settings as a document.
  public var json: JSONValue {
    [
      "rounds": .integer(Int64(rounds)),
      "patience": .integer(Int64(patience)),
      "learning_rate": .number(learningRate),
      "leaves": .integer(Int64(leafCount)),
      "minimum_leaf_samples": .integer(Int64(minimumLeafSamples)),
      "column_share": .number(columnShare),
      "sample_share": .number(sampleShare),
      "penalty": .number(penalty),
    ]
  }

  /// Checks every setting.
  ///
  /// - Throws: ``ForecastError/invalidSetting(name:expected:found:)`` for the first without meaning.
  func check() throws(ForecastError) {
    for (name, value, allowed) in [
      ("rounds", rounds, 1...1_000_000), ("patience", patience, 1...1_000_000),
      ("leaves", leafCount, 2...131_072), ("minimum_leaf_samples", minimumLeafSamples, 1...1 << 30),
    ] where !allowed.contains(value) {
      throw .invalidSetting(
        name: name,
        expected: "\(allowed.lowerBound) to \(allowed.upperBound)",
        found: "\(value)"
      )
    }
    for (name, value) in [
      ("learning_rate", learningRate), ("column_share", columnShare), ("sample_share", sampleShare),
    ] where !(value > 0 && value <= 1) {
      throw .invalidSetting(name: name, expected: "above 0, at most 1", found: "\(value)")
    }
    guard penalty >= 0, penalty.isFinite else {
      throw .invalidSetting(name: "penalty", expected: "0 or more", found: "\(penalty)")
    }
  }

  /// The library's parameters.
  ///
  /// Bins are filled row by row, so that any number of threads adds up the same numbers.
  func parameters(_ objective: BoostingObjective, seed: UInt64, threads: Int) -> String {
    // The library's seeds have 31 bits; both halves of ours count.
    let folded = (seed ^ (seed >> 32)) & 0x7fff_ffff
    return [
      "objective=\(objective.name)", "metric=\(objective.measure)", objective.extra,
      "learning_rate=\(learningRate)", "num_leaves=\(leafCount)",
      "min_data_in_leaf=\(minimumLeafSamples)", "feature_fraction=\(columnShare)",
      "bagging_fraction=\(sampleShare)", "bagging_freq=\(sampleShare < 1 ? 1 : 0)",
      "lambda_l2=\(penalty)", "seed=\(folded)", "deterministic=true", "force_row_wise=true",
      "num_threads=\(threads)", "verbosity=-1",
    ].joined(separator: " ")
  }
}

/// What trees are grown to make small.
enum BoostingObjective: Hashable {
  case logLoss
  case squaredError
  case quantileLoss(Double)

  /// The library's name of it.
  var name: String {
    switch self {
    case .logLoss: "binary"
    case .squaredError: "regression"
    case .quantileLoss: "quantile"
    }
  }

  /// The library's name of its mean.
  var measure: String {
    switch self {
    case .logLoss: "binary_logloss"
    case .squaredError: "l2"
    case .quantileLoss: "quantile"
    }
  }

  /// The parameter that it needs beside.
  var extra: String {
    if case .quantileLoss(let level) = self { "alpha=\(level)" } else { "" }
  }

  /// The end of the file's name.
  var fileName: String {
    if case .quantileLoss(let level) = self { "lightgbm-\(level).txt" } else { "lightgbm.txt" }
  }
}
