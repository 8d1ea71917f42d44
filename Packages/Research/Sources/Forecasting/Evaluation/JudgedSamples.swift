internal import Features

/// Test samples of a table with their forecasts, of one fold or of several one after another.
struct JudgedSamples {
  let table: ForecastTable
  let samples: [Int]
  let forecasts: [Forecast]
  let quantileLevels: [Double]

  /// Joins folds.
  ///
  /// - Throws: ``ForecastError/table(_:)`` for a sample that the table lacks, and for folds with other
  ///   quantiles.
  init(_ folds: [FoldForecasts], of table: ForecastTable) throws(ForecastError) {
    self.table = table
    samples = folds.flatMap(\.samples)
    forecasts = folds.flatMap(\.forecasts)
    quantileLevels = folds.first?.quantileLevels ?? []
    let count = table.layout.sampleCount
    if let last = samples.last, last >= count || samples[0] < 0 {
      throw .table(["samples: expected numbers in 0..<\(count), found \(samples[0])...\(last)"])
    }
    for fold in folds where fold.quantileLevels != quantileLevels {
      throw .table(["fold \(fold.fold): expected quantiles \(quantileLevels), found others"])
    }
  }

  /// The decision row of each sample.
  var rows: [Int] { samples.map { table.layout.decisionRow(of: $0) } }

  /// What the asset returned from a row over the whole horizon, or `nil` where it is unknown.
  func outcome(_ row: Int) -> Double? { table.returnsAhead[table.layout.horizon - 1][row] }

  /// A number for each row from the first decision to the last, `nil` where nothing was forecast.
  ///
  /// Rows keep their places, so that neighbours in the list are neighbours in time.
  func alongRows(_ number: (_ place: Int, _ row: Int) -> Double?) -> [Double?] {
    let rows = rows
    guard let first = rows.first, let last = rows.last else { return [] }
    var numbers = [Double?](repeating: nil, count: last - first + 1)
    for (place, row) in rows.enumerated() { numbers[row - first] = number(place, row) }
    return numbers
  }

  /// What positions earn, on all samples or on samples whose horizons do not overlap.
  func measures(
    _ positions: ForecastPositions,
    overlapping: Bool,
    barsPerYear: Double,
    riskFreeRate: Double
  ) throws(ForecastError) -> SignalMeasures {
    var (held, returns): ([Double], [Double]) = ([], [])
    var free = Int.min
    for (place, row) in rows.enumerated() {
      guard let outcome = outcome(row), overlapping || row >= free else { continue }
      free = row + table.layout.horizon
      held.append(try positions.position(forecasts[place], table.targetKind))
      returns.append(outcome)
    }
    return SignalMeasures(
      positions: held,
      returns: returns,
      samplesPerYear: overlapping ? barsPerYear : barsPerYear / Double(table.layout.horizon),
      riskFreeRate: riskFreeRate
    )
  }
}
