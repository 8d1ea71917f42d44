internal import QuantMath

/// Quantiles of what training targets were above their forecasts, which turn a forecast into quantiles.
struct ResidualQuantiles: Hashable {
  /// The levels, rising, strictly inside 0...1.
  let levels: [Double]

  /// What to add to a forecast for each level.
  let offsets: [Double]

  /// Creates quantiles that were saved, or returns `nil` for lists of different lengths.
  init?(levels: [Double]?, offsets: [Double]?) {
    guard let levels, let offsets, levels.count == offsets.count else { return nil }
    self.levels = levels
    self.offsets = offsets
  }

  /// Takes the quantiles of residuals.
  init(levels: [Double], residuals: [Double]) {
    let sorted = residuals.sorted()
    self.levels = levels
    offsets = levels.map { quantile(ofSorted: sorted, at: $0) ?? 0 }
  }

  /// The forecast with its quantiles.
  func forecast(_ value: Double) -> Forecast {
    Forecast(value: value, quantiles: offsets.map { value + $0 })
  }

  /// Checks levels of a setting.
  ///
  /// - Throws: ``ForecastError/invalidSetting(name:expected:found:)``.
  static func check(_ levels: [Double]) throws(ForecastError) {
    let isRising = zip(levels, levels.dropFirst()).allSatisfy { $0 < $1 }
    guard isRising, levels.allSatisfy({ $0 > 0 && $0 < 1 }) else {
      throw .invalidSetting(
        name: "quantile_levels",
        expected: "rising numbers between 0 and 1",
        found: "\(levels)"
      )
    }
  }
}
