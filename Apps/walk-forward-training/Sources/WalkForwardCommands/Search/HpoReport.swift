internal import CommandSupport
internal import ConfigValidation
internal import Features
internal import Forecasting
internal import MarketModel
internal import ModelSearch
internal import ModelTraining
internal import NeuralForecasting
internal import Optimizer
internal import Reporting

/// What a search would do, and what it came to, as tables.
struct HpoReport {
  let console: Console

  init(_ console: Console) { self.console = console }

  /// Shows data, grid, memory and what is tried of a search that is not run.
  func show(_ plan: ModelSearchPlan, memory: Int?, workers: Int) {
    let config = plan.search.config
    let table = plan.data.table
    line("study", plan.studyName)
    line(
      "rows",
      "\(NumberText.grouped(table.rowCount)) of \(config.training.data.symbol), "
        + "\(table.featureNames.count) features, MD5 \(plan.dataDigest)"
    )
    line("target", "\(config.training.target.name) over \(table.layout.horizon) bars")
    line("context", "\(table.layout.contextLength) rows")
    let samples = plan.samples
    line(
      "samples",
      "\(samples.training.count) to train on (trials: \(samples.subset.count)), "
        + "\(samples.validation.count) to choose on, \(samples.test.count) for the winner; "
        + config.split.method.name
    )
    line("base rate", "loss \(NumberText.fixed(plan.baseRateLoss, decimals: 6))")
    line(
      "trials",
      "\(config.trialCount), \(config.trialsAtOnce) at once"
        + (config.timeout.map { ", begun within \(NumberText.duration(seconds: $0))" } ?? "")
    )
    line("updates", "at most \(NumberText.grouped(plan.mostUpdates)) of a trial")
    for parameter in plan.space.parameters {
      line(parameter.name, parameter.domain.words)
    }
    if config.space.batches == .byMemory { line("batch", "256, in parts by the rule of memory") }
    guard let least = plan.tried.first, let most = plan.tried.last else { return }
    if config.isArchitectural {
      line(
        "grid",
        "\(plan.tried.count) of \(plan.architectures.count) architectures, "
          + "\(NumberText.grouped(least.parameterCount)) to "
          + "\(NumberText.grouped(most.parameterCount)) parameters"
      )
      line("first", plan.forced.map { plan.tried[$0].label }.joined(separator: ", "))
    } else {
      line("model", "\(least.label), \(NumberText.grouped(least.parameterCount)) parameters")
    }
    let need = plan.tried.map { plan.memory(of: $0).bytes }.max() ?? 0
    line(
      "memory",
      "about \(memoryText(need)) for the largest trial; "
        + (memory.map { "found \(memoryText($0)) for \(min(workers, config.trialsAtOnce))" }
          ?? "not checked")
    )
    guard let memory else { return }
    do throws(ModelSearchError) {
      try plan.checkMemory(limit: memory, workers: workers)
    } catch {
      console.error("warning: \(error)")
    }
  }

  private func line(_ name: String, _ value: String) {
    console.print(name + String(repeating: " ", count: max(1, 15 - name.count)) + value)
  }

  /// Shows what a search came to.
  func show(_ outcome: ModelSearchOutcome, _ result: SearchResult) {
    console.print(table(outcome).rendered(in: console.style))
    console.print("")
    let plan = outcome.run.plan
    let pruned = outcome.count { $0 == .pruned }
    line(
      "trials",
      "\(result.completedTrials) complete, \(pruned) pruned, \(outcome.failedCount) failed"
        + (outcome.stop == .timeout ? "; the time was up, the same command goes on" : "")
    )
    let gain = plan.baseRateLoss - result.bestValue
    line(
      "best",
      "trial \(outcome.best?.number ?? 0), loss \(NumberText.fixed(result.bestValue, decimals: 6)), "
        + "\(NumberText.fixed(abs(gain), decimals: 6)) \(gain > 0 ? "better" : "worse") than the base rate"
    )
    if let test = outcome.test {
      line(
        "test",
        "loss \(NumberText.fixed(test.loss, decimals: 6)), base rate "
          + "\(NumberText.fixed(test.baseRateLoss, decimals: 6))"
          + (test.accuracy.map { ", accuracy \(NumberText.percent($0, decimals: 1))" } ?? "")
          + (test.baseRateAccuracy.map {
            ", base rate \(NumberText.percent($0, decimals: 1))"
          } ?? "")
      )
    }
    if let problem = outcome.testProblem { line("test", "none: \(problem)") }
    line("result", "\(outcome.run.experimentFolder)/\(result.fileName)")
  }

  private func table(_ outcome: ModelSearchOutcome) -> ConsoleTable {
    let plan = outcome.run.plan
    let names = plan.space.parameters.map(\.name).filter { $0 != "arch" }
    var table = ConsoleTable(
      columns: [.init("trial", .trailing), .init("state"), .init("loss", .trailing)]
        + [.init("architecture"), .init("parameters", .trailing), .init("epochs run", .trailing)]
        + names.map { .init($0, .trailing) }
    )
    for trial in outcome.study.trials {
      let settings = plan.settings(trial.parameters)
      let isBest = trial.number == outcome.best?.number
      let cells =
        [
          "\(trial.number)", isBest ? "best" : trial.state.name,
          NumberText.fixed(trial.values.first, decimals: 6), settings.sizeLabel,
          NumberText.grouped(outcome.parameterCount(trial)),
          trial.reports.last.map { "\($0.step)" } ?? "",
        ] + names.map { trial.parameters[$0]?.shortText ?? "" }
      table.append(cells.map { .init($0, isBest ? .strong : .plain) })
    }
    let base = ["", "base rate", NumberText.fixed(plan.baseRateLoss, decimals: 6), "", "", ""]
    table.append((base + names.map { _ in "" }).map { .init($0, .muted) })
    return table
  }
}

extension ParameterValue {
  /// The value with at most three significant digits.
  fileprivate var shortText: String {
    guard case .number(let value) = self, value != 0 else { return description }
    var (scaled, exponent) = (abs(value), 0)
    while scaled < 1 { (scaled, exponent) = (scaled * 10, exponent - 1) }
    guard exponent < -2 else { return NumberText.fixed(value, decimals: 3) }
    return "\(value < 0 ? "-" : "")\(NumberText.fixed(scaled, decimals: 2))e\(exponent)"
  }
}

extension SearchDomain {
  /// The domain in a few words.
  fileprivate var words: String {
    switch self {
    case .integer(let minimum, let maximum, let step, let scale):
      "\(minimum) to \(maximum)" + (step > 1 ? " by \(step)" : "") + scale.words
    case .number(let minimum, let maximum, let step, let scale):
      "\(minimum) to \(maximum)" + (step.map { " by \($0)" } ?? "") + scale.words
    case .ordered(let values), .choice(let values):
      values.count > 12
        ? "one of \(values.count)" : values.map(\.description).joined(separator: ", ")
    }
  }
}

extension SearchScale {
  fileprivate var words: String { self == .logarithmic ? ", logarithmic" : "" }
}
