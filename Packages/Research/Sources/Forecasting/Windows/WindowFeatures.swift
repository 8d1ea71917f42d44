public import ConfigValidation
internal import Features

/// What a forecaster without a sense of order sees of a sample: its last row, earlier rows, means.
///
/// The numbers of a sample are the features at its decision row, then at each lag, then the mean of
/// each length, features in the order of the table within each of these.
///
/// **Causality.** Only context rows are read.
public struct WindowFeatures: Hashable, Sendable {
  /// How many rows before the decision row to read as well; distinct, from 1.
  public var lags: [Int]

  /// Over how many rows, the decision row the last, to take means as well; distinct, from 2.
  public var meanLengths: [Int]

  /// Creates a window.
  public init(lags: [Int], meanLengths: [Int]) {
    self.lags = lags
    self.meanLengths = meanLengths
  }

  /// The settings as a document.
  public var json: JSONValue {
    [
      "lags": .array(lags.map { .integer(Int64($0)) }),
      "mean_lengths": .array(meanLengths.map { .integer(Int64($0)) }),
    ]
  }

  /// Reads a document that ``json`` wrote, or returns `nil` where it is none.
  init?(json: JSONValue?) {
    guard let lags = json?["lags"]?.arrayValue, let means = json?["mean_lengths"]?.arrayValue
    else { return nil }
    self.init(
      lags: lags.compactMap { $0.integerValue.flatMap(Int.init(exactly:)) },
      meanLengths: means.compactMap { $0.integerValue.flatMap(Int.init(exactly:)) }
    )
  }

  /// How many numbers stand for each feature.
  var copyCount: Int { 1 + lags.count + meanLengths.count }

  /// The names of the numbers of a sample: `rsi`, `rsi lag 5`, `rsi mean 10`.
  func names(of features: [String]) -> [String] {
    features
      + lags.flatMap { lag in features.map { "\($0) lag \(lag)" } }
      + meanLengths.flatMap { length in features.map { "\($0) mean \(length)" } }
  }

  /// Checks that every row that is read belongs to the context.
  ///
  /// - Throws: ``ForecastError/invalidSetting(name:expected:found:)``.
  func check(contextLength: Int) throws(ForecastError) {
    for (name, values, allowed) in [
      ("lags", lags, 1...max(1, contextLength - 1)),
      ("mean_lengths", meanLengths, 2...max(2, contextLength)),
    ] {
      let isInside = values.allSatisfy { allowed.contains($0) && $0 <= contextLength }
      guard isInside, name != "lags" || values.isEmpty || contextLength > 1,
        Set(values).count == values.count
      else {
        throw .invalidSetting(
          name: name,
          expected: "distinct numbers of rows inside a context of \(contextLength)",
          found: "\(values)"
        )
      }
    }
  }

  /// The numbers of samples, one row for each; shape `[samples, features · copies]`.
  ///
  /// - Throws: As ``check(contextLength:)``.
  /// - Complexity: O(samples · features · (lags + sum of mean lengths)).
  func matrix(_ samples: [Int], of table: ForecastTable) throws(ForecastError) -> SampleMatrix {
    try check(contextLength: table.layout.contextLength)
    let columnCount = table.features.count * copyCount
    var values: [Double] = []
    values.reserveCapacity(samples.count * columnCount)
    for sample in samples {
      let row = table.layout.decisionRow(of: sample)
      for column in table.features { values.append(column[row]) }
      for lag in lags {
        for column in table.features { values.append(column[row - lag]) }
      }
      for length in meanLengths {
        for column in table.features {
          var sum = 0.0
          for earlier in row - length + 1...row { sum += column[earlier] }
          values.append(sum / Double(length))
        }
      }
    }
    return SampleMatrix(values: values, rowCount: samples.count, columnCount: columnCount)
  }

  /// Adds up what counts for the copies of each feature.
  ///
  /// - Parameters:
  ///   - weights: One number, not negative, for each number of a sample.
  ///   - features: The names of the features.
  /// - Returns: Shares that add up to 1, or none when every weight is 0.
  func importances(_ weights: [Double], of features: [String]) -> [FeatureImportance] {
    let total = weights.reduce(0, +)
    guard total > 0 else { return [] }
    return features.enumerated().map { index, name in
      let own = stride(from: index, to: weights.count, by: features.count)
      return FeatureImportance(name: name, share: own.reduce(0) { $0 + weights[$1] } / total)
    }
  }
}

/// Numbers of samples, row after row.
struct SampleMatrix {
  /// The numbers; shape `[rowCount, columnCount]`.
  var values: [Double]
  let rowCount: Int
  let columnCount: Int

  subscript(row: Int) -> ArraySlice<Double> {
    values[row * columnCount..<(row + 1) * columnCount]
  }
}
