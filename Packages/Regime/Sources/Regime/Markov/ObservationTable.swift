public import Features

/// The rows that a model of regimes is fitted to or applied to: named features, oldest row first.
///
/// Every value is finite, so models never meet an undefined number.
public struct ObservationTable: Hashable, Sendable {
  /// The names of the features, in order.
  public let features: [String]

  /// The number of rows.
  public let rowCount: Int

  /// The values feature by feature; shape `[features][rows]`.
  public let columns: [[Double]]

  /// Creates a table.
  ///
  /// - Parameters:
  ///   - features: The names of the features.
  ///   - columns: One column for each feature.
  /// - Throws: ``RegimeModelError/invalidObservations(_:)`` with every problem: no features, names
  ///   that repeat, columns of unequal length, and the first value of each column that is not
  ///   finite or lies beyond 1e100 either way, where squares would overflow.
  /// - Complexity: O(*n d*).
  public init(features: [String], columns: [[Double]]) throws(RegimeModelError) {
    precondition(features.count == columns.count, "expected one column for each feature")
    var problems: [ObservationProblem] = features.isEmpty ? [.noFeatures] : []
    for (index, name) in features.enumerated() where features[..<index].contains(name) {
      problems.append(.repeatedFeature(name))
    }
    let rowCount = columns.first?.count ?? 0
    for (name, column) in zip(features, columns) {
      if column.count != rowCount {
        problems.append(.unequalLengths(feature: name, expected: rowCount, found: column.count))
      }
      if let row = column.firstIndex(where: { !isUsable($0) }) {
        problems.append(.notUsable(feature: name, row: row, value: column[row]))
      }
    }
    guard problems.isEmpty else { throw .invalidObservations(problems) }
    self.features = features
    self.columns = columns
    self.rowCount = rowCount
  }

  /// Creates a table from the rows in which every feature is defined.
  ///
  /// - Parameter features: Columns of one length.
  /// - Returns: The table, and the position in the columns of each of its rows.
  /// - Throws: ``RegimeModelError/invalidObservations(_:)``.
  public static func definedRows(
    of features: [FeatureColumn]
  ) throws(RegimeModelError) -> (table: ObservationTable, positions: [Int]) {
    let count = features.map(\.count).min() ?? 0
    for column in features where column.count != features[0].count {
      throw .invalidObservations([
        .unequalLengths(
          feature: column.name,
          expected: features[0].count,
          found: column.count
        )
      ])
    }
    let positions = (0..<count).filter { row in features.allSatisfy { $0[row] != nil } }
    let table = try ObservationTable(
      features: features.map(\.name),
      columns: features.map { column in positions.map { column.values[$0] } }
    )
    return (table, positions)
  }

  /// The values of a row, in the order of the features.
  ///
  /// - Precondition: `index` lies inside `0..<rowCount`.
  public func row(_ index: Int) -> [Double] { columns.map { $0[index] } }

  /// Returns the rows of a contiguous range.
  ///
  /// - Precondition: The range lies inside `0..<rowCount`.
  public func slice(_ range: Range<Int>) -> ObservationTable {
    ObservationTable(
      unchecked: features,
      columns: columns.map { Array($0[range]) },
      rowCount: range.count
    )
  }

  init(unchecked features: [String], columns: [[Double]], rowCount: Int) {
    self.features = features
    self.columns = columns
    self.rowCount = rowCount
  }

  /// The mean and the variance (divisor *n*) of every feature.
  ///
  /// - Throws: ``RegimeModelError/invalidObservations(_:)`` naming every feature that does not vary.
  func spreads() throws(RegimeModelError) -> (means: [Double], variances: [Double]) {
    var (means, variances): ([Double], [Double]) = ([], [])
    var problems: [ObservationProblem] = []
    for (name, column) in zip(features, columns) {
      let (mean, variance) = spread(of: column)
      // Below a relative deviation of 1e-13 the values differ by their rounding only.
      if variance <= 1e-26 * mean * mean || variance < 1e-250 {
        problems.append(.constant(feature: name, value: column.first ?? 0))
      }
      means.append(mean)
      variances.append(variance)
    }
    guard problems.isEmpty else { throw .invalidObservations(problems) }
    return (means, variances)
  }

  func index(ofFeature name: String) throws(RegimeModelError) -> Int {
    guard let index = features.firstIndex(of: name) else {
      throw .unknownFeature(name, available: features)
    }
    return index
  }
}

/// Whether a model can square a number without overflow.
func isUsable(_ value: Double) -> Bool { abs(value) <= 1e100 }

/// The mean and the variance (divisor *n*) of a column, zero without rows.
func spread(of column: [Double]) -> (mean: Double, variance: Double) {
  guard !column.isEmpty else { return (0, 0) }
  let count = Double(column.count)
  let mean = column.reduce(0, +) / count
  let variance = column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
  return (mean, variance)
}
