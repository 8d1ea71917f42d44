import ConfigYAML
import DataLake
import DataLakeTesting
import Forecasting
import Foundation
import MarketModel
import ModelTraining
import QuantMath
import TorchEngine

/// A lake of made daily bars, and trainings on it.
final class MadeTraining {
  let temporary: TemporaryLake

  init(sessions count: Int = 800) throws {
    temporary = try TemporaryLake()
    let series = try BarSeries(symbol: "SPY", interval: .day, bars: Self.bars(count))
    _ = try temporary.lake.apply([
      LakeChange(bars: series, provider: "made", policy: .refuseConflicts)
    ])
  }

  /// Three folds of models that need no library, with what a test says of models, target and gates.
  static func document(
    models: String = "[{name: naive}, {name: ridge}, {name: ewma}]",
    target: String = "forward_return",
    baselines: String = "[naive, ridge]",
    maximumFolds: Int? = nil,
    training: String = "horizons: [2]"
  ) -> String {
    """
    data: {symbol: SPY, provider: made}
    features: {tiers: [a20]}
    target: {name: \(target)}
    training:
      {lookback_window: 8, \(training), batch_size: 64, epochs: 2, hidden: 8, heads: 2}
    walk_forward:
      {train_months: 12, oos_months: 4, separation: labels, min_folds: 2, baselines: \(baselines),
       max_folds: \(maximumFolds.map(String.init) ?? "null")}
    models: \(models)
    seed: 7
    """
  }

  /// Reads a document.
  static func load(_ text: String) throws -> LoadedTraining {
    try LoadedTraining(document: YAMLDocument.parse(text, name: "training.yaml"))
  }

  /// Prepares a training on the lake.
  func run(
    _ text: String,
    torch: TorchLocation = TorchLocation(files: [])
  ) throws -> TrainingRun {
    try run(Self.load(text), torch: torch)
  }

  /// Prepares a training of one horizon on the lake.
  func run(
    _ training: LoadedTraining,
    torch: TorchLocation = TorchLocation(files: [])
  ) throws -> TrainingRun {
    let data = try training.config.data(in: temporary.lake.pin())
    return try TrainingRun(
      training,
      data: data,
      plan: training.config.plan(over: data),
      engines: TrainingEngines(
        for: training.config.models,
        torch: torch,
        boosting: LightGBMLocation(files: []),
        device: .cpu
      )
    )
  }

  /// Runs a training into a folder of a name, writes everything, and returns what it came to.
  func outcome(
    of run: TrainingRun,
    in name: String,
    workers: Int,
    progress: @escaping @Sendable (TrainingEvent) -> Void = { _ in }
  ) throws -> TrainingOutcome {
    let outcome = try run.run(
      output: "\(temporary.directory)/\(name)",
      workers: workers,
      progress: progress
    )
    try outcome.write(database: temporary.lake.database)
    return outcome
  }

  /// The bytes of every file below a folder, by their paths in it.
  static func files(in folder: String) throws -> [String: Data] {
    var found: [String: Data] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: folder) {
      var isFolder: ObjCBool = false
      let exists = FileManager.default.fileExists(
        atPath: "\(folder)/\(path)",
        isDirectory: &isFolder
      )
      guard exists, !isFolder.boolValue else { continue }
      found[path] = FileManager.default.contents(atPath: "\(folder)/\(path)")
    }
    return found
  }

  /// Bars of sessions in New York whose closes walk at random.
  private static func bars(_ count: Int) -> [Bar] {
    let start = CivilDate(dayNumber: 16_800)
    let sessions = TradingCalendar.usEquities.sessions(
      from: start,
      through: start.advanced(byDays: 2 * count)
    )
    var stream = PhiloxStream(seed: 11, purpose: 3, trial: 0, path: 0)
    var close = 100.0
    return sessions.prefix(count).map { session in
      let open = close * (1 + 0.002 * stream.normal())
      close = open * (1 + 0.01 * stream.normal())
      return Bar(
        openTime: session.open,
        closeTime: session.close,
        open: open,
        high: max(open, close) * (1 + 0.01 * stream.uniform()),
        low: min(open, close) * (1 - 0.01 * stream.uniform()),
        close: close,
        volume: (1e6 * (1 + stream.uniform())).rounded()
      )
    }
  }
}
