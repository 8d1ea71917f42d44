internal import ConfigValidation
internal import MarketModel
internal import Optimizer
internal import Reporting
internal import StrategySearch

/// What a search came to, as a person reads it.
struct SearchReport {
  private let outcome: SearchOutcome
  private let style: ConsoleStyle

  init(_ outcome: SearchOutcome, style: ConsoleStyle) {
    self.outcome = outcome
    self.style = style
  }

  /// The tables and the recommendation.
  ///
  /// - Parameter byReturn: Whether trials are ordered by return rather than by the objective.
  /// - Returns: Lines without a final line break.
  func text(byReturn: Bool) -> String {
    switch outcome.findings {
    case .whole(let whole): text(whole, byReturn: byReturn)
    case .walkForward(let windows): text(windows)
    }
  }

  private var objective: SearchObjective { outcome.search.config.optimization.objectives[0] }

  // MARK: One study

  private func text(_ whole: WholeOutcome, byReturn: Bool) -> String {
    let stretch = whole.stretch
    let order = byReturn ? stretch.byReturn : stretch.ranking
    var table = ConsoleTable(columns: [
      .init("Rank", .trailing), .init("Strategy", maximumWidth: 25), .init("ROI %", .trailing),
      .init("Max DD %", .trailing), .init("Sharpe", .trailing), .init("Trades", .trailing),
      .init(objective.metric.rawValue, .trailing), .init("parameters", canShrink: true),
    ])
    for (rank, number) in order.prefix(SearchArtifacts.leaders).enumerated() {
      let trial = stretch.trials[number]
      guard let figures = trial.figures else { continue }
      let tone: ConsoleTone = number == stretch.recommended ? .good : .plain
      table.append([
        .init("\(rank + 1)", tone), .init(trial.name, tone),
        .init(percent(figures.totalReturn), tone),
        .init(percent(figures[.maximumDrawdown]), tone),
        .init(NumberText.fixed(figures[.sharpe], decimals: 3), tone),
        .init(NumberText.grouped(figures.trades), tone),
        .init(NumberText.fixed(trial.values.first, decimals: 4), tone),
        .init(text(trial.parameters), tone),
      ])
    }
    var parts: [String] = []
    parts.append(order.isEmpty ? "no trial is ranked" : table.rendered(in: style))
    parts.append(counts(stretch.trials))
    if let ever = outcome.trialsEver, ever > stretch.trials.count {
      parts.append(
        "\(NumberText.grouped(ever)) trials of this strategy on these data were made in all"
      )
    }
    if !stretch.paretoFront.isEmpty {
      let names = stretch.paretoFront.map { stretch.trials[$0].name }
      parts.append("pareto front   \(names.joined(separator: ", "))")
    }
    if let best = whole.best { parts.append(chosen("best", best, stretch)) }
    if let recommended = whole.recommended {
      parts.append(chosen("recommended", recommended, stretch))
      parts.append(reason(stretch))
    }
    return parts.joined(separator: "\n")
  }

  private func chosen(_ name: String, _ trial: ChosenTrial, _ stretch: StretchOutcome) -> String {
    let record = stretch.trials[trial.number]
    let deflated = NumberText.fixed(trial.deflation.deflatedSharpe, decimals: 3)
    let padding = String(repeating: " ", count: max(1, 15 - name.count))
    return "\(name)\(padding)\(record.name)  \(text(record.parameters))  "
      + "\(objective.metric.rawValue) \(NumberText.fixed(record.values.first, decimals: 4))  "
      + "deflated Sharpe \(deflated) after \(NumberText.grouped(trial.deflation.trialCount)) trials"
  }

  /// Why the recommended trial is recommended.
  private func reason(_ stretch: StretchOutcome) -> String {
    guard let plateau = stretch.plateaus.plateaus.first else { return "" }
    let count = stretch.plateaus.plateaus.count
    var words =
      "why            the middle of \(plateau.trials.count) neighbouring trials of which nine in ten "
      + "reach \(NumberText.fixed(plateau.worstDecile, decimals: 4)) "
      + "(median \(NumberText.fixed(plateau.median, decimals: 4)), "
      + "worst \(NumberText.fixed(plateau.worst, decimals: 4))), the best of \(count) "
      + (count == 1 ? "plateau" : "plateaus")
    if let importances = stretch.importances {
      let shares = importances.parameters.sorted { $0.share > $1.share }.prefix(4)
        .map { "\($0.name) \(NumberText.percent($0.share, decimals: 0))" }
      words +=
        "\nmatters        \(shares.joined(separator: ", ")) "
        + "(explains \(NumberText.percent(importances.explainedShare, decimals: 0)))"
    }
    return words
  }

  private func counts(_ trials: [SearchTrial]) -> String {
    func count(_ name: String) -> Int { trials.count { $0.state.name == name } }
    let parts = ["complete", "rejected", "pruned", "failed"]
      .map { ($0, count($0)) }.filter { $0.1 > 0 }
      .map { "\(NumberText.grouped($0.1)) \($0.0)" }
    var text = "\(NumberText.grouped(trials.count)) trials: \(parts.joined(separator: ", "))"
    let reasons = trials.compactMap { trial -> String? in
      switch trial.state {
      case .failed(let reason): reason
      case .rejected(let reasons): reasons.first
      case .complete, .pruned: nil
      }
    }
    if let first = reasons.first { text += " (such as: \(first))" }
    return text
  }

  // MARK: Windows

  private func text(_ walk: WalkForwardOutcome) -> String {
    let name = objective.metric.rawValue
    var table = ConsoleTable(columns: [
      .init("Window", .trailing), .init("test from"), .init("to"),
      .init("chosen"), .init("in \(name)", .trailing), .init("out \(name)", .trailing),
      .init("in ROI %", .trailing), .init("out ROI %", .trailing),
      .init("out DD %", .trailing), .init("Trades", .trailing),
      .init("parameters", canShrink: true),
    ])
    for window in walk.windows {
      let (inside, outside) = (window.chosen?.figures, window.test?.figures)
      let profit = outside?.totalReturn ?? 0
      table.append([
        .init("\(window.window.index)"), .init("\(window.window.testStart)"),
        .init("\(window.window.testEnd)"), .init(window.chosen?.name ?? "none"),
        .init(NumberText.fixed(window.chosen?.values.first, decimals: 5)),
        .init(NumberText.fixed(outside?[objective.metric], decimals: 5)),
        .init(percent(inside?.totalReturn)),
        .init(percent(outside?.totalReturn), profit < 0 ? .bad : .plain),
        .init(percent(outside?[.maximumDrawdown])),
        .init(outside.map { NumberText.grouped($0.trades) } ?? NumberText.undefined),
        .init(window.chosen.map { text($0.parameters) } ?? ""),
      ])
    }
    let figures = walk.outOfSample.figures
    var lines = [
      table.rendered(in: style),
      "out of sample  ROI \(percent(figures.totalReturn)) %  Sharpe "
        + "\(NumberText.fixed(figures[.sharpe], decimals: 3))  max DD "
        + "\(percent(figures[.maximumDrawdown])) %  \(NumberText.grouped(figures.trades)) trades  "
        + "\(NumberText.percent(walk.positiveShare, decimals: 0)) of windows positive",
    ]
    let efficiency = walk.efficiency
    lines.append(
      "efficiency     "
        + (efficiency.value.map { NumberText.fixed($0, decimals: 3) }
          ?? "not meaningful: \(efficiency.reason ?? "")")
    )
    let steady = walk.stability.map { stability in
      stability.spread.map {
        "\(stability.name) moves over \(NumberText.percent($0, decimals: 0)) of its range"
      } ?? "\(stability.name) takes \(stability.distinct) values"
    }
    lines.append("stability      \(steady.joined(separator: ", "))")
    if let last = walk.windows.last?.chosen {
      lines.append("use next       \(text(last.parameters)), the choice of the last window")
    }
    return lines.joined(separator: "\n")
  }

  // MARK: Words

  private func text(_ parameters: ParameterSet) -> String {
    outcome.search.space.parameters.compactMap { parameter in
      parameters[parameter.name].map { "\(parameter.name)=\(short($0))" }
    }
    .joined(separator: " ")
  }

  private func short(_ value: ParameterValue) -> String {
    guard case .number(let number) = value, number != 0 else { return "\(value)" }
    let text = String(number)
    return text.count <= 8 ? text : NumberText.fixed(number, decimals: abs(number) < 1 ? 5 : 3)
  }

  private func percent(_ fraction: Double?) -> String {
    NumberText.fixed(fraction.map { $0 * 100 }, decimals: 2)
  }
}
