public import ConfigValidation

/// The first objective over two parameters, in cells.
public struct HeatMap: Hashable, Sendable {
  /// One axis: neighbouring stretches of a parameter's values.
  public struct Axis: Hashable, Sendable {
    /// The name of the parameter.
    public let name: String

    /// The least value of each cell among the trials, or of the stretch where no trial lies in it.
    public let minimums: [ParameterValue]

    /// The greatest value of each cell among the trials, or of the stretch where no trial lies in it.
    public let maximums: [ParameterValue]
  }

  /// The axis of the rows.
  public let rows: Axis

  /// The axis of the columns.
  public let columns: Axis

  /// The median of the objective in each cell, `nil` without a trial; shape `[rows][columns]`.
  public let medians: [[Double?]]

  /// The number of trials in each cell; shape `[rows][columns]`.
  public let counts: [[Int]]
}

extension Study {
  /// Cuts the first objective over two numeric parameters into cells.
  ///
  /// Axes with few values have a cell for each; others have cells of equal width on their scale. Complete
  /// trials count in which both parameters are active.
  ///
  /// - Parameters:
  ///   - row: The parameter of the rows.
  ///   - column: The parameter of the columns.
  ///   - cells: The most cells of an axis.
  /// - Returns: The map, or `nil` when one of the parameters is not part of the space, is not numeric, or
  ///   always has the same value.
  /// - Throws: ``StudyError/invalidSetting(name:expected:found:)`` for fewer than 2 cells.
  /// - Complexity: O(trials · log trials).
  public func heatMap(
    rows row: String,
    columns column: String,
    cells: Int
  ) throws(StudyError) -> HeatMap? {
    try checkAtLeast(2, cells, "cells")
    guard let rows = binning(row, cells), let columns = binning(column, cells) else { return nil }
    var groups = [[[Double]]](
      repeating: [[Double]](repeating: [], count: columns.count),
      count: rows.count
    )
    for trial in trials where trial.state == .complete {
      guard let first = trial.point.values[rows.axis],
        let second = trial.point.values[columns.axis]
      else { continue }
      groups[rows.cell(first)][columns.cell(second)].append(trial.values[0])
    }
    return HeatMap(
      rows: axis(rows),
      columns: axis(columns),
      medians: groups.map { $0.map(\.median) },
      counts: groups.map { $0.map(\.count) }
    )
  }

  /// The numeric parameters with more than one value, in the order of the space.
  public var numericParameters: [String] {
    zip(space.parameters, space.coordinates).filter { !$1.isChoice && !$1.isFixed }.map(\.0.name)
  }

  private func binning(_ name: String, _ cells: Int) -> Binning? {
    guard let axis = space.parameters.firstIndex(where: { $0.name == name }) else { return nil }
    let coordinate = space.coordinates[axis]
    guard !coordinate.isChoice, !coordinate.isFixed else { return nil }
    return Binning(axis: axis, coordinate: coordinate, most: cells)
  }

  private func axis(_ binning: Binning) -> HeatMap.Axis {
    let values = trials.filter { $0.state == .complete }.compactMap {
      $0.point.values[binning.axis]
    }
    let cells = (0..<binning.count).map { cell in
      let members = values.filter { binning.cell($0) == cell }
      let ends = binning.ends(cell)
      return (members.min() ?? ends.0, members.max() ?? ends.1)
    }
    return HeatMap.Axis(
      name: space.parameters[binning.axis].name,
      minimums: cells.map { binning.coordinate.parameter($0.0) },
      maximums: cells.map { binning.coordinate.parameter($0.1) }
    )
  }
}

/// How the values of a parameter fall into cells.
private struct Binning {
  let axis: Int
  let coordinate: Coordinate
  let count: Int

  init(axis: Int, coordinate: Coordinate, most: Int) {
    self.axis = axis
    self.coordinate = coordinate
    count = coordinate.count > 0 ? min(coordinate.count, most) : most
  }

  func cell(_ natural: Double) -> Int {
    if coordinate.count == count {
      return Int(((natural - coordinate.minimum) / coordinate.step).rounded())
    }
    let share = (coordinate.model(natural) - coordinate.low) / coordinate.width
    return min(max(Int(share * Double(count)), 0), count - 1)
  }

  func ends(_ cell: Int) -> (Double, Double) {
    if coordinate.count == count { return (coordinate[cell], coordinate[cell]) }
    let shares = (Double(cell) / Double(count), Double(cell + 1) / Double(count))
    return (coordinate.value(atShare: shares.0), coordinate.value(atShare: shares.1.nextDown))
  }
}

extension [Double] {
  /// The value in the middle, or the mean of the two; `nil` without values.
  fileprivate var median: Double? {
    guard !isEmpty else { return nil }
    let sorted = sorted()
    return 0.5 * (sorted[(count - 1) / 2] + sorted[count / 2])
  }
}
