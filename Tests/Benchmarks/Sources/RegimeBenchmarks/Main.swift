import BenchmarkHarness
import QuantMath
import Regime

/// Measures hidden Markov models (W9) on the peer's rows and from the peer's initial parameters.
@main
struct Main {
  static let (stateCount, featureCount) = (3, 4)

  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count >= 2 else {
      print("usage: RegimeBenchmarks DATA_FOLDER [RUNS]")
      return
    }
    let runs = arguments.count > 2 ? Int(arguments[2]) ?? 9 : 9
    let rows = try numbers("hmm_rows", in: arguments[1])
    let truth = try numbers("hmm_states", in: arguments[1]).map { Int($0) }
    let table = try ObservationTable(
      features: (0..<featureCount).map { "feature\($0)" },
      columns: (0..<featureCount).map { feature in
        stride(from: feature, to: rows.count, by: featureCount).map { rows[$0] }
      }
    )
    for (name, covariance) in [("full", CovarianceShape.full), ("diag", .diagonal)] {
      let start = try parameters(numbers("hmm_start_\(name)", in: arguments[1]))
      let fit = try measureFit(table, name: name, covariance, from: start, runs: runs, truth)
      if covariance == .full { try measureStates(table, fit, runs: runs) }
    }
  }

  /// What a user waits for: 200 iterations at most, until one gains less than 1e-4.
  static func measureFit(
    _ table: ObservationTable,
    name: String,
    _ covariance: CovarianceShape,
    from start: HMMParameters,
    runs: Int,
    _ truth: [Int]
  ) throws -> FittedGaussianHMM {
    let settings = HMMSettings(
      stateCount: stateCount,
      covariance: covariance,
      initialDistribution: .estimated,
      start: .parameters(start),
      maximumIterations: 200,
      tolerance: 1e-4,
      covarianceFloor: 1e-6,
      minimumStateRows: 10,
      order: .byVariance(feature: "feature0")
    )
    var fit = try GaussianHMM.fit(table, settings: settings)
    let measured = Measurement(runs: runs) {
      fit = (try? GaussianHMM.fit(table, settings: settings)) ?? fit
    }
    let trace = fit.report.logLikelihoods
    let labels = try fit.mostProbablePath(of: table).labels
    let hits = zip(labels, truth).filter { $0 == $1 }.count
    measured.report(
      "W9.hmm_fit_\(name)",
      variant: "1 thread",
      size: "\(table.rowCount)x\(featureCount) K=\(stateCount)",
      items: Double(table.rowCount * fit.report.iterations),
      unit: "obs-iters/s",
      checks: [
        ("loglik", fit.logLikelihood), ("iters", Double(fit.report.iterations)),
        ("state_acc", Double(hits) / Double(truth.count)),
        ("largest_fall", zip(trace, trace.dropFirst()).map { $0 - $1 }.max() ?? 0),
      ]
    )
    return fit
  }

  /// What a user waits for when states of all rows are wanted.
  static func measureStates(
    _ table: ObservationTable,
    _ fit: FittedGaussianHMM,
    runs: Int
  ) throws {
    var path = try fit.mostProbablePath(of: table)
    let viterbi = Measurement(runs: runs) {
      path = (try? fit.mostProbablePath(of: table)) ?? path
    }
    viterbi.report(
      "W9.viterbi",
      variant: "1 thread",
      size: "\(table.rowCount)x\(featureCount)",
      items: Double(table.rowCount),
      unit: "obs/s",
      checks: [("logprob", path.logDensity)]
    )
    let rows = (0..<table.rowCount).map(table.row)
    var logLikelihood = 0.0
    let filtering = Measurement(runs: runs) {
      var filter = fit.filter()
      for row in rows { try? filter.update(row) }
      logLikelihood = filter.logLikelihood
    }
    filtering.report(
      "W9.filter",
      variant: "row by row",
      size: "\(table.rowCount)x\(featureCount)",
      items: Double(table.rowCount),
      unit: "obs/s",
      checks: [("loglik", logLikelihood)]
    )
  }

  /// Parameters from a file: initial, transitions, means, full covariances.
  static func parameters(_ numbers: [Double]) throws -> HMMParameters {
    var rest = numbers[...]
    func take(_ count: Int) -> [Double] {
      defer { rest = rest.dropFirst(count) }
      return Array(rest.prefix(count))
    }
    let states = 0..<stateCount
    return try HMMParameters(
      initial: take(stateCount),
      transitions: states.map { _ in take(stateCount) },
      means: states.map { _ in take(featureCount) },
      covariances: states.map { _ in
        let square = (0..<featureCount).map { _ in take(featureCount) }
        return SymmetricMatrix(
          dimension: featureCount,
          lower: square.enumerated().flatMap { row, values in values[...row] }
        )
      }
    )
  }

  static func numbers(_ name: String, in folder: String) throws -> [Double] {
    guard let found = readDoubles("\(folder)/\(name).f64") else {
      throw MissingInput(path: "\(folder)/\(name).f64")
    }
    return found
  }
}

/// An input file that is not there.
struct MissingInput: Error {
  let path: String
}
