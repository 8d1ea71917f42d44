public import Forecasting
public import Optimizer

/// What happens during a search, told one after another, on whichever thread it happens.
public enum ModelSearchEvent: Sendable {
  /// An earlier run left so many finished trials.
  case kept(trials: Int)

  /// A trial passed over its samples once more.
  case epoch(trial: Int, FitProgress)

  /// A trial ended.
  case ended(TrialEnd, TrialSettings)

  /// The machine is hot; the search waits.
  case pausing(celsius: Double, seconds: Double)

  /// The best trial is taught on all training samples.
  case winner(trial: Int, FitProgress)
}

/// Why a search ended before it had all its trials.
public enum ModelSearchStop: String, Hashable, Sendable {
  /// The time was up.
  case timeout

  /// The machine was too hot.
  case heat = "thermal_abort"
}
