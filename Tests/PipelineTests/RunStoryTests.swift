import ConfigValidation
import DataLake
import DataLakeTesting
import Foundation
import MarketModel
import Testing

@Suite("The story of a run", .enabled(if: LoopHarness.hasDatabase))
struct RunStoryTests {
  /// A cycle with a value replaced and its files elsewhere, whose folder of files is gone.
  private func makeRuns(
    _ document: String = LoopDocuments.cycle,
    count: Int = 9
  ) async throws -> (loop: LoopHarness, runs: [JSONValue]) {
    let loop = try LoopHarness()
    #expect(await loop.makeLake(options: true).code == 0)
    let outcome = await loop.run([
      "--config", try loop.writeDocuments(document), "--once", "--output", loop.path("out"),
      "--set", "experiment.starting_cash=50000",
      "--set", "experiment.execution={fees: {model: proportional, rate: 0.0005}}",
    ])
    #expect(outcome.code == 0, "\(outcome.problems)")
    for name in ["out", "loop.yaml", "sweeps"] {
      try FileManager.default.removeItem(atPath: loop.path(name))
    }
    // The lake may lie elsewhere than the document says.
    try FileManager.default.moveItem(atPath: loop.path("lake"), toPath: loop.path("moved"))
    let list = await loop.run(["runs", "list", "--lake", loop.path("moved"), "--json"])
    let runs = try #require(try JSONValue(parsing: list.output).arrayValue)
    #expect(runs.count == count)
    return (loop, runs)
  }

  @Test("is told with parameters, costs, benchmarks, tests and the verdict")
  func tellsEverything() async throws {
    let (loop, runs) = try await makeRuns()
    let run = try #require(runs.first { $0["strategy_class"] == "EmaCrossStrategy" })
    let id = try #require(run["run_id"]?.stringValue)
    let shown = await loop.run(["runs", "show", id, "--lake", loop.path("moved")])
    #expect(shown.code == 0, "\(shown.problems)")
    for part in [
      "PARAMETERS", "SETTINGS", "fees.rate", "0.0005", "ACCOUNT", "50000.00", "BENCHMARKS",
      "BuyAndHold QQQ", "BuyAndHold SPY", "EXECUTION", "COST SENSITIVITY", "WALK-FORWARD",
      "RESAMPLED TRADES", "REGIMES", "VERDICT", "of 7", "deflated Sharpe ratio",
    ] {
      #expect(shown.output.contains(part), "\(part) is missing in\n\(shown.output)")
    }
    let json = await loop.run(["runs", "show", id, "--lake", loop.path("moved"), "--json"])
    let story = try JSONValue(parsing: json.output)
    #expect(story["verdict"]?["ranked_count"] == .integer(7))
    #expect(story["verdict"]?["trials"] == .integer(6))
  }

  @Test("every run is exported from the registry and the lake alone, benchmarks too")
  func exportsEverything() async throws {
    let (loop, runs) = try await makeRuns()
    for run in runs {
      let id = try #require(run["run_id"]?.stringValue)
      let arguments = ["runs", "show", id, "--lake", loop.path("moved")]
      let exported = await loop.run(arguments + ["--export", loop.path("exported")])
      #expect(exported.code == 0, "\(exported.problems)")
      let story = try JSONValue(parsing: await loop.run(arguments + ["--json"]).output)
      try check(id, story, loop)
    }
    #expect(try loop.files(in: "exported").count == 5 * runs.count)
  }

  /// Holds the files of a run against each other and against its recorded numbers.
  private func check(_ id: String, _ story: JSONValue, _ loop: LoopHarness) throws {
    let portfolio = try #require(story["result"]?["portfolio"])
    let commission = try #require(portfolio["total_commission"]?.numberValue)
    let final = try #require(portfolio["final_equity"]?.numberValue)
    let fills = try parquet("\(id)_fills", loop)
    let equity = try parquet("\(id)_equity", loop)
    let fees = try doubles("fee", fills)
    #expect(abs(fees.reduce(0, +) - commission) <= 1e-9 * max(1, commission))
    #expect(fees.isEmpty || commission > 0)
    #expect(try doubles("equity", equity).last == final)
    #expect(equity.rowCount == portfolio["equity_curve_points"]?.integerValue.map { Int($0) })
    #expect(fills.rowCount == story["result"]?["execution"]?["fills"]?.integerValue.map { Int($0) })

    let feesInText = try csv("\(id)_fills", "fee", loop)
    let equityInText = try csv("\(id)_equity", "equity", loop)
    #expect(feesInText == fees)
    #expect(equityInText == (try doubles("equity", equity)))

    let text = try String(contentsOfFile: loop.path("exported/\(id)_metrics.json"), encoding: .utf8)
    let figures = try JSONValue(parsing: text)
    #expect(figures["run_id"] == .string(id))
    #expect(figures["metrics"]?["final_equity"]?.numberValue == final)
    #expect(figures["metrics"]?["commission"]?.numberValue == commission)
    #expect(
      figures["metrics"]?["sharpe"]?.numberValue
        == portfolio["sharpe_annualized_proxy"]?.numberValue
    )
  }

  @Test("the figures of a run on one symbol stand beside buying and holding it")
  func measuresAgainstHolding() async throws {
    let document = LoopDocuments.cycle.replacing("[SPY, QQQ]", with: "[QQQ]")
    let (loop, runs) = try await makeRuns(document, count: 8)
    let holding = try #require(runs.first { $0["strategy_class"] == "BuyAndHoldStrategy" })
    for run in runs {
      let id = try #require(run["run_id"]?.stringValue)
      let exported = await loop.run([
        "runs", "show", id, "--lake", loop.path("moved"), "--export", loop.path("exported"),
      ])
      #expect(exported.code == 0, "\(exported.problems)")
      let path = loop.path("exported/\(id)_metrics.json")
      let figures = try JSONValue(parsing: String(contentsOfFile: path, encoding: .utf8))
      let expected = run["run_id"] == holding["run_id"] ? nil : holding["sharpe"]?.numberValue
      #expect(figures["metrics"]?["benchmark_sharpe"]?.numberValue == expected)
    }
  }

  @Test("data, symbols and cycles that are added later change no export")
  func survivesGrowth() async throws {
    let (loop, runs) = try await makeRuns()
    let grown = await loop.run([
      "data", "synth", "--lake", loop.path("moved"), "--seed", "7", "--symbols", "4", "--days",
      "300", "--start", "2019-01-02", "--options",
    ])
    #expect(grown.code == 0, "\(grown.problems)")
    let config = try loop.writeDocuments()
    let cycle = await loop.run([
      "--config", config, "--once", "--output", loop.path("later"), "--set", "pack.lake=moved",
      "--set", "pack.end_date=2020-01-31",
    ])
    #expect(cycle.code == 0, "\(cycle.problems)")
    let id = try #require(runs.last?["run_id"]?.stringValue)
    let exported = await loop.run([
      "runs", "show", id, "--lake", loop.path("moved"), "--export", loop.path("exported"),
    ])
    #expect(exported.code == 0, "\(exported.problems)")
  }

  @Test("an export of data that have changed since names both contents and fails")
  func refusesChangedData() async throws {
    let (loop, runs) = try await makeRuns()
    let id = try #require(runs[0]["run_id"]?.stringValue)
    let arguments = ["runs", "show", id, "--lake", loop.path("moved"), "--export", loop.path("x")]
    let synth = await loop.run([
      "data", "synth", "--lake", loop.path("other"), "--seed", "8", "--symbols", "2", "--days",
      "220", "--start", "2019-01-02",
    ])
    #expect(synth.code == 0, "\(synth.problems)")
    let registry = ["--registry", loop.path("moved/registry.sqlite")]
    let changed = await loop.run(
      ["runs", "show", id, "--lake", loop.path("other"), "--export", loop.path("x")] + registry
    )
    #expect(changed.code == 1)
    #expect(changed.problems.contains("have changed since"))
    #expect(changed.problems.contains("expected content "))
    #expect(try loop.files(in: "x").isEmpty)
    #expect(await loop.run(arguments).code == 0)
  }

  @Test("an export without a lake is refused")
  func needsLake() async throws {
    let loop = try LoopHarness()
    let outcome = await loop.run(["runs", "show", "ab", "--registry", "r", "--export", "x"])
    #expect(outcome.code == 2)
    #expect(outcome.problems.contains("expected --lake beside --export"))
  }

  private func parquet(_ name: String, _ loop: LoopHarness) throws -> ColumnTable {
    try ParquetFile.read(
      loop.path("exported/\(name).parquet"),
      database: try TemporaryLake.database(near: #filePath)
    )
  }

  private func doubles(_ name: String, _ table: ColumnTable) throws -> [Double] {
    let column = try #require(table.columns.first { $0.name == name })
    guard case .double(let values) = column.values else {
      Issue.record("expected numbers in \(name)")
      return []
    }
    return values
  }

  private func csv(_ name: String, _ column: String, _ loop: LoopHarness) throws -> [Double] {
    let text = try String(contentsOfFile: loop.path("exported/\(name).csv"), encoding: .utf8)
    let lines = text.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    let index = try #require(lines.first?.firstIndex { $0 == column })
    return try lines.dropFirst().map { try #require(Double($0[index])) }
  }
}
