public import ConfigValidation

/// Gradient-boosted trees.
///
/// Binary targets: probabilities by log loss. Real targets: the expected value by squared error, and one
/// model more for each quantile level by quantile loss; where quantiles of a sample cross, they are sorted.
/// With validation samples each model keeps the rounds up to its smallest validation loss.
///
/// A fit takes seconds and leaves no checkpoints: an interrupted one begins again and gives the same numbers.
/// Equal seeds give equal trees for any number of threads.
public struct LightGBMForecaster: Forecaster {
  static let name = "lightgbm"

  /// What is seen of a sample.
  public var window: WindowFeatures

  /// How trees are grown.
  public var boosting: BoostingSettings

  /// The levels of quantiles of real targets, rising; none for binary ones.
  public var quantileLevels: [Double]

  /// How many threads a fit may use; changes no number.
  public var threads: Int

  /// The library.
  public var library: LightGBM

  /// Creates a forecaster.
  public init(
    window: WindowFeatures,
    boosting: BoostingSettings,
    quantileLevels: [Double],
    threads: Int,
    library: LightGBM
  ) {
    self.window = window
    self.boosting = boosting
    self.quantileLevels = quantileLevels
    self.threads = threads
    self.library = library
  }

  /// The name in documents and reports.
  public var name: String { Self.name }

  /// Window, trees and levels; threads change nothing and are left out.
  public var settings: JSONValue {
    [
      "window": window.json,
      "boosting": boosting.json,
      "quantile_levels": .array(quantileLevels.map { .number($0) }),
    ]
  }

  /// Grows trees.
  ///
  /// - Throws: ``ForecastError/invalidSetting(name:expected:found:)``,
  ///   ``ForecastError/singleClass(_:samples:)``, ``ForecastError/diverged(epoch:loss:)``,
  ///   ``ForecastError/engine(_:)``, and as ``Forecaster/fit(_:_:)``.
  public func fit(
    _ fold: ForecastFold,
    _ circumstances: FitCircumstances
  ) throws(ForecastError) -> any FittedForecaster {
    try check(fold.table.targetKind)
    let targets = try fold.trainingTargets()
    let rows = try window.matrix(fold.training, of: fold.table)
    let held = try window.matrix(fold.validation, of: fold.table)
    let heldTargets = try fold.table.targets(of: fold.validation)
    let first: BoostingObjective = fold.table.targetKind == .binary ? .logLoss : .squaredError
    let silent: @Sendable (FitProgress) -> Void = { _ in }
    var grown: [GrownModel] = []
    for objective in [first] + quantileLevels.map({ .quantileLoss($0) }) {
      let growth = BoostingGrowth(
        settings: boosting,
        objective: objective,
        parameters: boosting.parameters(objective, seed: circumstances.seed, threads: threads),
        // The models of quantiles are extra: the rounds of the first are the epochs of the fit.
        progress: grown.isEmpty ? circumstances.progress : silent,
        library: library
      )
      grown.append(try growth.grow(rows, targets, held, heldTargets))
    }
    var fitted = FittedLightGBM(
      features: fold.table.featureNames,
      window: window,
      models: grown,
      threads: threads,
      report: .empty
    )
    let gains = grown.first?.gains ?? []
    fitted.report = try fitted.losses(
      on: fold,
      parameterCount: grown.reduce(0) { $0 + $1.parameterCount },
      quantileLevels: quantileLevels,
      importances: window.importances(gains, of: fold.table.featureNames)
    )
    fitted.report.epochs = grown.first?.rounds ?? 0
    return fitted
  }

  private func check(_ kind: ForecastTargetKind) throws(ForecastError) {
    try boosting.check()
    try ResidualQuantiles.check(quantileLevels)
    guard kind == .real || quantileLevels.isEmpty else {
      throw .invalidSetting(
        name: "quantile_levels",
        expected: "none for binary targets",
        found: "\(quantileLevels)"
      )
    }
    guard threads >= 1 else {
      throw .invalidSetting(name: "threads", expected: "1 or more", found: "\(threads)")
    }
  }
}

/// A model that has stopped growing.
struct GrownModel {
  var objective: BoostingObjective
  var text: String
  var booster: Booster
  var rounds: Int
  var gains: [Double]

  /// Leaf values and thresholds of all trees.
  var parameterCount: Int {
    text.split(separator: "\n").reduce(0) { count, line in
      guard line.hasPrefix("num_leaves=") else { return count }
      return count + 2 * (Int(line.dropFirst(11)) ?? 1) - 1
    }
  }
}

/// Growing one model round by round.
struct BoostingGrowth {
  let settings: BoostingSettings
  let objective: BoostingObjective
  let parameters: String
  let progress: @Sendable (FitProgress) -> Void
  let library: LightGBM

  /// Grows until nothing is left to split, the rounds are over, or validation losses stop falling.
  func grow(
    _ rows: SampleMatrix,
    _ targets: [Double],
    _ held: SampleMatrix,
    _ heldTargets: [Double]
  ) throws(ForecastError) -> GrownModel {
    do {
      let training = try BoostingData(
        rows,
        targets: targets,
        parameters: parameters,
        binnedAs: nil,
        library
      )
      let validation =
        heldTargets.isEmpty
        ? nil
        : try BoostingData(
          held,
          targets: heldTargets,
          parameters: parameters,
          binnedAs: training,
          library
        )
      let booster = try Booster(
        training: training,
        validation: validation,
        columnCount: rows.columnCount,
        parameters: parameters,
        library
      )
      let kept = try run(booster, hasValidation: validation != nil)
      // The text is read back at once, so that a saved model and this one are the same.
      let text = try booster.text(rounds: kept)
      let read = try Booster(text: text, columnCount: rows.columnCount, library)
      return GrownModel(
        objective: objective,
        text: text,
        booster: read,
        rounds: kept,
        gains: try read.gains()
      )
    } catch let error as ForecastError {
      throw error
    } catch {
      throw .engine("\(error)")
    }
  }

  /// Adds rounds.
  ///
  /// - Returns: How many to keep.
  private func run(_ booster: Booster, hasValidation: Bool) throws -> Int {
    var best: (round: Int, loss: Double)?
    for round in 1...settings.rounds {
      let isFinished = try booster.update()
      let loss = try booster.loss(on: 0)
      let held = hasValidation ? try booster.loss(on: 1) : nil
      for value in [loss, held ?? 0] where !value.isFinite {
        throw ForecastError.diverged(epoch: round, loss: "\(value)")
      }
      progress(
        FitProgress(
          epoch: round,
          epochCount: settings.rounds,
          trainingLoss: loss,
          validationLoss: held
        )
      )
      if let held, held < best?.loss ?? .infinity { best = (round, held) }
      if let best, round - best.round >= settings.patience { return best.round }
      // The library takes back a round that could not split anything, but for the first.
      if isFinished { return best?.round ?? max(1, round - 1) }
    }
    return best?.round ?? settings.rounds
  }
}
