internal import Forecasting
internal import Optimizer
internal import Synchronization

/// Follows the epochs of one trial, and decides whether it goes on.
final class TrialWatch: Sendable {
  /// Why a trial is stopped.
  enum Stop {
    case pruned
    case heat
  }

  private struct State {
    var reports: [TrialReport] = []
    var stop: Stop?
  }

  private let trial: Int
  private let study: Study
  private let heat: HeatWatch
  private let state = Mutex(State())

  init(trial: Int, study: Study, heat: HeatWatch) {
    self.trial = trial
    self.study = study
    self.heat = heat
  }

  /// The validation losses after each epoch.
  var reports: [TrialReport] { state.withLock { $0.reports } }

  /// Why the trial is to stop, or `nil`.
  var stop: Stop? { state.withLock { $0.stop } }

  /// Takes the losses of an epoch.
  func note(_ progress: FitProgress) {
    guard let loss = progress.validationLoss else { return }
    let reports = state.withLock { state in
      state.reports.append(TrialReport(step: progress.epoch, value: loss))
      return state.reports
    }
    // The last epoch ends the trial anyway.
    let isLast = progress.epoch == progress.epochCount
    let isHopeless = !isLast && study.shouldPrune(trial, reports: reports)
    let isTooHot = !isLast && !isHopeless && heat.isTooHot()
    state.withLock { $0.stop = isHopeless ? .pruned : isTooHot ? .heat : nil }
  }
}
