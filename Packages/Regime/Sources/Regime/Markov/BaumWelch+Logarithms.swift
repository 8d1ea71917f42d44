#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

extension BaumWelch {
  /// The same posteriors, expected moves and likelihood as ``moves(_:)``, from logarithms alone.
  ///
  /// Works for any parameters, such as moves of probability zero between states that are
  /// astronomically far apart, at the price of many logarithms and exponentials.
  func movesFromLogarithms(
    _ parameters: HMMParameters,
    _ emissions: EmissionDensities
  ) -> (counts: [Double], logLikelihood: Double) {
    let (count, states) = (rowCount, stateCount)
    let logMoves = parameters.transitions.flatMap { $0.map { log($0) } }
    let logDensities = logDensityRows(emissions)
    var ahead = [Double](repeating: 0, count: count * states)
    var behind = ahead
    for state in 0..<states { ahead[state] = log(parameters.initial[state]) + logDensities[state] }
    for row in 1..<max(count, 1) {
      for to in 0..<states {
        let terms = (0..<states).map { ahead[(row - 1) * states + $0] + logMoves[$0 * states + to] }
        ahead[row * states + to] = logSum(terms) + logDensities[row * states + to]
      }
    }
    for row in (0..<max(count - 1, 0)).reversed() {
      for from in 0..<states {
        let terms = (0..<states).map {
          let next = (row + 1) * states + $0
          return logMoves[from * states + $0] + logDensities[next] + behind[next]
        }
        behind[row * states + from] = logSum(terms)
      }
    }
    let whole = logSum(Array(ahead[((count - 1) * states)...]))
    var counts = [Double](repeating: 0, count: states * states)
    for row in 0..<count {
      for state in 0..<states {
        let here = row * states + state
        posteriors[state * stride + row] = exp(ahead[here] + behind[here] - whole)
        guard row + 1 < count else { continue }
        for to in 0..<states {
          let next = (row + 1) * states + to
          counts[state * states + to] += exp(
            ahead[here] + logMoves[state * states + to] + logDensities[next] + behind[next] - whole
          )
        }
      }
    }
    return (counts, whole)
  }

  /// The logarithms of densities row by row; shape `[n * k]`.
  func logDensityRows(_ emissions: EmissionDensities) -> [Double] {
    var result = [Double](repeating: 0, count: rowCount * stateCount)
    var (row, whitened) = ([Double](repeating: 0, count: dimension), [Double]())
    whitened = row
    for index in 0..<rowCount {
      for feature in 0..<dimension { row[feature] = columns[feature * stride + index] }
      row.withUnsafeBufferPointer { row in
        whitened.withUnsafeMutableBufferPointer { whitened in
          result.withUnsafeMutableBufferPointer { result in
            let own = UnsafeMutableBufferPointer(
              rebasing: result[(index * stateCount)..<((index + 1) * stateCount)]
            )
            emissions.logDensities(of: row, whitened: whitened, into: own)
          }
        }
      }
    }
    return result
  }
}

/// The logarithm of the sum of exponentials.
func logSum(_ terms: [Double]) -> Double {
  let top = terms.max() ?? -.infinity
  guard top > -.infinity else { return top }
  return top + log(terms.reduce(0) { $0 + exp($1 - top) })
}
