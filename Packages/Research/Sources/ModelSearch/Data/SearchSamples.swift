internal import Datasets
internal import Features
public import Forecasting
internal import ModelTraining
internal import NeuralForecasting
internal import Optimizer
internal import QuantMath

/// The samples of a search: what trials are taught on, what they are compared on, and what only the winner sees.
public struct SearchSamples: Sendable {
  /// The rows of all samples.
  public let table: ForecastTable

  /// Every training sample that has a target.
  public let training: [Int]

  /// The part of them that trials are taught on.
  public let subset: [Int]

  /// What trials are compared on.
  public let validation: [Int]

  /// What only the winner is measured on.
  public let test: [Int]

  /// The fewest rows that a search takes.
  public static let leastRows = 1_000

  /// Divides the rows.
  ///
  /// - Throws: ``ModelSearchError``.
  init(
    _ table: ForecastTable,
    config: ModelSearchConfig
  ) throws(ModelSearchError) {
    let split: DatasetSplit
    do throws(SplitError) {
      split = try DatasetSplit(
        table.layout,
        config.split.method,
        validationShare: config.split.validationShare,
        testShare: config.split.testShare
      )
      let part = try split.trainingSubset(fraction: config.subset, seed: config.training.seed)
      func labelled(_ samples: [Int]) -> [Int] {
        samples.filter { table.targets[table.layout.decisionRow(of: $0)] != nil }
      }
      self.table = table
      training = labelled(split.training)
      subset = labelled(part)
      validation = labelled(split.validation)
      test = labelled(split.test)
    } catch {
      throw .split(error)
    }
    let problems = problems(config)
    guard problems.isEmpty else { throw .data(problems) }
  }

  /// What makes a search on these samples pointless, all at once.
  private func problems(_ config: ModelSearchConfig) -> [String] {
    var problems: [String] = []
    if table.rowCount <= Self.leastRows {
      problems.append("rows: expected more than \(Self.leastRows), found \(table.rowCount)")
    }
    for (name, samples) in [("training", subset), ("validation", validation), ("test", test)] {
      let values = Set(samples.map(target))
      if samples.isEmpty {
        problems.append("\(name): expected samples with a target, found none")
      } else if values.count < 2, name != "test" {
        problems.append(
          "\(name): expected targets that differ, found \(values.first ?? 0) in all "
            + "\(samples.count) samples"
        )
      }
    }
    if let batch = config.space["batch"]?.domain.ends, batch.lowerBound < batch.upperBound,
      batch.lowerBound >= Double(subset.count)
    {
      problems.append(
        "training_search_space.batch: expected sizes below the \(subset.count) samples that trials are "
          + "taught on, found \(Int(batch.lowerBound)) and more, which are all the same"
      )
    }
    return problems
  }

  /// The target of a sample.
  func target(_ sample: Int) -> Double { table.targets[table.layout.decisionRow(of: sample)] ?? 0 }

  /// The samples of a trial.
  func trialFold() throws(ForecastError) -> ForecastFold {
    try ForecastFold(table: table, training: subset, validation: validation)
  }

  /// The samples that the winner is taught on.
  func winnerFold() throws(ForecastError) -> ForecastFold {
    try ForecastFold(table: table, training: training, validation: validation)
  }

  /// The MD5 of everything that a search looks at, in hexadecimal digits.
  var digest: String {
    var bytes: [UInt8] = []
    func add(_ values: [Double?]) {
      for value in values {
        withUnsafeBytes(of: (value ?? .nan).bitPattern.littleEndian) {
          bytes.append(contentsOf: $0)
        }
      }
    }
    for (name, column) in zip(table.featureNames, table.features) {
      bytes += Array(name.utf8) + [0]
      add(column)
    }
    add(table.targets)
    for column in table.returnsAhead { add(column) }
    for time in table.closeTimes {
      withUnsafeBytes(of: time.littleEndian) { bytes.append(contentsOf: $0) }
    }
    return FileChecksums(of: bytes).md5
  }
}

extension SearchSamples {
  /// The loss of always forecasting what the training targets say, on the validation samples, as trials measure it.
  ///
  /// Binary targets: the log loss of the share of ones. Real ones: the mean squared distance from the mean, in
  /// deviations; for a Temporal Fusion Transformer the quantile loss of the quantiles of each step ahead.
  func baseRateLoss(_ architecture: NeuralArchitecture) -> Double {
    if case .temporalFusion(_, _, let levels, _) = architecture { return pathLoss(levels) }
    let learnt = subset.map(target)
    let mean = CompensatedSum(learnt).value / Double(learnt.count)
    let outcomes = validation.map(target)
    let base = [Double](repeating: mean, count: outcomes.count)
    if table.targetKind == .binary { return logLoss(base, outcomes) ?? 0 }
    let squares = learnt.map { ($0 - mean) * ($0 - mean) }
    let variance = CompensatedSum(squares).value / Double(learnt.count)
    return (meanSquaredError(base, outcomes) ?? 0) / variance
  }

  /// The mean over samples and steps ahead of the summed quantile losses, in deviations of each step.
  private func pathLoss(_ levels: [Double]) -> Double {
    var sum = CompensatedSum()
    for column in table.returnsAhead {
      func values(_ samples: [Int]) -> [Double] {
        samples.compactMap { column[table.layout.decisionRow(of: $0)] }
      }
      let (learnt, outcomes) = (values(subset).sorted(), values(validation))
      let mean = CompensatedSum(learnt).value / Double(learnt.count)
      let squares = learnt.map { ($0 - mean) * ($0 - mean) }
      let spread = (CompensatedSum(squares).value / Double(learnt.count)).squareRoot()
      for level in levels {
        let quantile = learnt[min(learnt.count - 1, Int(level * Double(learnt.count)))]
        let base = [Double](repeating: quantile, count: outcomes.count)
        sum.add((quantileLoss(base, outcomes, level: level) ?? 0) / spread)
      }
    }
    return sum.value / Double(table.returnsAhead.count)
  }

  /// What forecasts of the test samples came to, beside what the training targets alone say.
  func measure(_ forecasts: [Double]) -> TestMeasure {
    let outcomes = test.map(target)
    let learnt = training.map(target)
    let mean = CompensatedSum(learnt).value / Double(learnt.count)
    let base = [Double](repeating: mean, count: outcomes.count)
    let isBinary = table.targetKind == .binary
    func loss(_ values: [Double]) -> Double {
      (isBinary ? logLoss(values, outcomes) : meanSquaredError(values, outcomes)) ?? 0
    }
    func accuracy(_ values: [Double]) -> Double? {
      guard isBinary, !outcomes.isEmpty else { return nil }
      let right = zip(values, outcomes).count { ($0 >= 0.5) == ($1 >= 0.5) }
      return Double(right) / Double(outcomes.count)
    }
    return TestMeasure(
      sampleCount: outcomes.count,
      loss: loss(forecasts),
      baseRateLoss: loss(base),
      accuracy: accuracy(forecasts),
      baseRateAccuracy: accuracy(base)
    )
  }
}
