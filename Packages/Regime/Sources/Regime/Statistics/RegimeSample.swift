internal import QuantMath

/// States and forward returns side by side, ready to be summed by cell: one state and one horizon.
///
/// The cells of the whole sample come after those of the last state.
struct RegimeSample {
  let stateCount: Int
  let horizonCount: Int
  private let rowStates: [Int]
  /// Row by row, the return of each horizon; NaN stands for an undefined one and never leaves here.
  private let returns: [Double]

  /// The sums and counts of all cells.
  struct Cells {
    var sums: [Double]
    var counts: [Int]

    init(count: Int) {
      sums = [Double](repeating: 0, count: count)
      counts = [Int](repeating: 0, count: count)
    }

    func mean(_ cell: Int) -> Double? {
      counts[cell] > 0 ? sums[cell] / Double(counts[cell]) : nil
    }
  }

  init<State: Hashable>(
    states: [State],
    declared: [State],
    forwardReturns: [ForwardReturns]
  ) throws(RegimeInputError) {
    for column in forwardReturns where column.values.count != states.count {
      throw .countMismatch(
        field: "forward returns over \(column.horizonRows) rows",
        expected: states.count,
        found: column.values.count
      )
    }
    stateCount = declared.count
    horizonCount = forwardReturns.count
    rowStates = try stateIndices(of: states, declared: declared)
    returns = states.indices.flatMap { row in forwardReturns.map { $0.values[row] ?? .nan } }
  }

  /// The number of rows.
  var rowCount: Int { rowStates.count }

  /// The cell of a state, or of the whole sample when it is `nil`, at a horizon.
  func cell(state: Int?, horizon: Int) -> Int {
    (state ?? stateCount) * horizonCount + horizon
  }

  /// The defined returns of one state, or of all rows, in place; `nil` elsewhere.
  func values(state: Int?, horizon: Int) -> [Double?] {
    rowStates.indices.map { row in
      guard state == nil || rowStates[row] == state else { return nil }
      let value = returns[row * horizonCount + horizon]
      return value.isNaN ? nil : value
    }
  }

  /// The means of all cells in each resample.
  func resampledMeans(_ bootstrap: RegimeBootstrap) -> [[Double?]] {
    guard rowCount > 0 else { return [] }
    return (0..<bootstrap.resampleCount).map { number in
      var cells = Cells(count: (stateCount + 1) * horizonCount)
      bootstrap.forEachBlock(ofResample: number, rowCount: rowCount) { add($0, to: &cells) }
      for horizon in 0..<horizonCount { addWhole(horizon, to: &cells) }
      return cells.counts.indices.map { cells.mean($0) }
    }
  }

  private func add(_ rows: Range<Int>, to cells: inout Cells) {
    for row in rows {
      let first = rowStates[row] * horizonCount
      for horizon in 0..<horizonCount {
        let value = returns[row * horizonCount + horizon]
        guard !value.isNaN else { continue }
        cells.sums[first + horizon] += value
        cells.counts[first + horizon] += 1
      }
    }
  }

  private func addWhole(_ horizon: Int, to cells: inout Cells) {
    let whole = cell(state: nil, horizon: horizon)
    for state in 0..<stateCount {
      cells.sums[whole] += cells.sums[cell(state: state, horizon: horizon)]
      cells.counts[whole] += cells.counts[cell(state: state, horizon: horizon)]
    }
  }
}
