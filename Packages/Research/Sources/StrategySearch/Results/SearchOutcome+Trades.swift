internal import Backtest
internal import ConfigValidation

extension SearchOutcome {
  /// Gives the fills of every trial whose trades are wanted, in rising order of their numbers.
  ///
  /// Over the whole stretch these are the recommended trial, and the best by objective and by return, or all that
  /// ran; of a walk-forward search the test part of each window, under the number of the window.
  func eachTradeLog(
    _ runner: SearchRunner,
    _ receive: (Int, [TickFill]) throws(SearchError) -> Void
  ) throws(SearchError) {
    switch findings {
    case .walkForward(let outcome):
      for window in outcome.windows {
        guard let test = window.test else { continue }
        try receive(window.window.index, test.replayed.fills)
      }
    case .whole(let whole):
      let numbers = tradeLogTrials(whole)
      // A round keeps the fills of some trials only.
      for start in stride(from: 0, to: numbers.count, by: 64) {
        let round = Array(numbers[start..<min(start + 64, numbers.count)])
        try runner.evaluator.replay(
          round.map { whole.stretch.trials[$0].parameters },
          over: .all,
          keepsEquity: false,
          workers: runner.workers
        ) { (index, replayed) throws(SearchError) in
          try receive(round[index], replayed.fills)
        }
      }
    }
  }

  private func tradeLogTrials(_ whole: WholeOutcome) -> [Int] {
    let stretch = whole.stretch
    guard search.config.trades == .top else {
      return stretch.trials.filter { $0.figures != nil && $0.state != .pruned }.map(\.number)
    }
    let chosen = [stretch.recommended].compactMap(\.self)
    return Set(stretch.leaders(SearchArtifacts.leaders) + chosen).sorted()
  }
}
