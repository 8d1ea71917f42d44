internal import CommandSupport
internal import Forecasting
internal import MarketModel
internal import ModelTraining
internal import Reporting
internal import Synchronization

/// Shows how far a training is: a line for each fit, and on terminals the newest epoch below.
final class TrainingDisplay: Sendable {
  private let context: CommandContext
  private let fitCount: Int
  private let began: Timestamp
  private let counts = Mutex(Counts())

  private struct Counts {
    var done = 0
    var fitted = 0
  }

  init(_ context: CommandContext, fitCount: Int) {
    self.context = context
    self.fitCount = fitCount
    began = context.now()
  }

  /// Shows what happened.
  func show(_ event: TrainingEvent) {
    switch event {
    case .epoch(let model, let fold, let progress):
      guard context.console.overwritesProgress else { return }
      context.console.progress(
        "\r\u{1B}[K\(model) fold \(fold)  epoch \(progress.epoch)/\(progress.epochCount)  "
          + losses(progress.trainingLoss, progress.validationLoss)
      )
    case .fitted(let model, let fold, let report, let wasKnown):
      let how =
        wasKnown
        ? "read back"
        : "\(report.epochs) epochs, \(NumberText.grouped(report.parameterCount)) parameters, "
          + losses(report.trainingLoss, report.validationLoss)
      line(model, fold, how, isFit: !wasKnown)
    case .failed(let model, let fold, let reason):
      line(model, fold, "failed: \(reason)", isFit: true)
    }
  }

  private func line(_ model: String, _ fold: Int, _ text: String, isFit: Bool) {
    let counts = counts.withLock { counts in
      counts.done += 1
      if isFit { counts.fitted += 1 }
      return counts
    }
    if context.console.overwritesProgress { context.console.progress("\r\u{1B}[K") }
    context.console.error(
      "\(counts.done)/\(fitCount)  \(model) fold \(fold): \(text)\(timeLeft(counts))"
    )
  }

  private func timeLeft(_ counts: Counts) -> String {
    guard counts.fitted > 0, counts.done < fitCount else { return "" }
    let seconds = Double(context.now().nanoseconds - began.nanoseconds) / 1e9
    let left = seconds / Double(counts.fitted) * Double(fitCount - counts.done)
    return "; about \(NumberText.duration(seconds: left)) left"
  }

  private func losses(_ training: Double, _ validation: Double?) -> String {
    "loss \(NumberText.fixed(training, decimals: 6))"
      + (validation.map { ", validation \(NumberText.fixed($0, decimals: 6))" } ?? "")
  }
}
