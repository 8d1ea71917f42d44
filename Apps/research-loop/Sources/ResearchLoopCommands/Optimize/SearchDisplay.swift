internal import CommandSupport
internal import MarketModel
internal import Optimizer
internal import Reporting
internal import StrategySearch

/// Shows how a search comes on: one moving line on a terminal, a plain line now and then elsewhere.
final class SearchDisplay {
  private let context: CommandContext
  private let metric: String
  private var began: Timestamp
  private var shown: Timestamp
  private var window: Int?
  private var firstDone: Int?
  private var last: SearchProgress?

  init(_ context: CommandContext, _ search: LoadedSearch, _ runner: SearchRunner) {
    self.context = context
    metric = search.config.optimization.objectives[0].metric.rawValue
    began = context.now()
    shown = Timestamp(nanoseconds: 0)
    context.console.error(
      "\(runner.identity.experimentID): \(search.config.strategy) on \(search.config.data.symbol), "
        + "\(NumberText.grouped(runner.data.rowCount)) \(runner.data.unit)"
    )
  }

  /// Shows the state after a batch.
  func show(_ progress: SearchProgress) {
    if progress.window != window {
      finishWindow()
      window = progress.window
      began = context.now()
      firstDone = nil
    }
    // Trials that an earlier process ran say nothing about the rate.
    if firstDone == nil { firstDone = progress.done }
    last = progress
    let pause = context.console.overwritesProgress ? 0.1 : 5
    let now = context.now()
    guard seconds(from: shown, to: now) >= pause else { return }
    shown = now
    let text = line(progress, elapsed: seconds(from: began, to: now))
    if context.console.overwritesProgress {
      context.console.progress("\r\u{1B}[K\(text)")
    } else {
      context.console.error(text)
    }
  }

  /// Ends the last line.
  func finish() { finishWindow() }

  private func finishWindow() {
    guard var last else { return }
    // A grid may have fewer trials than combinations.
    last.total = last.done
    if context.console.overwritesProgress { context.console.progress("\r\u{1B}[K") }
    context.console.error(line(last, elapsed: seconds(from: began, to: context.now())))
    self.last = nil
  }

  private func line(_ progress: SearchProgress, elapsed: Double) -> String {
    var stage = "trials"
    if let window = progress.window, let count = progress.windowCount {
      stage = "window \(window + 1)/\(count)"
    }
    let fresh = progress.done - (firstDone ?? 0)
    var parts = [
      ProgressLine(stage: stage, unit: "trials", total: progress.total ?? progress.done)
        .text(completed: progress.done, elapsedSeconds: 0)
    ]
    if fresh > 0, elapsed > 0 {
      let rate = Double(fresh) / elapsed
      parts.append("\(NumberText.fixed(rate, decimals: 1))/s")
      if let total = progress.total, total > progress.done {
        parts.append(
          "\(NumberText.duration(seconds: Double(total - progress.done) / rate)) left"
        )
      }
    }
    parts.append("best \(metric) \(NumberText.fixed(progress.best, decimals: 3))")
    if progress.pruned > 0 { parts.append("\(progress.pruned) pruned or rejected") }
    if progress.failed > 0 { parts.append("\(progress.failed) failed") }
    return parts.joined(separator: "  ")
  }

  private func seconds(from first: Timestamp, to last: Timestamp) -> Double {
    Double(last.nanoseconds - first.nanoseconds) / 1e9
  }
}
