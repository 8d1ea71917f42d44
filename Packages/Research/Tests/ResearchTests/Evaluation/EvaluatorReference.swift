import ConfigValidation
import ExperimentRegistry
import Foundation
import MarketModel
import Research
import Testing

/// The seeded runs of the reference file, and what another implementation makes of them.
struct EvaluatorReference {
  var runs: [EvaluationRun] = []
  var expected: [String: (composite: Double, components: JSONValue)] = [:]
  var ranking: [String] = []

  static func load() throws -> EvaluatorReference {
    let root = (0..<6).reduce(URL(fileURLWithPath: #filePath)) { url, _ in
      url.deletingLastPathComponent()
    }
    let file = root.appendingPathComponent("Fixtures/reference/strategy_evaluator.json")
    let values = try JSONValue(parsing: Array(try Data(contentsOf: file)))["values"]
    var reference = EvaluatorReference()
    for entry in try #require(values?["runs"]?.arrayValue) {
      let run = try run(try #require(entry["run"]))
      reference.runs.append(run)
      reference.expected[run.artifact.manifest.runID.hex] = (
        try #require(entry["composite"]?.numberValue), try #require(entry["components"])
      )
    }
    reference.ranking = try #require(values?["ranking"]?.arrayValue).compactMap(\.stringValue)
    return reference
  }

  private static func run(_ value: JSONValue) throws -> EvaluationRun {
    let breakdown = try #require(value["breakdown"]?.arrayValue).map {
      RegimeProfit(
        key: try #require($0[0]?.stringValue),
        profit: try #require($0[1]?.numberValue),
        bars: Int(try #require($0[2]?.integerValue))
      )
    }
    var run = ArtifactBuilder.run(
      id: "",
      strategyClass: try #require(value["strategy_class"]?.stringValue),
      parameters: try #require(value["params"].flatMap { ParameterSet(json: $0) }),
      portfolio: ArtifactBuilder.portfolio(
        0,
        value["sharpe"]?.numberValue,
        value["drawdown_pct"]?.numberValue,
        breakdown
      ),
      fills: Int(try #require(value["fills"]?.integerValue)),
      rejects: Int(try #require(value["rejects"]?.integerValue))
    )
    let profit = try #require(value["pnl"]?.numberValue)
    run.artifact.result.portfolio.finalEquity = 10_000 + profit
    run.artifact.result.portfolio.totalReturnPercent = profit / 10_000 * 100
    run.artifact.manifest.runID = try #require(
      value["run_id"]?.stringValue.flatMap { RunID($0) }
    )
    if let windows = value["windows"]?.arrayValue {
      run.artifact.manifest.walkForward = WalkForwardBlock(
        windows: windows.compactMap(\.numberValue).map {
          WalkForwardWindowResult(
            trainStart: .init(dayNumber: 0),
            trainEnd: .init(dayNumber: 1),
            testStart: .init(dayNumber: 2),
            testEnd: .init(dayNumber: 3),
            profit: $0,
            sharpe: nil,
            trades: 1
          )
        }
      )
    }
    return run
  }
}
