internal import CommandSupport
internal import Features
internal import Forecasting
internal import MarketModel
internal import ModelTraining
internal import Reporting
internal import Synchronization

/// Shows how far a training is: a line for each fit that is done, and on terminals one moving line below
/// that names every fit that runs.
final class TrainingDisplay: Sendable {
  private let context: CommandContext
  private let samples: [Int]
  private let state: Mutex<State>

  private struct State {
    var pace: TrainingPace
    var shown = Timestamp(nanoseconds: 0)
  }

  /// Creates a display of a run.
  convenience init(_ context: CommandContext, _ run: TrainingRun, workers: Int) {
    self.init(
      context,
      models: run.training.config.models.map(\.name),
      samples: run.plan.folds.map { $0.count(.training) },
      workers: workers
    )
  }

  /// Creates a display of models, and of folds with their numbers of training samples.
  init(_ context: CommandContext, models: [String], samples: [Int], workers: Int) {
    self.context = context
    self.samples = samples
    let pace = TrainingPace(models: models, foldCount: samples.count, workers: workers)
    state = Mutex(State(pace: pace))
  }

  /// Shows what happened; called for one event after another.
  func show(_ event: TrainingEvent) {
    let now = context.now()
    state.withLock { state in
      let line = note(event, in: &state.pace, at: now)
      let moves = context.console.overwritesProgress
      if let line {
        if moves { context.console.progress("\r\u{1B}[K") }
        context.console.error(line)
      }
      // Ten lines a second are enough for eyes.
      guard moves, line != nil || now.nanoseconds - state.shown.nanoseconds > 100_000_000 else {
        return
      }
      state.shown = now
      context.console.progress("\r\u{1B}[K" + status(state.pace, at: now))
    }
  }

  /// Clears the moving line.
  func finish() {
    if context.console.overwritesProgress { context.console.progress("\r\u{1B}[K") }
  }

  /// Takes an event in; returns the line of a fit that is done.
  private func note(
    _ event: TrainingEvent,
    in pace: inout TrainingPace,
    at now: Timestamp
  ) -> String? {
    switch event {
    case .began(let model, let fold):
      let count = samples.indices.contains(fold) ? samples[fold] : 0
      pace.begin(RunningFit(model: model, fold: fold, samples: count, began: now))
      return nil
    case .epoch(let model, let fold, let progress):
      pace.advance(model, fold, progress, at: now)
      return nil
    case .fitted(let model, let fold, let report, let wasKnown):
      let fit = pace.end(model, fold, counts: !wasKnown, at: now)
      return line(model, fold, wasKnown ? "read back" : words(report, fit, now), pace, now)
    case .failed(let model, let fold, let reason):
      _ = pace.end(model, fold, counts: true, at: now)
      return line(model, fold, "failed: \(reason)", pace, now)
    }
  }

  // MARK: A fit that is done

  private func line(
    _ model: String,
    _ fold: Int,
    _ text: String,
    _ pace: TrainingPace,
    _ now: Timestamp
  ) -> String {
    "\(pace.done)/\(pace.fitCount)  \(model) fold \(fold): \(text)"
      + (left(pace, now).map { "; \($0)" } ?? "")
  }

  private func words(_ report: FitReport, _ fit: RunningFit?, _ now: Timestamp) -> String {
    var parts: [String] = []
    if let fit, let progress = fit.progress, progress.epochCount > 1 {
      let ending = report.epochs == 1 ? "" : "s"
      parts.append("\(NumberText.grouped(report.epochs)) \(fit.passName)\(ending)")
    }
    if let rate = fit?.rate { parts.append("\(NumberText.grouped(Int(rate))) samples/s") }
    parts.append("\(NumberText.grouped(report.parameterCount)) parameters")
    parts.append("loss \(NumberText.fixed(report.trainingLoss, decimals: 6))")
    if let loss = report.validationLoss {
      parts.append("validation \(NumberText.fixed(loss, decimals: 6))")
    }
    if let seconds = fit?.seconds(at: now), seconds > 0 {
      parts.append("took \(NumberText.duration(seconds: seconds))")
    }
    return parts.joined(separator: ", ")
  }

  private func left(_ pace: TrainingPace, _ now: Timestamp) -> String? {
    guard let seconds = pace.secondsLeft(at: now), seconds >= 1 else { return nil }
    return "about \(NumberText.duration(seconds: seconds)) left"
  }

  // MARK: Fits that run

  /// One line with every fit that runs, as many words of each as the terminal is wide.
  private func status(_ pace: TrainingPace, at now: Timestamp) -> String {
    let width = (context.console.style.width ?? 80) - 1
    let ends = ["\(pace.done)/\(pace.fitCount)", left(pace, now)].compactMap { $0 }
    var text = ""
    for isLong in [true, false] {
      let fits = pace.running.map { words($0, isLong: isLong) }
      text = ([ends[0]] + fits + ends.dropFirst()).joined(separator: " | ")
      if text.count <= width { return text }
    }
    return String(text.prefix(width - 1)) + "…"
  }

  private func words(_ fit: RunningFit, isLong: Bool) -> String {
    let name = isLong ? "\(fit.model) fold \(fit.fold)" : "\(fit.model) \(fit.fold)"
    guard let progress = fit.progress, progress.epochCount > 1 else { return name }
    let loss = NumberText.fixed(progress.trainingLoss, decimals: 4)
    let epoch = "\(progress.epoch)/\(progress.epochCount)"
    let rate = fit.rate.map { NumberText.grouped(Int($0)) }
    guard isLong else { return "\(name) \(epoch) \(loss)" + (rate.map { " \($0)/s" } ?? "") }
    return "\(name): \(fit.passName) \(epoch), loss \(loss)"
      + (progress.validationLoss.map { " (\(NumberText.fixed($0, decimals: 4)))" } ?? "")
      + (rate.map { ", \($0) samples/s" } ?? "")
  }
}
