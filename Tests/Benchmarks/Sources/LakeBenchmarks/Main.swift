import BenchmarkHarness
import DataLake
import DataLakeTesting
import MarketModel
import ReplayPacks

/// Measures scans of Parquet files, the lake, and outcomes.
///
/// Usage: `LakeBenchmarks <daily_500.parquet> <first date of W7a> <runs>`, where the file holds
/// 500 symbols by 5,040 days; without it only the lake is measured.
@main
struct LakeBenchmarks {
  static func main() throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    let runs = arguments.last.flatMap { Int($0) } ?? 9
    if arguments.count == 3 { try scans(arguments[0], arguments[1], runs) }
    try lake(runs)
  }

  /// Scans two years of one symbol's closes (W7a), and makes weekly bars of all symbols (W7b).
  static func scans(_ path: String, _ date: String, _ runs: Int) throws {
    let database = try TemporaryLake.database(near: #filePath)
    let closes = """
      SELECT close FROM read_parquet('\(path)') WHERE symbol = 'S250' AND date >= DATE '\(date)' \
      ORDER BY date
      """
    let weekly = """
      SELECT symbol, CAST(date_trunc('week', date) AS TIMESTAMP_NS) AS week, \
      arg_min(open, date) AS open, max(high) AS high, min(low) AS low, arg_max(close, date) AS close, \
      sum(volume) AS volume FROM read_parquet('\(path)') GROUP BY 1, 2
      """
    for (name, statement, items) in [("W7a.scan", closes, 1.0), ("W7b.weekly", weekly, 2.52e6)] {
      var table = try database.table(statement)
      let measured = Measurement(runs: runs) {
        if let result = try? database.table(statement) { table = result }
      }
      let sum = try table.doubles("close").reduce(0, +)
      measured.report(
        name,
        variant: "ColumnTable",
        size: "of 2.52M rows",
        items: items,
        unit: "1/s",
        checks: [("rows", Double(table.rowCount)), ("sum_of_closes", sum)]
      )
    }
  }

  /// A million one-minute bars: import, read, outcomes of five horizons.
  static func lake(_ runs: Int) throws {
    let count = 1_000_000
    let bars = try BarBuilder.randomWalk(
      "X",
      .minute,
      from: Timestamp(seconds: 1_577_836_800),
      count: count,
      seed: 1
    )
    let change = LakeChange(bars: bars, provider: "bench", policy: .refuseConflicts)
    var lakes = try (0...2).map { _ in try TemporaryLake() }
    let kept = try TemporaryLake()
    try kept.lake.apply(change)
    let snapshot = try kept.lake.pin()
    Measurement(runs: 2) { _ = try? lakes.removeLast().lake.apply(change) }
      .report(
        "lake.import",
        variant: "into an empty lake",
        size: "1M bars",
        items: Double(count),
        unit: "bars/s",
        checks: []
      )
    var read = 0
    Measurement(runs: runs) {
      read =
        (try? snapshot.bars(
          symbol: "X",
          interval: .minute,
          provider: nil,
          from: nil,
          through: nil,
          visibleBy: nil
        ))?
        .count ?? 0
    }
    .report(
      "lake.read",
      variant: "all columns",
      size: "1M bars",
      items: Double(count),
      unit: "bars/s",
      checks: [("bars", Double(read))]
    )
    let definition = try OutcomeDefinition(
      horizonSeconds: [300, 900, 3_600, 14_400, 86_400],
      barsPerYear: nil
    )
    var complete = 0
    Measurement(runs: runs) {
      let outcomes = try? computeOutcomes(
        of: bars,
        anchors: 0..<count,
        definition: definition,
        expectation: .continuous(.minute)
      )
      complete = outcomes?.reduce(0) { $0 + $1.status.count { $0 == .ok } } ?? 0
    }
    .report(
      "outcomes",
      variant: "5 horizons",
      size: "1M bars",
      items: Double(count),
      unit: "bars/s",
      checks: [("complete", Double(complete))]
    )
  }
}
