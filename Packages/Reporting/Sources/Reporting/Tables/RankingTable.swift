public import Research

/// The table that closes a cycle: one row for each run, the best first, then the benchmarks.
///
/// Columns: rank, strategy with its parameters, gross and net return, Sharpe ratio, largest
/// drawdown, closed trades, break-even cost in basis points of traded value, score, and the rules
/// that killed the run.
public struct RankingTable: Hashable, Sendable {
  /// The table.
  public let table: ConsoleTable

  /// How many ranked runs it leaves out.
  public let omittedCount: Int

  /// Creates the table of an evaluation.
  ///
  /// - Parameters:
  ///   - evaluation: The verdict on all runs.
  ///   - limit: The largest number of ranked runs to show; benchmarks are always shown.
  public init(_ evaluation: Evaluation, limit: Int) {
    var table = ConsoleTable(columns: [
      .init("#", .trailing), .init("strategy", maximumWidth: 60, canShrink: true),
      .init("gross", .trailing), .init("net", .trailing), .init("Sharpe", .trailing),
      .init("max dd", .trailing), .init("trades", .trailing), .init("b/e bps", .trailing),
      .init("score", .trailing), .init("killed by", maximumWidth: 70, canShrink: true),
    ])
    let labels = RunLabels(evaluation.rankings.map(\.run))
    for ranked in evaluation.rankings.prefix(limit) {
      table.append(Self.row(of: ranked, labels.label(of: ranked.run)))
    }
    for benchmark in evaluation.benchmarks {
      table.append(Self.row(ofBenchmark: benchmark, labels.label(ofBenchmark: benchmark)))
    }
    self.table = table
    omittedCount = max(0, evaluation.rankings.count - limit)
  }

  private static func row(of ranked: RankedRun, _ label: String) -> [ConsoleTable.Cell] {
    let reasons = ranked.killReasons.map(\.text).joined(separator: ", ")
    let tone: ConsoleTone = ranked.isKilled ? .muted : .plain
    return [.init(String(ranked.rank), tone)]
      + cells(of: ranked.run, label, tone)
      + [
        .init(NumberText.fixed(ranked.score.composite, decimals: 3), tone),
        .init(ranked.isKilled ? reasons : "candidate", ranked.isKilled ? .bad : .good),
      ]
  }

  private static func row(
    ofBenchmark run: EvaluationRun,
    _ label: String
  ) -> [ConsoleTable.Cell] {
    [.init("–", .muted)] + cells(of: run, label, .muted) + [
      .init("–", .muted), .init("benchmark", .muted),
    ]
  }

  private static func cells(
    of run: EvaluationRun,
    _ label: String,
    _ tone: ConsoleTone
  ) -> [ConsoleTable.Cell] {
    let portfolio = run.artifact.result.portfolio
    let net = portfolio.totalReturnPercent
    return [
      .init(label, tone),
      .init(percent(portfolio.grossReturnPercent), tone),
      .init(percent(net), net.map { $0 < 0 ? .bad : tone } ?? tone),
      .init(NumberText.fixed(portfolio.sharpe, decimals: 2), tone),
      .init(percent(portfolio.maxDrawdownPercent), tone),
      .init(NumberText.grouped(portfolio.totalTrades), tone),
      .init(NumberText.fixed(portfolio.breakEvenCostBasisPoints, decimals: 1), tone),
    ]
  }

  private static func percent(_ value: Double?) -> String {
    NumberText.percent(value.map { $0 / 100 }, decimals: 2)
  }
}

extension KillReason {
  /// The rule with what was measured against what, such as `mc_ruin_prob 0.31 (limit 0.2)`.
  public var text: String {
    var text = reason
    if let value { text += " \(NumberText.fixed(value, decimals: 3))" }
    if let threshold { text += " (limit \(NumberText.fixed(threshold, decimals: 3)))" }
    return text
  }
}
