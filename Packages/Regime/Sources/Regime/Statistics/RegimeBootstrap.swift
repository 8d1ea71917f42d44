internal import QuantMath

/// How rows are resampled to judge what is owed to chance: in blocks, so that neighbours stay together.
///
/// Blocks of a fixed length begin at rows drawn with equal probability and are laid end to end up to the
/// length of the series, the last one cut (the moving-block bootstrap; no block wraps around). States and
/// returns of a row move together. Resample *k* uses the stream (seed, purpose, trial, *k*) of
/// `PhiloxStream`, so the result does not depend on the number of workers.
///
/// References: Künsch (1989), "The Jackknife and the Bootstrap for General Stationary Observations",
/// Annals of Statistics 17(3).
public struct RegimeBootstrap: Hashable, Sendable {
  /// The number of rows in a block; at least the horizon of the returns, or it tears overlaps apart.
  public let blockRows: Int

  /// The number of resamples.
  public let resampleCount: Int

  /// The share of resamples inside an interval, half of the others on each side.
  public let level: Double

  /// The seed of the draws.
  public let seed: UInt64

  /// The number of the trial or experiment, so that each has draws of its own.
  public let trial: UInt32

  /// Creates a bootstrap.
  ///
  /// - Parameters:
  ///   - blockRows: The number of rows in a block, 1 or more; longer ones are cut to the series.
  ///   - resampleCount: The number of resamples, 2 or more; customarily 300 here.
  ///   - level: The share inside an interval, above 0 and below 1; 0.95 leaves 2.5 % on each side.
  ///   - seed: The seed of the draws.
  ///   - trial: The number of the trial or experiment.
  /// - Throws: ``RegimeSettingsError`` with every number that has no meaning.
  public init(
    blockRows: Int,
    resampleCount: Int,
    level: Double,
    seed: UInt64,
    trial: UInt32
  ) throws(RegimeSettingsError) {
    var check = SettingCheck()
    check.require("block_size", blockRows, atLeast: 1)
    check.require("n_boot", resampleCount, atLeast: 2)
    check.require("level", level, "a number above 0 and below 1") { $0 > 0 && $0 < 1 }
    if let error = RegimeSettingsError(check.problems) { throw error }
    self.init(valid: blockRows, resampleCount, level, seed: seed, trial: trial)
  }

  private init(
    valid blockRows: Int,
    _ resampleCount: Int,
    _ level: Double,
    seed: UInt64,
    trial: UInt32
  ) {
    self.blockRows = blockRows
    self.resampleCount = resampleCount
    self.level = level
    self.seed = seed
    self.trial = trial
  }

  /// Blocks of 10 rows, 300 resamples, intervals of 95 %.
  public static func standard(seed: UInt64, trial: UInt32) -> RegimeBootstrap {
    RegimeBootstrap(valid: 10, 300, 0.95, seed: seed, trial: trial)
  }

  /// The number of what the draws are for; a change moves published figures.
  static let purpose: UInt32 = 0x5247_0001

  /// Calls a function with the rows of each block of one resample, in order.
  func forEachBlock(ofResample number: Int, rowCount: Int, _ body: (Range<Int>) -> Void) {
    var stream = PhiloxStream(
      seed: seed,
      purpose: Self.purpose,
      trial: trial,
      path: UInt32(number)
    )
    let length = min(blockRows, rowCount)
    var remaining = rowCount
    while remaining > 0 {
      let start = stream.index(below: rowCount - length + 1)
      body(start..<(start + min(length, remaining)))
      remaining -= length
    }
  }

  /// The interval that holds the middle of resampled values, or `nil` of fewer than two.
  func interval(of resampled: [Double]) -> BootstrapInterval? {
    guard resampled.count >= 2 else { return nil }
    let sorted = resampled.sorted()
    let tail = (1 - level) / 2
    guard let lower = quantile(ofSorted: sorted, at: tail),
      let upper = quantile(ofSorted: sorted, at: 1 - tail)
    else { return nil }
    return BootstrapInterval(lower: lower, upper: upper, resampleCount: resampled.count)
  }
}

/// The middle of the values that resamples gave.
public struct BootstrapInterval: Hashable, Sendable {
  /// The lower end.
  public var lower: Double

  /// The upper end.
  public var upper: Double

  /// The number of resamples in which the value was defined.
  public var resampleCount: Int

  /// Creates an interval.
  public init(lower: Double, upper: Double, resampleCount: Int) {
    self.lower = lower
    self.upper = upper
    self.resampleCount = resampleCount
  }
}
