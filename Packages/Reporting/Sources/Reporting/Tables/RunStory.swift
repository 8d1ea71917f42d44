internal import ConfigValidation
internal import ExperimentRegistry
internal import MarketModel
public import Research

/// The whole story of one run as text: what was done, on which data, what came of it beside buying and
/// holding, how it held up under costs, windows, resampling and regimes, and how it was judged.
public struct RunStory: Hashable, Sendable {
  let artifact: RunArtifact
  let verdict: RunVerdict?
  let benchmarks: [RunArtifact]

  /// Creates the story of a run.
  ///
  /// - Parameters:
  ///   - artifact: The run.
  ///   - verdict: What the newest evaluation said of it, where it was judged.
  ///   - benchmarks: Runs on one pack each to compare it with.
  public init(of artifact: RunArtifact, verdict: RunVerdict?, benchmarks: [RunArtifact]) {
    self.artifact = artifact
    self.verdict = verdict
    self.benchmarks = benchmarks
  }

  /// The story, section by section.
  public func rendered(in style: ConsoleStyle) -> String {
    var sections = [identity(style), settings(style), account(style)]
    sections += [
      comparison(style), execution(style), costs(style), windows(style), resampling(style),
    ].compactMap { $0 }
    if !artifact.result.portfolio.regimeBreakdown.isEmpty { sections.append(regimes(style)) }
    if let verdict { sections.append(judgement(verdict, style)) }
    return sections.joined(separator: "\n\n")
  }

  private func identity(_ style: ConsoleStyle) -> String {
    let manifest = artifact.manifest
    var lines = [
      style.painted(runLabel(manifest), .strong),
      "run       \(manifest.runID.hex)",
      "engine    \(manifest.engineVersion)",
      "made at   \(manifest.environment.timestamp)",
    ]
    lines += manifest.replayPacks.map { "pack      \($0.path)  \($0.hash.prefix(16))" }
    lines.append(
      "replayed  \(NumberText.grouped(artifact.result.barsReplayed)) bars, "
        + "\(NumberText.grouped(artifact.result.outcomesUsed)) outcomes, "
        + "\(NumberText.grouped(artifact.result.regimesLoaded)) regime rows"
    )
    return lines.joined(separator: "\n")
  }

  private func account(_ style: ConsoleStyle) -> String {
    let portfolio = artifact.result.portfolio
    func percent(_ value: Double?) -> String {
      NumberText.percent(value.map { $0 / 100 }, decimals: 2)
    }
    return list(
      "ACCOUNT",
      [
        ("starting cash", NumberText.fixed(portfolio.startingCash, decimals: 2)),
        ("final equity", NumberText.fixed(portfolio.finalEquity, decimals: 2)),
        ("gross return", percent(portfolio.grossReturnPercent)),
        ("net return", percent(portfolio.totalReturnPercent)),
        ("Sharpe ratio", NumberText.fixed(portfolio.sharpe, decimals: 3)),
        ("largest drawdown", percent(portfolio.maxDrawdownPercent)),
        ("closed trades", NumberText.grouped(portfolio.totalTrades)),
        ("open positions", NumberText.grouped(portfolio.openPositions)),
        ("win rate", percent(portfolio.winRatePercent)),
        ("profit factor", NumberText.fixed(portfolio.profitFactor, decimals: 2)),
        ("expectancy", NumberText.fixed(portfolio.expectancy, decimals: 2)),
        ("break-even cost, bps", NumberText.fixed(portfolio.breakEvenCostBasisPoints, decimals: 1)),
        (
          "mean holding time",
          portfolio.averageHoldingMinutes.map { NumberText.duration(seconds: $0 * 60) }
            ?? NumberText.undefined
        ),
      ],
      style
    )
  }
}
