internal import CommandSupport
internal import MarketModel
internal import Reporting
internal import Research
internal import Synchronization

/// Shows the events of a cycle: one moving line on a terminal, a plain line now and then elsewhere.
final class ProgressReporter: Sendable {
  private struct State {
    var line: ProgressLine?
    var began = Timestamp(nanoseconds: 0)
    var shown = Timestamp(nanoseconds: 0)
  }

  private let context: CommandContext
  private let state = Mutex(State())

  init(_ context: CommandContext) {
    self.context = context
  }

  /// Shows an event.
  func show(_ event: CycleEvent) {
    state.withLock { state in
      switch event {
      case .began(let stage, let total):
        state.began = context.now()
        state.shown = state.began
        state.line = ProgressLine(stage: stage.rawValue, unit: stage.unit, total: total)
      case .advanced(_, let completed): advance(&state, completed)
      case .ended(let stage, let result):
        let elapsed = seconds(since: state.began)
        clearLine()
        context.console.error(
          "\(stage.rawValue): \(result) (\(NumberText.duration(seconds: elapsed)))"
        )
        state.line = nil
      case .skipped(let stage, let reason):
        context.console.error("\(stage.rawValue): skipped, \(reason)")
      case .warning(let warning):
        clearLine()
        context.console.error("warning: \(warning)")
      }
    }
  }

  private func advance(_ state: inout State, _ completed: Int) {
    guard let line = state.line else { return }
    let pause = context.console.overwritesProgress ? 0.1 : 5
    guard seconds(since: state.shown) >= pause else { return }
    state.shown = context.now()
    let text = line.text(completed: completed, elapsedSeconds: seconds(since: state.began))
    if context.console.overwritesProgress {
      context.console.progress("\r\u{1B}[K\(text)")
    } else {
      context.console.error(text)
    }
  }

  private func clearLine() {
    if context.console.overwritesProgress { context.console.progress("\r\u{1B}[K") }
  }

  private func seconds(since instant: Timestamp) -> Double {
    Double(context.now().nanoseconds - instant.nanoseconds) / 1e9
  }
}
