import BenchmarkHarness
import PerformanceMetrics
import QuantMath

/// Measures resampling (W5) and the figures of many strategies at once (W6) on the peers' inputs.
@main
struct Main {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count >= 2 else {
      print("usage: MetricsBenchmarks DATA_FOLDER [W5|W6] [RUNS]")
      return
    }
    let only = arguments.count > 2 ? arguments[2] : "all"
    let runs = arguments.count > 3 ? Int(arguments[3]) ?? 9 : 9
    guard let returns = readDoubles("\(arguments[1])/rets_10000.f64"),
      let benchmark = readDoubles("\(arguments[1])/bench_2520.f64")
    else { throw MissingInput(folder: arguments[1]) }
    if only == "all" || only == "W5" {
      try bootstrap(Array(returns.prefix(benchmark.count)), runs: runs)
    }
    if only == "all" || only == "W6" { try panel(returns, benchmark: benchmark, runs: runs) }
  }

  /// What a user waits for when a run's returns are resampled: 10,000 histories of ten years.
  static func bootstrap(_ returns: [Double], runs: Int) throws {
    let workloads: [(name: String, scheme: ResamplingScheme)] = [
      ("W5.moving_block", .circularBlock(length: 20)),
      ("W5.stationary", .stationary(meanLength: 20)),
      ("W5.independent", .independent),
    ]
    for (name, scheme) in workloads {
      let bootstrap = try ReturnBootstrap(
        scheme: scheme,
        seed: 42,
        trial: 0,
        periodsPerYear: 252
      )
      var last = ReturnBootstrap.Paths()
      let measured = Measurement(runs: runs) {
        last = (try? bootstrap.paths(0..<10_000, of: returns)) ?? last
      }
      let series = [
        ("tw", last.finalWealth), ("mdd", last.maximumDrawdown),
        ("sharpe", last.sharpeRatio.compactMap(\.self)),
      ]
      measured.report(
        name,
        variant: "1 thread",
        size: "10000 paths x \(returns.count)",
        items: 10_000,
        unit: "paths/s",
        checks: series.flatMap { label, values in
          [5, 50, 95].map { percent in
            ("\(label)_q\(percent)", quantile(of: values, at: Double(percent) / 100) ?? .nan)
          }
        }
      )
    }
  }

  /// What a user waits for when a sweep is ranked: nine figures of 10,000 strategies.
  static func panel(_ returns: [Double], benchmark: [Double], runs: Int) throws {
    var last: [PanelFigures] = []
    let measured = Measurement(runs: runs) {
      let figures = try? panelFigures(
        ofReturns: returns,
        benchmark: benchmark,
        periodsPerYear: 252
      )
      last = figures ?? last
    }
    guard let first = last.first else { return }
    measured.report(
      "W6.metrics9",
      variant: "1 thread",
      size: "\(last.count) x \(benchmark.count)",
      items: Double(last.count),
      unit: "strategies/s",
      checks: [
        ("sharpe", first.sharpe ?? .nan), ("sortino", first.sortino ?? .nan),
        ("calmar", first.calmar ?? .nan), ("mdd", first.maximumDrawdown),
        ("duration", Double(first.longestDrawdownPeriods)),
        ("alpha", first.annualizedAlpha ?? .nan), ("beta", first.beta ?? .nan),
        ("information_ratio", first.informationRatio ?? .nan),
        ("profit_factor", first.profitFactor ?? .nan),
      ]
    )
  }
}

/// An input file that is not there.
struct MissingInput: Error {
  let folder: String
}
