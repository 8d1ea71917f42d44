import Backtest
import ConfigValidation
import MarketModel
import Strategies
import Testing

@Suite("check-causality", .enabled(if: LoopHarness.hasDatabase))
struct CheckCausalityTests {
  @Test("passes the built-in strategies and the labels, and writes nothing")
  func passes() async throws {
    let loop = try LoopHarness()
    #expect(await loop.makeLake().code == 0)
    let config = try loop.writeDocuments()
    let before = try loop.files(in: ".")
    let outcome = await loop.run(["check-causality", config, "--cuts", "6"])
    #expect(outcome.code == 0, "\(outcome.problems)")
    #expect(outcome.output.contains("regimes of SPY"))
    #expect(outcome.output.contains("EmaCross fast=3 slow=10"))
    #expect(outcome.output.contains("RsiReversion period=7"))
    #expect(!outcome.output.contains("violated"))
    #expect(outcome.problems.contains("causality"))
    #expect(try loop.files(in: ".") == before)
  }

  @Test("finds a strategy that brought the prices along, and fails")
  func fails() async throws {
    let loop = try LoopHarness()
    #expect(await loop.makeLake().code == 0)
    let config = try loop.writeDocuments(
      LoopDocuments.cycle.replacing("strategy_class: RsiReversion", with: "strategy_class: Diary")
        .replacing("params: {period: 7}", with: "params: {}")
    )
    var strategies = BuiltInStrategies.registry
    strategies.add(Self.diary)
    let outcome = await loop.run(
      ["check-causality", config, "--cuts", "6", "--json"],
      strategies: strategies
    )
    #expect(outcome.code == 1, "\(outcome.problems)")
    #expect(outcome.problems.contains("Diary"))
    let reports = try JSONValue(parsing: outcome.output)
    guard case .array(let list) = reports else {
      Issue.record("expected a list, found \(outcome.output)")
      return
    }
    let verdicts = list.map { ($0["subject"]?.stringValue, $0["verdict"]?.stringValue) }
    #expect(verdicts.filter { $0.1 == "violated" }.map(\.0) == ["Diary"])
  }

  @Test("refuses a configuration that is wrong", arguments: ["missing.yaml", "loop.yaml"])
  func refuses(name: String) async throws {
    let loop = try LoopHarness()
    _ = try loop.writeDocuments("pack: {symbols: [SPY], lake: lake}\nstrategies: []\n")
    let outcome = await loop.run(["check-causality", loop.path(name)])
    #expect(outcome.code == 2, "\(outcome.problems)")
  }

  /// Keeps a diary of earlier runs, and reads in it what comes next.
  static let diary: StrategyDefinition = {
    let diary = Diary()
    return StrategyDefinition(
      name: "DiaryStrategy",
      summary: "Remembers the bars of earlier runs.",
      schema: ParameterSchema([]),
      supports: { _ in true },
      make: { (_, _) throws(BacktestError) in DiaryReader(diary: diary) }
    )
  }()

  @Test("checks features of one's own over the bars of a symbol")
  func checksFeatures() async throws {
    let loop = try LoopHarness()
    _ = await loop.makeLake()
    let path = try loop.write(
      "features:\n  weekly: rsi(close, 5) @ 1w\n  surprise: zscore(momentum(close, 7), 20)\n",
      to: "mine.yaml"
    )
    let arguments = ["check-causality", path, "--lake", loop.path("lake"), "--cuts", "8"]
    let outcome = await loop.run(arguments + ["--symbol", "SPY"])
    #expect(outcome.code == 0, "\(outcome.problems)")
    #expect(outcome.output.contains("weekly") && outcome.output.contains("causal"))
    #expect(await loop.run(arguments).code == 2)
    #expect(await loop.run(arguments + ["--symbol", "NONE"]).code == 1)
    try loop.write("features:\n  wrong: close[-1]\n", to: "mine.yaml")
    #expect(await loop.run(arguments + ["--symbol", "SPY"]).code == 2)
  }
}
