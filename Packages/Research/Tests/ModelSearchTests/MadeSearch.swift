import ConfigYAML
import DataLake
import DataLakeTesting
import Features
import Forecasting
import Foundation
import MarketModel
import ModelSearch
import ModelTraining
import NeuralForecasting
import QuantMath
import Synchronization
import TorchEngine

/// A lake of made daily bars, and searches on it.
final class MadeSearch {
  let temporary: TemporaryLake

  /// The root of the repository.
  static let root: String = {
    var folder = URL(fileURLWithPath: #filePath)
    for _ in 0..<5 { folder.deleteLastPathComponent() }
    return folder.path
  }()

  static let torch = TorchLocation(explicit: nil, projectDirectories: [root])

  static let isInstalled = torch.paths.contains { FileManager.default.fileExists(atPath: $0) }

  init(sessions count: Int = 1_300) throws {
    temporary = try TemporaryLake()
    let series = try BarSeries(symbol: "SPY", interval: .day, bars: Self.bars(count))
    _ = try temporary.lake.apply([
      LakeChange(bars: series, provider: "made", policy: .refuseConflicts)
    ])
  }

  /// A small search, with what a test says of some sections.
  static func document(
    _ sections: String = "",
    model: String = "{name: patch_transformer, patch_length: 5, stride: 5}",
    target: String = "direction",
    space: String = "{arch: [0, 5, 9], epochs: [1, 2], lr: {min: 0.001, max: 0.01, scale: log}}"
  ) -> String {
    """
    experiment: made
    budget: 100K
    data: {symbol: SPY, provider: made}
    features: {tiers: [a20], calendar: []}
    target: {name: \(target)}
    model: \(model)
    training: {lookback_window: 20, horizons: [2], optimizer: adam, patience: 3}
    subset: 0.2
    trials: 4
    startup_trials: 3
    training_search_space: \(space)
    seed: 7
    \(sections)
    """
  }

  /// Reads a document.
  static func load(_ text: String) throws -> LoadedModelSearch {
    try LoadedModelSearch(document: YAMLDocument.parse(text, name: "hpo.yaml"))
  }

  /// Prepares a search on the lake.
  func plan(_ text: String) throws -> ModelSearchPlan {
    let search = try Self.load(text)
    return try ModelSearchPlan(
      search,
      data: search.config.training.data(in: temporary.lake.pin())
    )
  }

  /// The path of a folder for results.
  func folder(_ name: String) -> String { "\(temporary.directory)/\(name)" }

  /// A run into a folder of a name.
  func run(
    _ plan: ModelSearchPlan,
    in name: String,
    workers: Int = 1,
    sensors: any ThermalFiles = MadeSensors(celsius: 40),
    clock: @escaping @Sendable () -> Double = { 0 },
    pause: @escaping @Sendable (Double) -> Void = { _ in }
  ) throws -> ModelSearchRun {
    ModelSearchRun(
      plan,
      engine: try SearchEngine(Self.torch, device: .cpu),
      output: folder(name),
      surroundings: ModelSearchRun.Surroundings(
        workers: workers,
        thermalFiles: sensors,
        pause: pause,
        clock: clock
      )
    )
  }

  static let occasion = ModelSearchOutcome.Occasion(
    timestamp: "2026-11-21T12:00:00Z",
    isStated: true,
    documentPath: "hpo.yaml"
  )

  /// The bytes of every file below a folder, by their paths in it, locks left out.
  static func files(in folder: String) throws -> [String: Data] {
    var found: [String: Data] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: folder)
    where !path.hasSuffix(".lock") {
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
    let start = CivilDate(dayNumber: 14_800)
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

/// One sensor that always shows the same.
struct MadeSensors: ThermalFiles {
  let celsius: Double

  func paths() -> [String] { ["sensor"] }

  func text(at path: String) -> String? { "\(Int(celsius * 1_000))\n" }
}

/// One sensor that shows more each time it is looked at.
final class RisingSensors: ThermalFiles {
  private let readings = Mutex(0)
  private let celsius: @Sendable (Int) -> Double

  init(_ celsius: @escaping @Sendable (Int) -> Double) { self.celsius = celsius }

  func paths() -> [String] { ["sensor"] }

  func text(at path: String) -> String? {
    let reading = readings.withLock { count in
      count += 1
      return count
    }
    return "\(Int(celsius(reading) * 1_000))"
  }
}
