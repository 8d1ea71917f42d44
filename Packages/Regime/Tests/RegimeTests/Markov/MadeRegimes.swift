import QuantMath
import Regime

/// Rows of a made-up chain of regimes, and the regime of each.
struct MadeRegimes {
  var rows: [[Double]]
  var states: [Int]

  /// Regimes that last `1 / leaving` rows on average and differ in means and deviations.
  static func chain(
    seed: UInt64,
    count: Int,
    means: [[Double]],
    deviations: [Double],
    leaving: Double
  ) -> MadeRegimes {
    var stream = PhiloxStream(seed: seed, purpose: 0x7E57, trial: 0, path: 0)
    var (made, state) = (MadeRegimes(rows: [], states: []), 0)
    for _ in 0..<count {
      if stream.uniform() < leaving {
        state = (state + 1 + stream.index(below: max(1, means.count - 1))) % means.count
      }
      made.states.append(state)
      let common = stream.normal()
      made.rows.append(
        means[state].map { $0 + deviations[state] * (0.9 * stream.normal() + 0.4 * common) }
      )
    }
    return made
  }

  /// Three regimes that are told apart with little doubt: calm, usual and wild.
  static func clear(seed: UInt64, count: Int) -> MadeRegimes {
    chain(
      seed: seed,
      count: count,
      means: [[0.2, -1], [0, 1.5], [-0.5, 4]],
      deviations: [0.3, 0.8, 1.6],
      leaving: 0.05
    )
  }
}

extension HMMSettings {
  /// Settings of tests, with the numbers that few of them care about.
  static func made(
    states: Int,
    covariance: CovarianceShape = .full,
    starts: Int = 2,
    seed: UInt64 = 1,
    iterations: Int = 60,
    tolerance: Double = 1e-5,
    order: StateOrder = .byVariance(feature: "a")
  ) -> HMMSettings {
    HMMSettings(
      stateCount: states,
      covariance: covariance,
      initialDistribution: .estimated,
      start: .clusterings(count: starts, seed: seed, trial: 0),
      maximumIterations: iterations,
      tolerance: tolerance,
      covarianceFloor: 1e-4,
      minimumStateRows: 0,
      order: order
    )
  }
}
