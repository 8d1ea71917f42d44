internal import QuantMath

/// The passes of expectation maximisation over one table, with room that all iterations share.
///
/// Columns lie one after another, each `stride` long and padded, so that loops over rows take eight
/// at once. Forward and backward quantities are scaled row by row; where a row's scale leaves the
/// range of numbers the expectations are taken once more from logarithms, which is slower and
/// always works.
///
/// References: Rabiner (1989), "A tutorial on hidden Markov models", Proceedings of the IEEE 77(2);
/// Bishop (2006), "Pattern Recognition and Machine Learning", section 13.2.
final class BaumWelch {
  /// What one set of parameters says about the rows.
  struct Expectations {
    /// The logarithm of the rows' density; in nats.
    var logLikelihood: Double

    /// The probability of each state in the first row; shape `[k]`.
    var first: [Double]

    /// The expected number of moves from each state to each; shape `[k * k]`.
    var moves: [Double]

    /// The expected number of rows in each state; shape `[k]`.
    var rows: [Double]

    /// Sums of the deviations from the present means; shape `[k * d]`.
    var deviations: [Double]

    /// Sums of products of those deviations, lower triangles; shape `[k * d(d + 1)/2]`.
    var products: [Double]
  }

  let rowCount: Int
  let stateCount: Int

  /// Which products of deviations are summed.
  let covariance: CovarianceShape

  let dimension: Int
  let paddedCount: Int
  let stride: Int

  /// Features; shape `[d][stride]`.
  let columns: UnsafeMutablePointer<Double>

  /// Densities relative to the row's largest; shape `[k][stride]`.
  let densities: UnsafeMutablePointer<Double>

  /// The logarithm of the row's largest density; shape `[stride]`.
  let peaks: UnsafeMutablePointer<Double>

  /// Probabilities given the rows so far, times the row's density given those before; `[k][stride]`.
  let forward: UnsafeMutablePointer<Double>

  /// Proportional to the density of the row and those after it in each state; `[k][stride]`.
  let backward: UnsafeMutablePointer<Double>

  /// Probabilities of states given all rows; shape `[k][stride]`.
  let posteriors: UnsafeMutablePointer<Double>

  private let room: UnsafeMutablePointer<Double>

  init(_ table: ObservationTable, stateCount: Int, covariance: CovarianceShape) {
    rowCount = table.rowCount
    self.stateCount = stateCount
    self.covariance = covariance
    dimension = table.features.count
    paddedCount = (rowCount + 7) / 8 * 8
    stride = paddedCount + 8
    let count = stride * (dimension + 4 * stateCount + 1)
    room = .allocate(capacity: count)
    room.initialize(repeating: 0, count: count)
    columns = room
    densities = columns + dimension * stride
    peaks = densities + stateCount * stride
    forward = peaks + stride
    backward = forward + stateCount * stride
    posteriors = backward + stateCount * stride
    for (index, column) in table.columns.enumerated() {
      for row in 0..<rowCount { columns[index * stride + row] = column[row] }
    }
    // Rows of padding take part in vector loops; ones keep their quotients finite.
    for state in 0..<stateCount {
      for row in rowCount..<stride {
        forward[state * stride + row] = 1
        backward[state * stride + row] = 1
      }
    }
  }

  deinit { room.deallocate() }

  /// Takes the expectations under parameters and leaves the posteriors.
  ///
  /// - Complexity: O(*n*(*k*² + *k d*²)).
  func expectations(_ parameters: HMMParameters) -> Expectations {
    let emissions = EmissionDensities(parameters)
    emissions.fill(
      columns: columns,
      densities: densities,
      peaks: peaks,
      stride: stride,
      rows: paddedCount
    )
    let transitions = parameters.transitions.flatMap(\.self)
    runChains(initial: parameters.initial, transitions: transitions)
    let moves = moves(transitions) ?? movesFromLogarithms(parameters, emissions)
    var result = Expectations(
      logLikelihood: moves.logLikelihood,
      first: (0..<stateCount).map { posteriors[$0 * stride] },
      moves: moves.counts,
      rows: [],
      deviations: [],
      products: []
    )
    addMoments(to: &result, around: emissions.means)
    return result
  }

  /// The probabilities of the states in every row given all of them; shape `[k][n]`.
  func posteriorColumns() -> [[Double]] {
    (0..<stateCount).map { state in
      Array(UnsafeBufferPointer(start: posteriors + state * stride, count: rowCount))
    }
  }
}
