internal import QuantMath

/// How much an alt moves when Bitcoin and Ether move.
public struct MarketBetas: Hashable, Sendable {
  /// The exposure to the first regressor, Bitcoin.
  public var bitcoin: Double

  /// The exposure to the second regressor, Ether.
  public var ether: Double

  /// Creates betas.
  public init(bitcoin: Double, ether: Double) {
    self.bitcoin = bitcoin
    self.ether = ether
  }
}

/// How betas are estimated.
public struct BetaSettings: Hashable, Sendable {
  /// The number of daily returns of the window.
  public var windowDays: Int

  /// The number of days on which all three assets must have returned.
  public var minimumOverlap: Int

  /// The penalty as a fraction of each regressor's own variance; 0 is ordinary least squares.
  public var ridge: Double

  /// The share of each tail that is pulled in to its quantile, below 0.5.
  public var winsorShare: Double

  /// The range into which betas are clamped.
  public var range: ClosedRange<Double>

  /// What an asset without enough history is taken for.
  public var fallback: Double

  /// Creates settings.
  public init(
    windowDays: Int,
    minimumOverlap: Int,
    ridge: Double,
    winsorShare: Double,
    range: ClosedRange<Double>,
    fallback: Double
  ) {
    self.windowDays = windowDays
    self.minimumOverlap = minimumOverlap
    self.ridge = ridge
    self.winsorShare = winsorShare
    self.range = range
    self.fallback = fallback
  }
}

/// Estimates the betas of an asset to two regressors by ridge regression with a free intercept.
///
/// Each series is winsorised, the regressors are centred, and the penalty is scaled by *n* times each
/// regressor's variance. A penalty on the raw sums of squares of daily returns, which are tiny, would
/// instead halve every beta.
///
/// - Parameters:
///   - asset: Log returns of the newest days, `nil` where a price is missing; shape `[n]`.
///   - bitcoin: The same of the first regressor.
///   - ether: The same of the second.
///   - settings: How.
/// - Returns: The clamped betas; the fallback for both without enough common days, or where the
///   regressors do not vary.
/// - Complexity: O(*n* log *n*).
///
/// ## References
///
/// - A. E. Hoerl, R. W. Kennard (1970), *Ridge regression*, Technometrics 12.
public func estimateBetas(
  of asset: [Double?],
  bitcoin: [Double?],
  ether: [Double?],
  settings: BetaSettings
) -> MarketBetas {
  let fallback = MarketBetas(bitcoin: settings.fallback, ether: settings.fallback)
  var columns: [[Double]] = [[], [], []]
  for day in asset.indices {
    guard let own = asset[day], let first = bitcoin[day], let second = ether[day] else { continue }
    columns[0].append(own)
    columns[1].append(first)
    columns[2].append(second)
  }
  guard asset.count >= settings.windowDays, columns[0].count >= settings.minimumOverlap,
    columns[0].count > 2
  else { return fallback }
  let centred = columns.map { centre(winsorised($0, share: settings.winsorShare)) }
  func product(_ one: Int, _ other: Int) -> Double {
    zip(centred[one], centred[other]).reduce(0) { $0.addingProduct($1.0, $1.1) }
  }
  let (first, second) = (product(1, 1), product(2, 2))
  let (a, d) = (first * (1 + settings.ridge), second * (1 + settings.ridge))
  let b = product(1, 2)
  let determinant = a * d - b * b
  // Below this the regressors are one series, apart from rounding.
  guard first > 0, second > 0, determinant > 1e-12 * a * d else { return fallback }
  let (x, y) = (product(1, 0), product(2, 0))
  func clamped(_ value: Double) -> Double {
    min(max(value, settings.range.lowerBound), settings.range.upperBound)
  }
  return MarketBetas(
    bitcoin: clamped((d * x - b * y) / determinant),
    ether: clamped((a * y - b * x) / determinant)
  )
}

/// Pulls the tails in to their quantiles.
private func winsorised(_ values: [Double], share: Double) -> [Double] {
  let sorted = values.sorted()
  guard let low = quantile(ofSorted: sorted, at: share),
    let high = quantile(ofSorted: sorted, at: 1 - share)
  else { return values }
  return values.map { min(max($0, low), high) }
}

private func centre(_ values: [Double]) -> [Double] {
  let center = mean(values) ?? 0
  return values.map { $0 - center }
}
