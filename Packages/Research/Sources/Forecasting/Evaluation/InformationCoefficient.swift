internal import QuantMath

/// How closely forecasts and outcomes move together, and how sure that is.
public struct InformationCoefficient: Hashable, Sendable {
  /// The correlation, between -1 and 1.
  public let correlation: Figure

  /// The correlation over its Newey-West standard error.
  public let tStatistic: Figure

  /// Correlates.
  ///
  /// With *x* and *y* the standardized forecasts and outcomes and *ρ* their mean product, the standard error is
  /// that of the mean of `x (y - ρ x)`, which is the heteroskedasticity and autocorrelation consistent error of
  /// the slope of *y* on *x*, without a correction for small samples. Outcomes over *h* rows overlap up to
  /// the lag *h* - 1.
  ///
  /// - Parameters:
  ///   - forecasts: Forecasts, oldest first, `nil` where there is none; shape `[n]`.
  ///   - outcomes: Outcomes, `nil` where there is none; shape `[n]`.
  ///   - byRank: Whether ranks are correlated (Spearman) instead of values (Pearson).
  ///   - lags: The largest lag that counts as dependent; horizon - 1.
  /// - Precondition: Both have one length, values are finite, and `lags` is 0 or more.
  /// - Complexity: O(*n* · lags + *n* log *n*).
  ///
  /// **Causality.** A statement about the past, never a feature.
  init(forecasts: [Double?], outcomes: [Double?], byRank: Bool, lags: Int) {
    let rows = forecasts.indices.filter { forecasts[$0] != nil && outcomes[$0] != nil }
    do throws(UndefinedFigure) {
      guard rows.count >= 3 else { throw .tooFewSamples }
      let x = try Self.standardized(rows.compactMap { forecasts[$0] }, byRank)
      let y = try Self.standardized(rows.compactMap { outcomes[$0] }, byRank)
      let rho = zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } / Double(rows.count)
      correlation = .value(min(1, max(-1, rho)))
      var scores = [Double?](repeating: nil, count: forecasts.count)
      for (place, row) in rows.enumerated() { scores[row] = x[place] * (y[place] - rho * x[place]) }
      let error = try? neweyWestStandardError(ofMeanOf: scores, lags: lags)
      guard let error, error > SignalMeasures.smallestDeviation else {
        tStatistic = .undefined(.noVariation)
        return
      }
      tStatistic = Figure(rho / error, else: .noVariation)
    } catch {
      (correlation, tStatistic) = (.undefined(error), .undefined(error))
    }
  }

  private static func standardized(
    _ values: [Double],
    _ byRank: Bool
  ) throws(UndefinedFigure) -> [Double] {
    guard let numbers = byRank ? try? averageRanks(of: values) : values else { throw .noVariation }
    let size = Double(numbers.count)
    let mean = numbers.reduce(0, +) / size
    let deviation = (numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / size).squareRoot()
    guard deviation > abs(mean) * .ulpOfOne * size, deviation > 0 else { throw .noVariation }
    return numbers.map { ($0 - mean) / deviation }
  }
}
