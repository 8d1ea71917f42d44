internal import CommandSupport
internal import Features
internal import MarketModel
internal import Reporting

/// The reports of a check, with a line that says how many there are.
struct CausalityLog {
  let line: ProgressLine
  let context: CommandContext
  private var reports: [CausalityReport] = []
  private let began: Timestamp

  init(line: ProgressLine, context: CommandContext) {
    self.line = line
    self.context = context
    began = context.now()
  }

  /// Takes in a report.
  mutating func add(_ report: CausalityReport) {
    reports.append(report)
    let elapsed = Double(context.now().nanoseconds - began.nanoseconds) / 1e9
    let text = line.text(completed: reports.count, elapsedSeconds: elapsed)
    if context.console.overwritesProgress {
      context.console.progress("\r\u{1B}[K\(text)")
    } else if reports.count == line.total {
      context.console.error(text)
    }
  }

  /// The reports; the line is cleared.
  func finished() -> [CausalityReport] {
    if context.console.overwritesProgress { context.console.progress("\r\u{1B}[K") }
    return reports
  }
}
