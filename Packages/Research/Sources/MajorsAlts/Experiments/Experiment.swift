internal import ConfigValidation
public import ExperimentRegistry
internal import PerformanceMetrics

/// An experiment that has been computed: what the monitor thought, what it earned, and what regimes were worth.
public struct Experiment: Sendable {
  /// The experiment as it was resolved.
  public let settings: MonitorSettings

  /// What decides its numbers.
  public let identity: RunIdentity

  /// What the monitor thought, day by day.
  public let plan: MonitorPlan

  /// What it earned, day by day.
  public let run: MonitorRun

  /// What that comes to.
  public let metrics: MonitorMetrics

  /// What followed the regimes, or `nil` where the experiment does not ask.
  public let evaluation: MonitorEvaluation?

  /// Computes an experiment over the facts of its days.
  ///
  /// - Parameters:
  ///   - settings: The experiment.
  ///   - panel: The facts; days outside those of the settings are left out.
  /// - Throws: ``MonitorError``.
  /// - Complexity: O(days · assets · windows).
  public init(_ settings: MonitorSettings, over panel: AssetPanel) throws(MonitorError) {
    self.settings = settings
    identity = settings.identity(over: panel)
    plan = try MonitorPlan(panel, settings: settings)
    run = try MonitorRun(plan, settings: settings)
    do throws(MetricError) {
      metrics = try MonitorMetrics(run.days, settings: settings)
    } catch {
      throw .engine("\(error)")
    }
    evaluation =
      settings.backtest.evaluatesRegimes
      ? try MonitorEvaluation(plan, settings: settings) : nil
  }

  /// The name of the run's folder: that of the experiment and the beginning of the run's identifier.
  ///
  /// The same experiment over the same facts has the same folder, whenever it is run.
  public var folderName: String { "\(settings.experimentID)_\(identity.runID.hex.prefix(12))" }
}
