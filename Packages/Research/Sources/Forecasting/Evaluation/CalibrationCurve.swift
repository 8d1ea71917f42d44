/// How often what was forecast with a probability came true.
public struct CalibrationCurve: Hashable, Sendable {
  /// The forecasts of one interval of probabilities.
  public struct Bin: Hashable, Sendable {
    /// The smallest probability; a bin reaches to the next one's, the last to 1.
    public let from: Double

    /// The number of forecasts.
    public let count: Int

    /// The mean probability, or `nil` for an empty bin.
    public let meanForecast: Double?

    /// The share that came true, or `nil` for an empty bin.
    public let frequency: Double?
  }

  /// Bins of equal width from 0 to 1.
  public let bins: [Bin]

  /// The mean distance of ``Bin/meanForecast`` and ``Bin/frequency``, weighed by count.
  public let expectedError: Figure

  /// Counts.
  ///
  /// - Precondition: Both have one length; `binCount` is 1 or more.
  /// - Complexity: O(*n*).
  init(probabilities: [Double], targets: [Double], binCount: Int) {
    var sums = [(count: Int, forecast: Double, hits: Double)](
      repeating: (0, 0, 0),
      count: binCount
    )
    for (probability, target) in zip(probabilities, targets) {
      let place = min(binCount - 1, max(0, Int(probability * Double(binCount))))
      sums[place].count += 1
      sums[place].forecast += probability
      sums[place].hits += target
    }
    bins = sums.enumerated().map { place, sum in
      let size = Double(sum.count)
      return Bin(
        from: Double(place) / Double(binCount),
        count: sum.count,
        meanForecast: sum.count > 0 ? sum.forecast / size : nil,
        frequency: sum.count > 0 ? sum.hits / size : nil
      )
    }
    let distance = sums.reduce(0) { $0 + abs($1.forecast - $1.hits) }
    expectedError =
      probabilities.isEmpty
      ? .undefined(.noSamples) : .value(distance / Double(probabilities.count))
  }
}
