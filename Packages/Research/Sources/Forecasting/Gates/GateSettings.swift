/// Which Sharpe ratio of a fold a gate looks at.
public enum GatedSharpe: String, Hashable, Sendable, CaseIterable {
  /// Of every sample, horizons overlapping: the flattering one.
  case overlapping

  /// Of samples whose horizons do not overlap.
  case nonOverlapping = "non_overlapping"

  /// Of the account, per bar and after costs.
  case net
}

/// What a model must achieve out of sample; every number is the caller's choice.
public struct GateSettings: Hashable, Sendable {
  /// The smallest number of folds with a result.
  public var minimumFolds: Int

  /// Which Sharpe ratio counts.
  public var sharpe: GatedSharpe

  /// The smallest median of the folds' Sharpe ratios.
  public var minimumSharpe: Double

  /// The smallest median of the folds' win rates.
  ///
  /// Of samples whose horizons overlap where ``sharpe`` is that of these, else of those that do not.
  public var minimumWinRate: Double

  /// The names of the forecasters to beat, each of them; empty for no such gate.
  public var baselines: [String]

  /// The largest p-value that counts as beaten.
  public var level: Double

  /// The number of resampled histories.
  public var pathCount: Int

  /// The seed of the resampling.
  public var seed: UInt64

  /// Creates settings.
  ///
  /// - Throws: ``ForecastError/invalidSetting(name:expected:found:)``; with few paths no p-value reaches the level.
  public init(
    minimumFolds: Int,
    sharpe: GatedSharpe,
    minimumSharpe: Double,
    minimumWinRate: Double,
    baselines: [String],
    level: Double,
    pathCount: Int,
    seed: UInt64
  ) throws(ForecastError) {
    guard minimumFolds >= 1 else {
      throw .invalidSetting(name: "min_folds", expected: "1 or more", found: "\(minimumFolds)")
    }
    guard minimumSharpe.isFinite else {
      throw .invalidSetting(
        name: "min_oos_sharpe",
        expected: "a number",
        found: "\(minimumSharpe)"
      )
    }
    guard (0...1).contains(minimumWinRate) else {
      throw .invalidSetting(name: "min_win_rate", expected: "0...1", found: "\(minimumWinRate)")
    }
    guard level > 0, level < 1 else {
      throw .invalidSetting(name: "level", expected: "above 0 and below 1", found: "\(level)")
    }
    guard pathCount >= 1, 1 / Double(pathCount + 1) <= level else {
      throw .invalidSetting(
        name: "paths",
        expected: "enough for a p-value of \(level)",
        found: "\(pathCount)"
      )
    }
    guard Set(baselines).count == baselines.count else {
      throw .invalidSetting(
        name: "baselines",
        expected: "distinct names",
        found: baselines.joined(separator: ", ")
      )
    }
    self.minimumFolds = minimumFolds
    self.sharpe = sharpe
    self.minimumSharpe = minimumSharpe
    self.minimumWinRate = minimumWinRate
    self.baselines = baselines
    self.level = level
    self.pathCount = pathCount
    self.seed = seed
  }
}
