internal import CommandSupport
internal import Forecasting
internal import MarketModel
internal import ModelSearch
internal import ModelTraining
internal import NeuralForecasting
internal import Optimizer
internal import Reporting
internal import Synchronization

/// Shows how far a search is: a line for each trial, and on terminals the newest epoch below.
final class HpoDisplay: Sendable {
  private let context: CommandContext
  private let plan: ModelSearchPlan
  private let began: Timestamp
  private let state = Mutex(State())

  private struct State {
    var done = 0
    var run = 0
    var best: (trial: Int, loss: Double)?
  }

  init(_ context: CommandContext, _ plan: ModelSearchPlan) {
    self.context = context
    self.plan = plan
    began = context.now()
    context.console.error(
      "\(plan.studyName): \(plan.search.config.trialCount) trials, base rate "
        + NumberText.fixed(plan.baseRateLoss, decimals: 6)
    )
  }

  /// Shows what happened.
  func show(_ event: ModelSearchEvent) {
    switch event {
    case .kept(let trials):
      state.withLock { $0.done = trials }
      if trials > 0 { context.console.error("\(trials) trials were finished before") }
    case .epoch(let trial, let progress): move("trial \(trial)", progress)
    case .winner(let trial, let progress): move("best trial \(trial) on all samples", progress)
    case .pausing(let celsius, let seconds):
      line("\(NumberText.fixed(celsius, decimals: 0)) °C: waiting \(Int(seconds)) s")
    case .ended(let end, let settings): show(end, settings)
    }
  }

  private func move(_ name: String, _ progress: FitProgress) {
    guard context.console.overwritesProgress else { return }
    context.console.progress(
      "\r\u{1B}[K\(name)  epoch \(progress.epoch)/\(progress.epochCount)  loss "
        + NumberText.fixed(progress.trainingLoss, decimals: 6) + ", validation "
        + NumberText.fixed(progress.validationLoss, decimals: 6)
    )
  }

  private func show(_ end: TrialEnd, _ settings: TrialSettings) {
    let state = state.withLock { state in
      state.done += 1
      state.run += 1
      if case .complete(let values) = end.outcome, let loss = values.first,
        loss < state.best?.loss ?? .infinity
      {
        state.best = (end.number, loss)
      }
      return (done: state.done, run: state.run, best: state.best)
    }
    let total = plan.search.config.trialCount
    var parts = ["\(state.done)/\(total)  trial \(end.number)  \(outcome(end))"]
    parts.append(settings.sizes(in: plan))
    if let best = state.best, best.trial != end.number {
      parts.append("best \(NumberText.fixed(best.loss, decimals: 6)) (trial \(best.trial))")
    }
    let seconds = Double(context.now().nanoseconds - began.nanoseconds) / 1e9
    if state.done < total {
      let left = seconds / Double(state.run) * Double(total - state.done)
      parts.append("about \(NumberText.duration(seconds: left)) left")
    }
    line(parts.joined(separator: "; "))
  }

  private func outcome(_ end: TrialEnd) -> String {
    let epochs = end.reports.last.map { "\($0.step) epochs" } ?? "no epoch"
    switch end.outcome {
    case .complete(let values):
      return "loss \(NumberText.fixed(values.first, decimals: 6)) in \(epochs)"
    case .pruned: return "pruned after \(epochs)"
    case .failed(let reason): return "failed: \(reason)"
    }
  }

  private func line(_ text: String) {
    if context.console.overwritesProgress { context.console.progress("\r\u{1B}[K") }
    context.console.error(text)
  }
}

extension TrialSettings {
  /// Sizes and number of parameters in a few words.
  func sizes(in plan: ModelSearchPlan) -> String {
    let count = NumberText.grouped(architecture.parameterCount(of: plan.data.table))
    return "\(sizeLabel), \(count) parameters"
  }

  /// The sizes in a few characters.
  var sizeLabel: String {
    guard let shape = architecture.transformer else { return architecture.name }
    return "d\(shape.modelSize) L\(shape.layerCount) h\(shape.headCount) ff\(shape.feedForwardSize)"
  }
}
