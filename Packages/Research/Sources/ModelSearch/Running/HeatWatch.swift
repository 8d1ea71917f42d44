internal import Forecasting
internal import Synchronization

/// Lets trials wait on a hot machine, and stops them on one that is too hot.
final class HeatWatch: Sendable {
  private let state: Mutex<ThermalGuard>
  private let pause: @Sendable (Double) -> Void
  private let tell: @Sendable (ModelSearchEvent) -> Void

  init(
    _ files: any ThermalFiles,
    pause: @escaping @Sendable (Double) -> Void,
    tell: @escaping @Sendable (ModelSearchEvent) -> Void
  ) {
    state = Mutex(ThermalGuard(files))
    self.pause = pause
    self.tell = tell
  }

  /// The hottest reading so far, or `nil` where no sensor can be read.
  var hottest: Double? { state.withLock { $0.hottest } }

  /// Looks at the sensors, waits where that is asked for, and returns whether to stop.
  func isTooHot() -> Bool {
    let reading = state.withLock { $0.read() }
    if reading.state.pauseSeconds > 0, let celsius = reading.celsius {
      tell(.pausing(celsius: celsius, seconds: reading.state.pauseSeconds))
      pause(reading.state.pauseSeconds)
    }
    return reading.state.stopsRun
  }
}
