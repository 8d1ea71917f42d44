internal import ConfigValidation
internal import ExperimentRegistry
internal import MarketModel
internal import Research

extension RunStory {
  /// Every parameter, and what the engine was told; settings that are off are left out.
  func settings(_ style: ConsoleStyle) -> String {
    let parameters = artifact.manifest.parameters.elements.map { ($0.name, "\($0.value)") }
    let told = rows(of: artifact.manifest.executionConfiguration, prefix: "")
    let text = list("SETTINGS", told, style)
    return parameters.isEmpty ? text : list("PARAMETERS", parameters, style) + "\n\n" + text
  }

  /// The members of a document on one level, such as `fees.rate`.
  private func rows(of value: JSONValue, prefix: String) -> [(String, String)] {
    switch value {
    case .object(let members):
      return members.flatMap { member in
        rows(of: member.value, prefix: prefix.isEmpty ? member.name : "\(prefix).\(member.name)")
      }
    case .null: return []
    case .string(let text): return [(prefix.isEmpty ? "execution" : prefix, text)]
    default: return [(prefix, value.text(pretty: false))]
    }
  }

  /// The run beside buying and holding its symbols, or `nil` without such runs.
  func comparison(_ style: ConsoleStyle) -> String? {
    guard !benchmarks.isEmpty else { return nil }
    var table = ConsoleTable(columns: [
      .init("beside"), .init("gross", .trailing), .init("net", .trailing),
      .init("Sharpe", .trailing), .init("max dd", .trailing), .init("trades", .trailing),
      .init("b/e bps", .trailing),
    ])
    table.append([.init("this run")] + measures(of: artifact))
    for benchmark in benchmarks {
      let run = EvaluationRun(artifact: benchmark, sourceFile: "")
      table.append([.init(RunLabels([]).label(ofBenchmark: run))] + measures(of: benchmark))
    }
    return titled("BENCHMARKS", table, style)
  }

  private func measures(of run: RunArtifact) -> [ConsoleTable.Cell] {
    let portfolio = run.result.portfolio
    func percent(_ value: Double?) -> String {
      NumberText.percent(value.map { $0 / 100 }, decimals: 2)
    }
    return [
      .init(percent(portfolio.grossReturnPercent)),
      .init(percent(portfolio.totalReturnPercent)),
      .init(NumberText.fixed(portfolio.sharpe, decimals: 2)),
      .init(percent(portfolio.maxDrawdownPercent)),
      .init(NumberText.grouped(portfolio.totalTrades)),
      .init(NumberText.fixed(portfolio.breakEvenCostBasisPoints, decimals: 1)),
    ]
  }

  /// The place, the score and the reasons against the run.
  func judgement(_ verdict: RunVerdict, _ style: ConsoleStyle) -> String {
    var rows = [
      ("cycle", verdict.cycleID),
      (
        "rank",
        "\(NumberText.grouped(verdict.rank)) of \(NumberText.grouped(verdict.rankedCount))"
      ),
      ("score", NumberText.fixed(verdict.score, decimals: 3)),
      ("deflated Sharpe ratio", NumberText.fixed(verdict.deflatedSharpe, decimals: 3)),
    ]
    if let trials = verdict.trials { rows.append(("trials behind it", NumberText.grouped(trials))) }
    rows.append(("verdict", verdict.killReasons.isEmpty ? "candidate" : "killed"))
    let reasons = verdict.killReasons.map { "killed by \($0.text)" }
    return ([list("VERDICT", rows, style)] + reasons).joined(separator: "\n")
  }
}
