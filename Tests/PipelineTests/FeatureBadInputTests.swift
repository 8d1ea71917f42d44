import Foundation
import MarketModel
import Testing

@Suite(
  "walk-forward-training features with bad input",
  .enabled(if: LoopHarness.hasDatabase, "needs the database library: make deps")
)
struct FeatureBadInputTests {
  /// A command line that cannot work, the exit code and a part of the message.
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var line: String
    var code: Int32
    var message: String

    var testDescription: String { name }
  }

  static let lines: [Case] = [
    Case(
      name: "a misspelt command",
      line: "feature build",
      code: 2,
      message: "'feature' is not a command; did you mean 'features'?"
    ),
    Case(
      name: "a misspelt subcommand",
      line: "features bild",
      code: 2,
      message: "features 'bild' is not a command; did you mean 'build'?"
    ),
    Case(
      name: "no output",
      line: "features build --lake @lake --symbol SPY --tier a20",
      code: 2,
      message: "--output"
    ),
    Case(
      name: "another kind of file",
      line: "features build --lake @lake --symbol SPY --tier a20 --output @x.csv",
      code: 2,
      message: "expected a file that ends in .parquet"
    ),
    Case(
      name: "no columns",
      line: "features build --lake @lake --symbol SPY --output @x.parquet",
      code: 2,
      message: "name a --tier"
    ),
    Case(
      name: "an unknown tier",
      line: "features build --lake @lake --symbol SPY --tier a2O --output @x.parquet",
      code: 2,
      message: "tier a2O: is not known; did you mean 'a20'?"
    ),
    Case(
      name: "a tier twice",
      line: "features build --lake @lake --symbol SPY --tier a20 --tier a20 --output @x.parquet",
      code: 2,
      message: "expected each name once, found it twice"
    ),
    Case(
      name: "an unknown timescale",
      line: "features build --lake @lake --symbol SPY --tier a20 --timescale weekli "
        + "--output @x.parquet",
      code: 2,
      message: "did you mean 'weekly'?"
    ),
    Case(
      name: "a date that does not exist",
      line: "features build --lake @lake --symbol SPY --tier a20 --from 2019-02-30 "
        + "--output @x.parquet",
      code: 2,
      message: "expected a date such as 2024-01-31 for --from, found '2019-02-30'"
    ),
    Case(
      name: "an end before the start",
      line: "features build --lake @lake --symbol SPY --tier a20 --from 2019-03-01 "
        + "--to 2019-02-01 --output @x.parquet",
      code: 2,
      message: "expected --to not before --from"
    ),
    Case(
      name: "an instant that is none",
      line: "features build --lake @lake --symbol SPY --tier a20 --now soon --output @x.parquet",
      code: 2,
      message: "for --now, found 'soon'"
    ),
    Case(
      name: "features that are missing",
      line: "features build --lake @lake --symbol SPY --features @none.yaml --output @x.parquet",
      code: 2,
      message: "none.yaml: "
    ),
    Case(
      name: "a lake that is missing",
      line: "features build --lake @pond --symbol SPY --tier a20 --output @x.parquet",
      code: 1,
      message: "expected the folder of a lake, found nothing"
    ),
    Case(
      name: "a symbol that is missing",
      line: "features build --lake @lake --symbol SPX --tier a20 --output @x.parquet",
      code: 1,
      message: "the lake has no daily bars of SPX; did you mean 'SPY'?"
    ),
    Case(
      name: "a provider that is missing",
      line: "features build --lake @lake --symbol SPY --tier a20 --provider x --output @x.parquet",
      code: 1,
      message: "no bars of SPY 1d from x; the lake has bars SPY synthetic 86400"
    ),
    Case(
      name: "a volatility index that is missing",
      line: "features build --lake @lake --symbol SPY --tier a20 --include-vix "
        + "--output @x.parquet",
      code: 1,
      message: "expected one of ^VIX, VIX"
    ),
    Case(
      name: "too few bars",
      line: "features build --lake @lake --symbol SPY --tier a20 --output @x.parquet",
      code: 1,
      message: "expected at least 200 bars, found 150; never defined: dema_90, sma_200"
    ),
    Case(
      name: "an output below a file",
      line:
        "features build --lake @lake --symbol SPY --ohlcv --output @lake/manifest.json/x.parquet",
      code: 1,
      message: "manifest.json"
    ),
    Case(
      name: "no row in range",
      line: "features build --lake @lake --symbol SPY --ohlcv --from 2031-01-01 "
        + "--output @x.parquet",
      code: 1,
      message:
        "expected rows from 2031-01-01 to the last date, found complete rows of 2019-01-02 to"
    ),
    Case(
      name: "a manifest that is none",
      line: "features build --lake @lake --symbol SPY --ohlcv --output @lake/x.parquet",
      code: 1,
      message: "lake/manifest.json: schema_version: expected 1, found nothing"
    ),
    Case(
      name: "a manifest that is missing",
      line: "features verify @none.json",
      code: 1,
      message: "none.json: no such file or folder"
    ),
  ]

  @Test("is named, with the right exit code and no file left", arguments: lines)
  func namesTheProblem(bad: Case) async throws {
    let harness = try TrainingHarness()
    #expect(await harness.makeLake(symbols: "SPY,QQQ", days: 150).code == 0)
    let outcome = await harness.run(bad.line)
    #expect(outcome.code == bad.code, "\(outcome.problems)")
    #expect(outcome.problems.contains(bad.message), "\(outcome.problems)")
    #expect(!FileManager.default.fileExists(atPath: harness.path("x.parquet")))
    #expect(!FileManager.default.fileExists(atPath: harness.path("manifest.json")))
  }

  @Test("names both ranges where the volatility index does not overlap")
  func noOverlap() async throws {
    let harness = try TrainingHarness()
    _ = await harness.makeLake(symbols: "SPY", days: 250, start: "2016-01-04")
    _ = await harness.makeLake(symbols: "VIX", days: 250, start: "2018-01-02", seed: 8)
    let outcome = await harness.run(
      "features build --lake @lake --symbol SPY --tier a20 --include-vix --output @x.parquet"
    )
    #expect(outcome.code == 1)
    #expect(
      outcome.problems.contains(
        "expected dates in common, found 2016-01-04 to 2016-12-28 and 2018-01-02 to 2018-12-28"
      ),
      "\(outcome.problems)"
    )
  }

  @Test("counts rows that a stretch without volume leaves undefined")
  func zeroVolume() async throws {
    let harness = try TrainingHarness()
    try harness.store(try bars(count: 260) { index in index < 230 || index >= 255 ? 1 : 0 })
    let outcome = await harness.run(
      "features build --lake @lake --symbol SPY --tier a20 --output @x.parquet"
    )
    #expect(outcome.code == 0, "\(outcome.problems)")
    #expect(outcome.output.contains("vwap_20 lacks 6 later values"), "\(outcome.output)")
  }

  @Test("refuses a date that stands twice")
  func duplicateDate() async throws {
    let harness = try TrainingHarness()
    try harness.store(try bars(count: 230, doubling: 215) { _ in 1 })
    let outcome = await harness.run(
      "features build --lake @lake --symbol SPY --ohlcv --output @x.parquet"
    )
    #expect(outcome.code == 1)
    #expect(outcome.problems.contains("SPY, row 216: expected each date once"))
  }

  /// Daily bars with made volumes; after one of them the next shares its session's date.
  private func bars(
    count: Int,
    doubling doubled: Int? = nil,
    volume: (Int) -> Double
  ) throws -> BarSeries {
    let start = try #require(CivilDate("2019-01-02"))
    let sessions = TradingCalendar.usEquities.sessions(
      from: start,
      through: start.advanced(byDays: 2 * count)
    )
    var bars = sessions.prefix(count).enumerated().map { index, session in
      let price = 100 + 10 * sin(Double(index) / 9) + Double(index % 3)
      return Bar(
        openTime: session.open,
        closeTime: session.close,
        open: price,
        high: price + 1,
        low: price - 1,
        close: price,
        volume: volume(index)
      )
    }
    if let doubled {
      bars[doubled + 1].openTime = bars[doubled].closeTime
      bars[doubled + 1].closeTime = bars[doubled].closeTime.advanced(bySeconds: 60)
    }
    return try BarSeries(symbol: "SPY", interval: .day, bars: bars)
  }
}
